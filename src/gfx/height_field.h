#pragma once

#include <optional>
#include <vector>

#include "gfx/camera.h"
#include "gfx/contours.h"
#include "gfx/types.h"

namespace basin::gfx {

/// Stored instead of a value that is not a number; in general every stored value with |v| >=
/// kLargest is missing. Shaders test the same way, for isnan() is not reliable on every GPU.
inline constexpr float kMissing = 2e38f;
/// Stored (with a sign) instead of infinity.
inline constexpr float kAbove = 3e38f;
inline constexpr float kLargest = 1e37f;

/// The CPU's copy of a grid after scaling, with the same interpolation as the shaders: Catmull-Rom
/// cubic, held within the samples around, where all 16 neighbours are finite, else bilinear over
/// the finite ones.
class HeightField {
 public:
  /// Takes over a grid; false when nothing came of it: version, scale and `fit` are unchanged, or a
  /// new version holds the same values. The scale is fitted to the values in `fit`, to all of them
  /// when it is empty.
  bool assign(const Grid& grid, ValueScale scale, ValueRange fit);

  bool empty() const { return nx_ == 0; }
  int nx() const { return nx_; }
  int ny() const { return ny_; }
  const Rect& domain() const { return domain_; }
  /// Scaled values, x fastest, row 0 at the bottom; missing ones as kMissing or +-kAbove.
  const std::vector<float>& values() const { return values_; }
  /// Range of the finite scaled values.
  ValueRange range() const { return range_; }
  const Scaling& scaling() const { return scaling_; }
  /// Grows by one with every assign() that changed something.
  std::uint64_t revision() const { return revision_; }

  /// True when no value is missing or infinite.
  bool whole() const { return whole_; }

  /// Interpolated scaled value at a data position (clamped to the domain); NaN where it is missing.
  double at(double x, double y) const;

  /// Value and slope per sample step at a place in units of samples, (0, 0) the first one.
  struct Point {
    double value = 0;  ///< Scaled; NaN where it is missing.
    Vec2 slope;        ///< 0 beside missing values and where the interpolation is held back.
  };
  Point pointAt(double u, double v) const;

  /// The same interpolation at every 1/factor-th of a sample step, (nx - 1) factorX + 1 values a
  /// row; the field must be whole and at least 2 x 2, the factors at least 1.
  void refine(int factorX, int factorY, std::vector<float>& out) const;

  /// First point of a ray (in data coordinates x, y, scaled value) on the surface.
  std::optional<Vec3> intersect(const Ray& ray) const;

 private:
  float sample(int i, int j) const {
    return values_[static_cast<std::size_t>(j) * static_cast<std::size_t>(nx_) +
                   static_cast<std::size_t>(i)];
  }

  std::vector<float> values_;
  std::vector<float> next_;
  bool whole_ = false;
  int nx_ = 0;
  int ny_ = 0;
  Rect domain_;
  ValueRange range_;
  Scaling scaling_;
  ValueScale scale_ = ValueScale::Linear;
  ValueRange fit_;
  std::uint64_t version_ = 0;
  std::uint64_t revision_ = 0;
};

}  // namespace basin::gfx
