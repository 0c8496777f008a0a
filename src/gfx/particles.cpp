#include "gfx/particles.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "gfx/polyline.h"
#include "gfx/projection.h"

namespace basin::gfx {
namespace {

/// How far points are moved towards the eye before the depth test, in box units.
constexpr float kLift = 0.06f;
constexpr int kShapes = 6;

}  // namespace

Shape categoryShape(int index) {
  return static_cast<Shape>((index % kShapes + kShapes) % kShapes);
}

void Particles::append(const PointSet& set, const HeightField* surface, Backdrop backdrop) {
  const std::size_t n = std::min(set.x.size(), set.y.size());
  const bool explicitZ = n > 0 && set.z.size() >= n;
  ValueRange range = set.range;
  if (range.isAuto() && !set.value.empty()) {
    range = {INFINITY, -INFINITY};
    for (const double v : set.value) {
      if (!std::isfinite(v)) continue;
      range = {std::min(range.lo, v), std::max(range.hi, v)};
    }
  }
  const std::uint32_t rim = packColor(set.outline);
  for (std::size_t i = 0; i < n; ++i) {
    double z = 0;
    if (explicitZ) {
      z = surface != nullptr ? surface->scaling().apply(set.z[i]) : set.z[i];
    } else if (surface != nullptr && !surface->empty()) {
      z = surface->at(set.x[i], set.y[i]);
    }
    if (!std::isfinite(set.x[i]) || !std::isfinite(set.y[i]) || !std::isfinite(z)) continue;
    Rgba color = set.color;
    Shape shape = set.shape;
    if (i < set.category.size()) {
      const int k = set.category[i];
      const int colors = static_cast<int>(set.palette.size());
      color = colors == 0 ? categoryColor(k)
                          : set.palette[static_cast<std::size_t>((k % colors + colors) % colors)];
      shape = categoryShape(k);
    } else if (i < set.value.size()) {
      const double width = range.hi - range.lo;
      color = colorAt(set.map, width > 0 ? (set.value[i] - range.lo) / width : 0.5, backdrop);
    }
    vertices_.push_back({static_cast<float>(set.x[i]), static_cast<float>(set.y[i]),
                         static_cast<float>(z), set.size / 2, set.outlineWidth,
                         static_cast<float>(shape), set.ball ? 1.0f : 0.0f, packColor(color), rim});
  }
}

void Particles::setPoints(std::span<const PointSet> sets, std::uint64_t version,
                          const HeightField* surface, Backdrop backdrop) {
  const std::uint64_t revision = surface != nullptr ? surface->revision() : 0;
  if (uploaded_ && version == version_ && revision == surfaceRevision_ && backdrop == backdrop_) {
    return;
  }
  version_ = version;
  surfaceRevision_ = revision;
  backdrop_ = backdrop;
  uploaded_ = true;
  vertices_.clear();
  for (const PointSet& set : sets) append(set, surface, backdrop);
  if (vertices_.empty()) return;

  quads_.upload(renderer_.gl(), std::as_bytes(std::span(vertices_)), sizeof(Vertex),
                {{3, gl::kFloat, offsetof(Vertex, x)},
                 {4, gl::kFloat, offsetof(Vertex, radius)},
                 {4, gl::kUnsignedByte, offsetof(Vertex, fill)},
                 {4, gl::kUnsignedByte, offsetof(Vertex, rim)}});
}

void Particles::draw(const Canvas& canvas, const Rect& window) {
  const Program* program = renderer_.program(ProgramId::Points);
  if (vertices_.empty() || program == nullptr) return;
  useInPixels(*program, canvas.viewport());
  setPlaneProjection(*program, window);
  quads_.draw(renderer_.gl(), *program, static_cast<int>(vertices_.size()));
}

void Particles::draw(const Canvas& canvas, const View3& view, float behind) {
  const Program* program = renderer_.program(ProgramId::Points);
  if (vertices_.empty() || program == nullptr) return;
  useInPixels(*program, canvas.viewport());
  setBoxProjection(*program, view, kLift);
  quads_.draw(renderer_.gl(), *program, static_cast<int>(vertices_.size()), behind);
}

}  // namespace basin::gfx
