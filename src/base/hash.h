#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <type_traits>

namespace basin {

/// Incremental 64-bit FNV-1a hash: the same bytes in any chunks give the same digest.
class Hasher {
 public:
  explicit Hasher(uint64_t seed = 0) : state_(0xcbf29ce484222325ull ^ seed) {}

  void add(std::span<const std::byte> bytes) {
    for (std::byte b : bytes) {
      state_ = (state_ ^ static_cast<uint64_t>(b)) * 0x100000001b3ull;
    }
  }
  void add(std::string_view text) { add(std::as_bytes(std::span(text.data(), text.size()))); }
  /// The object representation of a number.
  template <class T>
    requires std::is_arithmetic_v<T>
  void add(T value) {
    add(std::as_bytes(std::span(&value, 1)));
  }
  /// The object representation of numbers in a row.
  template <class T>
    requires std::is_arithmetic_v<T>
  void add(std::span<const T> values) {
    add(std::as_bytes(values));
  }

  uint64_t digest() const { return state_; }

 private:
  uint64_t state_;
};

/// 64-bit FNV-1a hash of bytes; different seeds give unrelated hashes.
inline uint64_t hashBytes(std::span<const std::byte> bytes, uint64_t seed = 0) {
  Hasher hasher(seed);
  hasher.add(bytes);
  return hasher.digest();
}

}  // namespace basin
