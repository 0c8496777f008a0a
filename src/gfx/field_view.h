#pragma once

#include <optional>
#include <span>

#include "gfx/canvas.h"
#include "gfx/field_style.h"
#include "gfx/heatmap.h"
#include "gfx/height_field.h"
#include "gfx/lines.h"
#include "gfx/particles.h"
#include "gfx/surface.h"

namespace basin::gfx {

/// Everything one picture shows. Nothing is owned; each part has a version that its owner changes
/// with its content.
struct FieldScene {
  Grid grid;
  std::span<const Path> paths;
  std::uint64_t pathsVersion = 0;
  std::span<const PointSet> points;
  std::uint64_t pointsVersion = 0;
};

/// A heatmap with paths and points over it, in a texture of its own.
class HeatmapView {
 public:
  explicit HeatmapView(Renderer& renderer);

  /// Brings the picture up to date and returns its texture (bottom row first: show it with uv0 =
  /// (0, 1), uv1 = (1, 0)), 0 when there is nothing to show. Draws only when something changed.
  /// `window` is the part of the plane to show, for instance the limits of an ImPlot axis.
  unsigned render(const FieldScene& scene, const Rect& window, const Viewport& viewport,
                  const FieldStyle& style);

  /// The last picture's unscaled range of colours, for a colour bar.
  ValueRange colorRange() const { return colorRange_; }
  /// Field value at a data position, NaN where missing; for a read-out under the pointer.
  double valueAt(double x, double y) const;
  /// How often a picture was really drawn.
  std::uint64_t drawCount() const { return drawCount_; }

 private:
  struct Key {
    std::uint64_t paths = 0, points = 0;
    Rect window;
    Viewport viewport;
    FieldStyle style;
    bool operator==(const Key&) const = default;
  };

  Canvas canvas_;
  HeightField field_;
  Heatmap heatmap_;
  Lines lines_;
  Particles particles_;
  Key key_;
  ValueRange colorRange_;
  std::uint64_t drawCount_ = 0;
};

/// A surface with paths and points lying on it, in a texture of its own. The surface is kept: while
/// only paths and points change, only they are drawn.
class SurfaceView {
 public:
  explicit SurfaceView(Renderer& renderer);

  /// As HeatmapView::render.
  unsigned render(const FieldScene& scene, const Camera& camera, const Viewport& viewport,
                  const SurfaceStyle& style);

  /// Where ticks and axis titles of the last picture go.
  std::span<const AxisLabel> labels() const { return labels_; }

  /// Where a data point of the last picture appears (framebuffer pixels from the top left); without
  /// a value it lies on the surface.
  std::optional<Vec2> project(double x, double y) const;
  std::optional<Vec2> project(double x, double y, double value) const;

  /// The point of the surface at a pixel of the last picture: x, y and the unscaled value.
  std::optional<Vec3> pick(Vec2 pixel) const;

  ValueRange colorRange() const { return colorRange_; }
  double valueAt(double x, double y) const;
  std::uint64_t drawCount() const { return drawCount_; }

 private:
  /// What the kept surface and, together with the versions, the picture was drawn for.
  struct Key {
    Camera camera;
    Viewport viewport;
    SurfaceStyle style;
    bool operator==(const Key&) const = default;
  };

  bool drawGround(const Key& key);

  Canvas ground_;
  Canvas canvas_;
  HeightField field_;
  Surface surface_;
  Lines lines_;
  Particles particles_;
  View3 view_;
  std::vector<AxisLabel> labels_;
  Key key_;
  std::uint64_t paths_ = 0, points_ = 0;
  ValueRange colorRange_;
  std::uint64_t drawCount_ = 0;
};

}  // namespace basin::gfx
