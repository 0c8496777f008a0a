#include "gfx/field_view.h"

#include <cmath>

namespace basin::gfx {
namespace {

/// Steps of a path too small to see; an optimiser at rest makes thousands of them.
constexpr double kLeastPixels = 1, kLeastBoxUnits = 2e-3;

ValueRange unscaled(const FieldStyle& style, const HeightField& field) {
  const ValueRange r = scaledRange(style, field.range(), field.scaling());
  return {field.scaling().invert(r.lo), field.scaling().invert(r.hi)};
}

}  // namespace

HeatmapView::HeatmapView(Renderer& renderer)
    : canvas_(renderer, Canvas::Kind::Flat),
      heatmap_(renderer),
      lines_(renderer),
      particles_(renderer) {}

unsigned HeatmapView::render(const FieldScene& scene, const Rect& window, const Viewport& viewport,
                             const FieldStyle& style) {
  if (viewport.empty() || !(window.width() != 0) || !(window.height() != 0)) return 0;
  const bool newField = field_.assign(scene.grid, style.scale, style.range);
  const bool same = drawCount_ > 0 && !newField && scene.pathsVersion == key_.paths &&
                    scene.pointsVersion == key_.points && window == key_.window &&
                    viewport == key_.viewport && style == key_.style;
  if (same) return canvas_.texture();
  if (!canvas_.begin(viewport, style.background)) return 0;
  heatmap_.draw(field_, canvas_, window, style);
  // Dashes are measured in pixels of this window.
  PathMapping mapping;
  mapping.unit = {viewport.width / window.width(), viewport.height / window.height(), 0};
  mapping.least = kLeastPixels;
  lines_.setPaths(scene.paths, scene.pathsVersion, mapping);
  lines_.draw(canvas_, window);
  particles_.setPoints(scene.points, scene.pointsVersion, nullptr, style.backdrop);
  particles_.draw(canvas_, window);
  canvas_.end();
  key_ = {scene.pathsVersion, scene.pointsVersion, window, viewport, style};
  colorRange_ = unscaled(style, field_);
  ++drawCount_;
  return canvas_.texture();
}

double HeatmapView::valueAt(double x, double y) const {
  return field_.scaling().invert(field_.at(x, y));
}

SurfaceView::SurfaceView(Renderer& renderer)
    : ground_(renderer, Canvas::Kind::Solid),
      canvas_(renderer, Canvas::Kind::Flat),
      surface_(renderer),
      lines_(renderer),
      particles_(renderer) {}

bool SurfaceView::drawGround(const Key& key) {
  if (!ground_.begin(key.viewport, key.style.field.background)) return false;
  view_ = View3(key.camera, surfaceBox(key.style, field_), key.viewport);
  surface_.draw(field_, ground_, view_, key.style);
  ground_.end();
  labels_.clear();
  if (!field_.empty()) axisLabels(view_, field_.scaling(), key.viewport.pixelRatio, labels_);
  colorRange_ = unscaled(key.style.field, field_);
  key_ = key;
  return true;
}

unsigned SurfaceView::render(const FieldScene& scene, const Camera& camera,
                             const Viewport& viewport, const SurfaceStyle& style) {
  if (viewport.empty()) return 0;
  const Key key{camera, viewport, style};
  const bool newField = field_.assign(scene.grid, style.field.scale, style.field.range);
  const bool sameGround = drawCount_ > 0 && !newField && key == key_;
  if (sameGround && scene.pathsVersion == paths_ && scene.pointsVersion == points_) {
    return canvas_.texture();
  }
  if (!sameGround && !drawGround(key)) return 0;
  if (!canvas_.beginOver(ground_)) return 0;

  const Vec3 origin = view_.toBox({0, 0, 0}), one = view_.toBox({1, 1, 1});
  PathMapping mapping;
  mapping.surface = &field_;
  mapping.scaling = field_.scaling();
  mapping.visible = view_.box().values;
  mapping.unit = {one.x - origin.x, one.y - origin.y, one.z - origin.z};
  mapping.least = kLeastBoxUnits;
  lines_.setPaths(scene.paths, scene.pathsVersion, mapping);
  lines_.draw(canvas_, view_, style.behind);
  particles_.setPoints(scene.points, scene.pointsVersion, &field_, style.field.backdrop);
  particles_.draw(canvas_, view_, style.behind);
  canvas_.end();
  paths_ = scene.pathsVersion;
  points_ = scene.pointsVersion;
  ++drawCount_;
  return canvas_.texture();
}

double SurfaceView::valueAt(double x, double y) const {
  return field_.scaling().invert(field_.at(x, y));
}

std::optional<Vec2> SurfaceView::project(double x, double y) const {
  const double height = field_.at(x, y);
  if (std::isnan(height)) return std::nullopt;
  const auto p = view_.project({x, y, height});
  return p ? std::optional(Vec2{p->x, p->y}) : std::nullopt;
}

std::optional<Vec2> SurfaceView::project(double x, double y, double value) const {
  const double height = field_.scaling().apply(value);
  if (std::isnan(height)) return std::nullopt;
  const auto p = view_.project({x, y, height});
  return p ? std::optional(Vec2{p->x, p->y}) : std::nullopt;
}

std::optional<Vec3> SurfaceView::pick(Vec2 pixel) const {
  if (drawCount_ == 0) return std::nullopt;
  auto hit = field_.intersect(view_.rayAt(pixel));
  if (hit) hit->z = field_.scaling().invert(hit->z);
  return hit;
}

}  // namespace basin::gfx
