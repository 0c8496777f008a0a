#pragma once

#include <bit>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <span>
#include <string>
#include <type_traits>
#include <variant>
#include <vector>

#include "lab/frame_fields.h"
#include "lab/session.h"

namespace basin {

static_assert(std::endian::native == std::endian::little, "the byte format is little-endian");

/// Number of enumerators of an enum that is written as one byte.
template <class E>
inline constexpr int kEnumCount = 0;
template <>
inline constexpr int kEnumCount<CurveStyle> = 5;
template <>
inline constexpr int kEnumCount<CurveRole> = 4;
template <>
inline constexpr int kEnumCount<FieldMap> = 2;
template <>
inline constexpr int kEnumCount<CheckState> = 4;
template <>
inline constexpr int kEnumCount<Relation> = 3;
template <>
inline constexpr int kEnumCount<Status> = 3;
template <>
inline constexpr int kEnumCount<PokeKind> = 4;

template <class T>
concept PlainNumber = std::is_arithmetic_v<T> && !std::same_as<T, bool>;

// What else crosses between a session and its face; a frame's fields are listed in lab/frame_fields.h.
void eachField(auto& s, Either<Recipe> auto& r) {
  s.all(r.lab, r.params, r.seed, r.events, r.steps);
}
void eachField(auto& s, Either<Poke> auto& p) {
  s.all(p.output, p.kind, p.x, p.y, p.brush);
}

/// Appends values to bytes: numbers little-endian, enums and bools as one byte, texts and lists
/// behind a 32-bit count, variants behind one byte of index, structs field by field.
class ByteWriter {
 public:
  template <class... Items>
  void all(const Items&... items) {
    (add(items), ...);
  }

  std::vector<std::byte> take() { return std::move(bytes_); }

 private:
  template <PlainNumber T>
  void add(T value) {
    append(&value, sizeof value);
  }
  void add(bool value) { bytes_.push_back(static_cast<std::byte>(value)); }
  template <class T>
  requires std::is_enum_v<T>
  void add(T value) { bytes_.push_back(static_cast<std::byte>(value)); }
  void add(const std::string& text) {
    add(static_cast<std::uint32_t>(text.size()));
    append(text.data(), text.size());
  }
  template <class T>
  void add(const std::vector<T>& items) {
    add(static_cast<std::uint32_t>(items.size()));
    if constexpr (PlainNumber<T>) {
      append(items.data(), items.size() * sizeof(T));
    } else {
      for (const T& item : items) add(item);
    }
  }
  template <class T>
  void add(const std::optional<T>& item) {
    add(item.has_value());
    if (item) add(*item);
  }
  template <class... Types>
  void add(const std::variant<Types...>& item) {
    bytes_.push_back(static_cast<std::byte>(item.index()));
    std::visit([this](const auto& held) { this->add(held); }, item);
  }
  template <class T>
  requires std::is_class_v<T>
  void add(const T& item) { eachField(*this, item); }

  void append(const void* data, std::size_t size) {
    const auto* first = static_cast<const std::byte*>(data);
    bytes_.insert(bytes_.end(), first, first + size);
  }

  std::vector<std::byte> bytes_;
};

/// Reads what ByteWriter wrote. On the first thing that cannot be, everything after stays as it
/// was and ok() turns false; no count is believed beyond the bytes that are there.
class ByteReader {
 public:
  explicit ByteReader(std::span<const std::byte> bytes) : rest_(bytes) {}

  template <class... Items>
  void all(Items&... items) {
    (read(items), ...);
  }

  bool ok() const { return ok_; }
  /// True when everything was read and nothing is left over.
  bool complete() const { return ok_ && rest_.empty(); }

 private:
  template <PlainNumber T>
  void read(T& value) {
    copy(&value, sizeof value);
  }
  void read(bool& value) {
    std::uint8_t byte = 0;
    read(byte);
    ok_ = ok_ && byte <= 1;
    if (ok_) value = byte == 1;
  }
  template <class T>
  requires std::is_enum_v<T>
  void read(T& value) {
    static_assert(kEnumCount<T> > 0);
    std::uint8_t byte = 0;
    read(byte);
    ok_ = ok_ && byte < kEnumCount<T>;
    if (ok_) value = static_cast<T>(byte);
  }
  void read(std::string& text) {
    const std::size_t size = readCount(1);
    text.resize(size);
    copy(text.data(), size);
  }
  template <class T>
  void read(std::vector<T>& items) {
    items.clear();
    if constexpr (PlainNumber<T>) {
      const std::size_t count = readCount(sizeof(T));
      items.resize(count);
      copy(items.data(), count * sizeof(T));
    } else {
      // One by one: a lying count must not reserve memory that no bytes stand behind.
      const std::size_t count = readCount(1);
      for (std::size_t i = 0; i < count && ok_; ++i) read(items.emplace_back());
    }
  }
  template <class T>
  void read(std::optional<T>& item) {
    bool present = false;
    read(present);
    item.reset();
    if (present && ok_) read(item.emplace());
  }
  template <class... Types>
  void read(std::variant<Types...>& item) {
    std::uint8_t index = 0;
    read(index);
    ok_ = ok_ && index < sizeof...(Types);
    if (ok_) readAlternative(item, index, std::index_sequence_for<Types...>());
  }
  template <class V, std::size_t... I>
  void readAlternative(V& item, std::size_t index, std::index_sequence<I...>) {
    ((index == I ? read(item.template emplace<I>()) : void()), ...);
  }
  template <class T>
  requires std::is_class_v<T>
  void read(T& item) { eachField(*this, item); }

  std::size_t readCount(std::size_t elementSize) {
    std::uint32_t count = 0;
    read(count);
    ok_ = ok_ && count <= rest_.size() / elementSize;
    return ok_ ? count : 0;
  }
  void copy(void* target, std::size_t size) {
    ok_ = ok_ && size <= rest_.size();
    if (!ok_ || size == 0) return;
    std::memcpy(target, rest_.data(), size);
    rest_ = rest_.subspan(size);
  }

  std::span<const std::byte> rest_;
  bool ok_ = true;
};

}  // namespace basin
