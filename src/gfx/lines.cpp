#include "gfx/lines.h"

#include <cstddef>

#include "gfx/projection.h"

namespace basin::gfx {
namespace {

/// How far lines are moved towards the eye before the depth test, in box units.
constexpr float kLift = 0.02f;

}  // namespace

void Lines::setPaths(std::span<const Path> paths, std::uint64_t version,
                     const PathMapping& mapping) {
  const std::uint64_t surface = mapping.surface != nullptr ? mapping.surface->revision() : 0;
  if (uploaded_ && version == version_ && surface == surfaceRevision_ && mapping == mapping_) {
    return;
  }
  version_ = version;
  surfaceRevision_ = surface;
  mapping_ = mapping;
  uploaded_ = true;
  vertices_.clear();
  for (const Path& path : paths) appendPath(path, mapping, vertices_);
  if (vertices_.empty()) return;

  // Every instance is one piece: it reads four consecutive vertices of the same buffer.
  constexpr std::size_t stride = sizeof(LineVertex);
  constexpr std::size_t point = offsetof(LineVertex, x), arc = offsetof(LineVertex, arc),
                        colour = offsetof(LineVertex, color);
  quads_.upload(renderer_.gl(), std::as_bytes(std::span(vertices_)), stride,
                {{3, gl::kFloat, point},
                 {3, gl::kFloat, stride + point},
                 {3, gl::kFloat, 2 * stride + point},
                 {3, gl::kFloat, 3 * stride + point},
                 {4, gl::kFloat, stride + offsetof(LineVertex, halfWidth)},
                 {1, gl::kFloat, stride + arc},
                 {1, gl::kFloat, 2 * stride + arc},
                 {4, gl::kUnsignedByte, stride + colour},
                 {4, gl::kUnsignedByte, 2 * stride + colour},
                 {4, gl::kUnsignedByte, stride + offsetof(LineVertex, rim)}});
}

void Lines::draw(const Canvas& canvas, const Rect& window) {
  const Program* program = renderer_.program(ProgramId::Lines);
  if (vertices_.size() < 4 || program == nullptr) return;
  useInPixels(*program, canvas.viewport());
  setPlaneProjection(*program, window);
  program->set("uDashScale", 1.0f);
  quads_.draw(renderer_.gl(), *program, pieces());
}

void Lines::draw(const Canvas& canvas, const View3& view, float behind) {
  const Program* program = renderer_.program(ProgramId::Lines);
  if (vertices_.size() < 4 || program == nullptr) return;
  useInPixels(*program, canvas.viewport());
  setBoxProjection(*program, view, kLift);
  program->set("uDashScale", static_cast<float>(view.pixelsPerBoxUnit()));
  quads_.draw(renderer_.gl(), *program, pieces(), behind);
}

}  // namespace basin::gfx
