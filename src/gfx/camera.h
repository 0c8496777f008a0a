#pragma once

#include <array>
#include <optional>

#include "gfx/types.h"

namespace basin::gfx {

/// 4x4 matrix, column-major, acting on column vectors.
struct Mat4 {
  std::array<double, 16> m{1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1};
  std::array<double, 4> apply(double x, double y, double z, double w) const;
  std::array<float, 16> toFloat() const;
};
Mat4 operator*(const Mat4& a, const Mat4& b);
/// The inverse; nothing when the matrix is singular.
std::optional<Mat4> inverse(const Mat4& a);

/// An eye on a sphere around the middle of the picture's box, looking inwards, z upwards.
struct Camera {
  double yaw = -0.65;   ///< Angle around the z axis, radians; 0 looks along +y.
  double pitch = 0.55;  ///< Angle above the horizon, radians; orbit() keeps it in [-0.2, 1.55].
  double zoom = 1;      ///< 1 shows the whole box; orbit() and zoomBy() keep it in [0.3, 8].
  Vec2 pan;             ///< Shift of the picture in units of its shorter side.

  /// Turns by a pointer movement of (dx, dy) in units of the picture's shorter side; y down.
  void orbit(double dx, double dy);
  void zoomBy(double factor);
  bool operator==(const Camera&) const = default;
};

/// How data coordinates sit in the unit box and how the box is seen.
struct Box {
  Rect domain;             ///< Data range along x and y.
  ValueRange values;       ///< Range of (scaled) values from the floor to the lid of the box.
  double height = 0.6;     ///< Height of the box relative to its longer horizontal side.
  double aspect = 1;       ///< Horizontal extent along y relative to x.
};

/// Half-line of points origin + t * direction, t >= 0.
struct Ray {
  Vec3 origin, direction;
};

/// A camera applied to a box and a picture size: from data to pixels and back. Data points are
/// (x, y, scaled value); pixels count from the top left corner, y down, in framebuffer pixels.
class View3 {
 public:
  View3() = default;
  View3(const Camera& camera, const Box& box, const Viewport& viewport);

  /// Data to the box: x and y in [-1, 1] (longer side), z centred on 0.
  Vec3 toBox(Vec3 data) const;
  Vec3 fromBox(Vec3 box) const;

  /// Where a data point appears; nothing when it is behind the eye. z of the answer is the depth in
  /// [-1, 1].
  std::optional<Vec3> project(Vec3 data) const;

  /// The data point at a pixel and a depth as returned by project().
  Vec3 unproject(Vec3 pixelAndDepth) const;

  /// All data points that appear at a pixel, nearest first. The ray is straight in data space.
  Ray rayAt(Vec2 pixel) const;

  /// Size of one box unit in the middle of the picture, framebuffer pixels.
  double pixelsPerBoxUnit() const { return pixelsPerBoxUnit_; }

  const Mat4& matrix() const { return boxToClip_; }
  Vec3 eye() const { return eye_; }  ///< In box coordinates.
  Vec3 halfExtent() const { return half_; }  ///< Of the box, in box coordinates.
  const Box& box() const { return box_; }

 private:
  Box box_;
  Vec3 half_{1, 1, 0.6};
  Vec3 eye_;
  Mat4 boxToClip_;
  Mat4 clipToBox_;
  int width_ = 1;
  int height_ = 1;
  double pixelsPerBoxUnit_ = 1;
};

}  // namespace basin::gfx
