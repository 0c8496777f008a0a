#pragma once

#include <cstdint>
#include <span>

namespace basin::gfx {

/// A colour in gamma-encoded sRGB, every component in [0, 1], alpha not premultiplied.
struct Rgba {
  float r = 0, g = 0, b = 0, a = 1;
  bool operator==(const Rgba&) const = default;
};

/// The same colour with another opacity.
constexpr Rgba withAlpha(Rgba c, float alpha) { return {c.r, c.g, c.b, alpha}; }

struct Vec2 {
  double x = 0, y = 0;
  bool operator==(const Vec2&) const = default;
};

struct Vec3 {
  double x = 0, y = 0, z = 0;
  bool operator==(const Vec3&) const = default;
};

/// A rectangle in data coordinates; x0 is the left edge, y0 the bottom edge.
struct Rect {
  double x0 = 0, y0 = 0, x1 = 1, y1 = 1;
  double width() const { return x1 - x0; }
  double height() const { return y1 - y0; }
  bool operator==(const Rect&) const = default;
};

/// Size of a picture in framebuffer pixels. Every width and radius in a style is in units of
/// `pixelRatio` framebuffer pixels, so pictures look alike on dense displays.
struct Viewport {
  int width = 0;
  int height = 0;
  float pixelRatio = 1;
  bool empty() const { return width <= 0 || height <= 0; }
  bool operator==(const Viewport&) const = default;
};

/// How values become heights and colours. Log needs positive values, others count as missing;
/// LogAbove is logarithmic in the distance from the smallest value; Compressed is linear near 0,
/// logarithmic far away, and signed.
enum class ValueScale { Linear, Log, LogAbove, Compressed };

/// An interval of values; empty (lo >= hi) means "take it from the data".
struct ValueRange {
  double lo = 0;
  double hi = 0;
  bool isAuto() const { return !(lo < hi); }
  bool operator==(const ValueRange&) const = default;
};

/// A scalar field on a regular grid, not owned. `values` has nx * ny entries, x fastest, row 0 at
/// the bottom; the first and last samples lie on the edges of `domain`. The owner changes `version`
/// whenever the values change; nothing is uploaded while it stays the same.
struct Grid {
  std::span<const float> values;
  int nx = 0;
  int ny = 0;
  Rect domain;
  std::uint64_t version = 0;
  bool empty() const {
    return nx < 1 || ny < 1 || values.size() < static_cast<std::size_t>(nx) * ny;
  }
};

}  // namespace basin::gfx
