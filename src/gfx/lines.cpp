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

  const GlApi& gl = renderer_.gl();
  buffer_.upload(gl, std::as_bytes(std::span(vertices_)));
  if (vertexArray_) return;
  vertexArray_ = makeVertexArray(gl);
  gl.bindVertexArray(vertexArray_.id());
  buffer_.bind(gl);
  // Every instance is one piece: it reads four consecutive vertices of the same buffer.
  constexpr std::size_t stride = sizeof(LineVertex);
  const auto attribute = [&](unsigned index, int size, unsigned type, std::size_t vertex,
                             std::size_t offset) {
    gl.enableVertexAttribArray(index);
    gl.vertexAttribPointer(index, size, type, type == gl::kUnsignedByte ? 1 : 0, stride,
                           reinterpret_cast<const void*>(vertex * stride + offset));
    gl.vertexAttribDivisor(index, 1);
  };
  attribute(0, 3, gl::kFloat, 0, offsetof(LineVertex, x));
  attribute(1, 3, gl::kFloat, 1, offsetof(LineVertex, x));
  attribute(2, 3, gl::kFloat, 2, offsetof(LineVertex, x));
  attribute(3, 3, gl::kFloat, 3, offsetof(LineVertex, x));
  attribute(4, 4, gl::kFloat, 1, offsetof(LineVertex, halfWidth));
  attribute(5, 1, gl::kFloat, 1, offsetof(LineVertex, arc));
  attribute(6, 1, gl::kFloat, 2, offsetof(LineVertex, arc));
  attribute(7, 4, gl::kUnsignedByte, 1, offsetof(LineVertex, color));
  attribute(8, 4, gl::kUnsignedByte, 2, offsetof(LineVertex, color));
  attribute(9, 4, gl::kUnsignedByte, 1, offsetof(LineVertex, rim));
  gl.bindVertexArray(0);
}

void Lines::prepare(const Canvas& canvas, const Program& program) {
  const Viewport& v = canvas.viewport();
  program.use();
  program.set("uViewport", static_cast<float>(v.width), static_cast<float>(v.height));
  program.set("uPixelRatio", v.pixelRatio);
}

void Lines::draw(const Canvas& canvas, const Rect& window) {
  const Program* program = renderer_.program(ProgramId::Lines);
  if (vertices_.size() < 4 || program == nullptr) return;
  prepare(canvas, *program);
  setPlaneProjection(*program, window);
  program->set("uDashScale", 1.0f);
  program->set("uOpacity", 1.0f);
  const GlApi& gl = renderer_.gl();
  gl.bindVertexArray(vertexArray_.id());
  gl.drawArraysInstanced(gl::kTriangleStrip, 0, 4, static_cast<int>(vertices_.size()) - 3);
  gl.bindVertexArray(0);
}

void Lines::draw(const Canvas& canvas, const View3& view, float behind) {
  const Program* program = renderer_.program(ProgramId::Lines);
  if (vertices_.size() < 4 || program == nullptr) return;
  prepare(canvas, *program);
  setBoxProjection(*program, view, kLift);
  program->set("uDashScale", static_cast<float>(view.pixelsPerBoxUnit()));
  const GlApi& gl = renderer_.gl();
  const int pieces = static_cast<int>(vertices_.size()) - 3;
  gl.bindVertexArray(vertexArray_.id());
  gl.enable(gl::kDepthTest);
  gl.depthMask(0);
  if (behind > 0) {
    gl.depthFunc(gl::kGreater);
    program->set("uOpacity", behind);
    gl.drawArraysInstanced(gl::kTriangleStrip, 0, 4, pieces);
  }
  gl.depthFunc(gl::kLessOrEqual);
  program->set("uOpacity", 1.0f);
  gl.drawArraysInstanced(gl::kTriangleStrip, 0, 4, pieces);
  gl.depthMask(1);
  gl.disable(gl::kDepthTest);
  gl.bindVertexArray(0);
}

}  // namespace basin::gfx
