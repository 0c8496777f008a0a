#include "lab/frame.h"

#include <utility>

#include "base/hash.h"
#include "lab/frame_fields.h"

namespace basin {

namespace {

// Sizes are hashed too, so that moving a value between lists changes the hash.
class FrameHasher {
 public:
  template <class... Items>
  void all(const Items&... items) {
    (add(items), ...);
  }
  std::uint64_t digest() const { return hash_.digest(); }

 private:
  void add(const std::string& text) {
    hash_.add(static_cast<std::uint64_t>(text.size()));
    hash_.add(std::string_view(text));
  }
  template <class T>
  requires(std::is_arithmetic_v<T> || std::is_enum_v<T>) void add(T value) {
    if constexpr (std::is_enum_v<T>) {
      hash_.add(static_cast<int>(value));
    } else {
      hash_.add(value);
    }
  }
  template <class T>
  void add(const std::vector<T>& items) {
    hash_.add(static_cast<std::uint64_t>(items.size()));
    for (const T& item : items) add(item);
  }
  template <class... Types>
  void add(const std::variant<Types...>& item) {
    add(static_cast<int>(item.index()));
    std::visit([this](const auto& held) { this->add(held); }, item);
  }
  template <class T>
  requires std::is_class_v<T>
  void add(const T& item) { eachField(*this, item); }

  Hasher hash_;
};

}  // namespace

Curve curve(std::string name, CurveRole role, int colour, CurveStyle style) {
  Curve c;
  c.name = std::move(name);
  c.style = style;
  c.role = role;
  c.colour = colour;
  return c;
}

Curve curve(std::string name, CurveRole role, int colour, std::vector<double> x,
            std::vector<double> y, CurveStyle style) {
  Curve c = curve(std::move(name), role, colour, style);
  c.x = std::move(x);
  c.y = std::move(y);
  return c;
}

SeriesData onePanel(std::vector<Curve> curves) {
  SeriesData series;
  series.panels.push_back({.title = "", .curves = std::move(curves)});
  return series;
}

std::uint64_t frameHash(const Frame& frame) {
  FrameHasher hash;
  eachField(hash, frame);
  return hash.digest();
}

}  // namespace basin
