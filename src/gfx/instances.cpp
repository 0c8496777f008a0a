#include "gfx/instances.h"

namespace basin::gfx {
namespace {

void drawQuads(const GlApi& gl, int count) {
  gl.drawArraysInstanced(gl::kTriangleStrip, 0, 4, count);
}

}  // namespace

void Instances::upload(const GlApi& gl, std::span<const std::byte> vertices, std::size_t stride,
                       std::initializer_list<Attribute> attributes) {
  buffer_.upload(gl, vertices);
  if (vertexArray_) return;
  vertexArray_ = makeVertexArray(gl);
  gl.bindVertexArray(vertexArray_.id());
  buffer_.bind(gl);
  unsigned index = 0;
  for (const Attribute& each : attributes) {
    gl.enableVertexAttribArray(index);
    gl.vertexAttribPointer(index, each.size, each.type, each.type == gl::kUnsignedByte ? 1 : 0,
                           static_cast<int>(stride), reinterpret_cast<const void*>(each.offset));
    gl.vertexAttribDivisor(index, 1);
    ++index;
  }
  gl.bindVertexArray(0);
}

void Instances::draw(const GlApi& gl, const Program& program, int count) const {
  program.set("uOpacity", 1.0f);
  gl.bindVertexArray(vertexArray_.id());
  drawQuads(gl, count);
  gl.bindVertexArray(0);
}

void Instances::draw(const GlApi& gl, const Program& program, int count, float behind) const {
  gl.bindVertexArray(vertexArray_.id());
  gl.enable(gl::kDepthTest);
  gl.depthMask(0);
  if (behind > 0) {
    gl.depthFunc(gl::kGreater);
    program.set("uOpacity", behind);
    drawQuads(gl, count);
  }
  gl.depthFunc(gl::kLessOrEqual);
  program.set("uOpacity", 1.0f);
  drawQuads(gl, count);
  gl.depthMask(1);
  gl.disable(gl::kDepthTest);
  gl.bindVertexArray(0);
}

void useInPixels(const Program& program, const Viewport& viewport) {
  program.use();
  program.set("uViewport", static_cast<float>(viewport.width), static_cast<float>(viewport.height));
  program.set("uPixelRatio", viewport.pixelRatio);
}

}  // namespace basin::gfx
