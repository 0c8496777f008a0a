#pragma once

#include <span>
#include <vector>

#include "gfx/camera.h"
#include "gfx/canvas.h"
#include "gfx/colormap.h"
#include "gfx/height_field.h"
#include "gfx/instances.h"
#include "gfx/renderer.h"

namespace basin::gfx {

/// Shapes tell classes apart where colour does not.
enum class Shape : std::uint8_t { Circle, Square, Triangle, Diamond, Cross, Ring };

/// The shape of class `index` (any integer, wraps): circle, square, triangle, diamond, cross, ring.
Shape categoryShape(int index);

/// A set of points in data coordinates, not owned. Coloured by `category` when given (one palette
/// colour and one shape each), else by `value` through a colour map, else uniformly.
struct PointSet {
  std::span<const double> x{}, y{}, z{};  ///< z empty: in the plane, or lying on the surface.
  std::span<const int> category{};
  std::span<const double> value{};
  ColorMap map = ColorMap::Lagoon;
  ValueRange range{};              ///< Of `value`; empty takes it from the data.
  std::span<const Rgba> palette{};  ///< Colours of the categories; empty is Okabe-Ito.
  Rgba color{0, 0.45f, 0.7f, 1};
  Shape shape = Shape::Circle;     ///< When there is no `category`.
  float size = 7;                  ///< Diameter in pixels (times the pixel ratio).
  Rgba outline{1, 1, 1, 1};
  float outlineWidth = 1;          ///< Pixels; 0 for none.
  bool ball = false;               ///< Shade circles as balls (in 3-D).
};

/// Many points, drawn with one call.
class Particles {
 public:
  explicit Particles(Renderer& renderer) : renderer_(renderer) {}

  /// Uploads point sets; cheap when `version` (and the surface's revision) are as before. `surface`
  /// may be null; when set, points without z lie on it and explicit z are scaled like it.
  void setPoints(std::span<const PointSet> sets, std::uint64_t version, const HeightField* surface,
                 Backdrop backdrop);

  /// Draws into a canvas showing `window` of the plane.
  void draw(const Canvas& canvas, const Rect& window);

  /// Draws into a surface's box; points behind the surface stay visible at opacity `behind`.
  void draw(const Canvas& canvas, const View3& view, float behind);

 private:
  struct Vertex {
    float x, y, z, radius, outline, shape, ball;
    std::uint32_t fill, rim;
  };

  void append(const PointSet& set, const HeightField* surface, Backdrop backdrop);

  Renderer& renderer_;
  std::vector<Vertex> vertices_;
  Instances quads_;
  std::uint64_t version_ = 0;
  std::uint64_t surfaceRevision_ = 0;
  Backdrop backdrop_ = Backdrop::Light;
  bool uploaded_ = false;
};

}  // namespace basin::gfx
