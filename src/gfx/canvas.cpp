#include "gfx/canvas.h"

#include <algorithm>

namespace basin::gfx {
namespace {

constexpr int kSamples = 4;

}  // namespace

Canvas::Canvas(Renderer& renderer, Kind kind) : renderer_(renderer), kind_(kind) {}

bool Canvas::allocate(int width, int height) {
  if (width == color_.width() && height == color_.height()) return true;
  const GlApi& gl = renderer_.gl();
  color_.upload(gl, Texture::Format::Rgba8, width, height, nullptr);
  if (!resolved_) resolved_ = makeFramebuffer(gl);
  gl.bindFramebuffer(gl::kFramebuffer, resolved_.id());
  gl.framebufferTexture2d(gl::kFramebuffer, gl::kColorAttachment0, gl::kTexture2d, color_.id(), 0);
  if (kind_ == Kind::Solid) {
    if (!multisampled_) {
      multisampled_ = makeFramebuffer(gl);
      samples_ = makeRenderbuffer(gl);
      depth_ = makeRenderbuffer(gl);
      resolvedDepth_ = makeRenderbuffer(gl);
    }
    const auto storage = [&](const Renderbuffer& buffer, int samples, unsigned format,
                             unsigned attachment) {
      gl.bindRenderbuffer(gl::kRenderbuffer, buffer.id());
      gl.renderbufferStorageMultisample(gl::kRenderbuffer, samples, format, width, height);
      gl.framebufferRenderbuffer(gl::kFramebuffer, attachment, gl::kRenderbuffer, buffer.id());
    };
    storage(resolvedDepth_, 0, gl::kDepthComponent24, gl::kDepthAttachment);
    gl.bindFramebuffer(gl::kFramebuffer, multisampled_.id());
    const int samples = std::min(kSamples, renderer_.maxSamples());
    storage(samples_, samples, gl::kRgba8, gl::kColorAttachment0);
    storage(depth_, samples, gl::kDepthComponent24, gl::kDepthAttachment);
  }
  return complete(allocated_);
}

bool Canvas::complete(bool& known) {
  const GlApi& gl = renderer_.gl();
  known = known || gl.checkFramebufferStatus(gl::kFramebuffer) == gl::kFramebufferComplete;
  return known;
}

void Canvas::prepareState() {
  const GlApi& gl = renderer_.gl();
  gl.viewport(0, 0, viewport_.width, viewport_.height);
  gl.disable(gl::kScissorTest);
  gl.disable(gl::kCullFace);
  gl.disable(gl::kDepthTest);
  gl.depthMask(1);
  gl.colorMask(1, 1, 1, 1);
  gl.enable(gl::kBlend);
  // Alpha adds up towards 1: the picture stays opaque whatever is blended into it.
  gl.blendFuncSeparate(gl::kSrcAlpha, gl::kOneMinusSrcAlpha, gl::kOne, gl::kOneMinusSrcAlpha);
}

bool Canvas::begin(const Viewport& viewport, Rgba background) {
  if (viewport.empty()) return false;
  const GlApi& gl = renderer_.gl();
  viewport_ = viewport;
  viewport_.width = std::min(viewport.width, renderer_.maxTextureSize());
  viewport_.height = std::min(viewport.height, renderer_.maxTextureSize());
  if (!allocate(viewport_.width, viewport_.height)) {
    gl.bindFramebuffer(gl::kFramebuffer, 0);
    return false;
  }
  gl.bindFramebuffer(gl::kFramebuffer, kind_ == Kind::Solid ? multisampled_.id() : resolved_.id());
  prepareState();
  gl.clearColor(background.r, background.g, background.b, 1);
  gl.clear(gl::kColorBufferBit | (kind_ == Kind::Solid ? gl::kDepthBufferBit : 0));
  return true;
}

bool Canvas::beginOver(const Canvas& base) {
  const GlApi& gl = renderer_.gl();
  viewport_ = base.viewport_;
  const int w = viewport_.width, h = viewport_.height;
  const bool fresh = w != color_.width() || h != color_.height();
  bool ready = base.resolved_ && allocate(w, h);
  if (ready && (fresh || borrowedDepth_ != base.resolvedDepth_.id())) {
    borrowedDepth_ = base.resolvedDepth_.id();
    gl.bindFramebuffer(gl::kFramebuffer, resolved_.id());
    gl.framebufferRenderbuffer(gl::kFramebuffer, gl::kDepthAttachment, gl::kRenderbuffer,
                               borrowedDepth_);
    ready = complete(borrowed_);
  }
  if (!ready) {
    gl.bindFramebuffer(gl::kFramebuffer, 0);
    return false;
  }
  gl.bindFramebuffer(gl::kReadFramebuffer, base.resolved_.id());
  gl.bindFramebuffer(gl::kDrawFramebuffer, resolved_.id());
  gl.disable(gl::kScissorTest);
  gl.blitFramebuffer(0, 0, w, h, 0, 0, w, h, gl::kColorBufferBit, gl::kNearest);
  gl.bindFramebuffer(gl::kFramebuffer, resolved_.id());
  prepareState();
  return true;
}

void Canvas::end() {
  const GlApi& gl = renderer_.gl();
  if (kind_ == Kind::Solid) {
    gl.bindFramebuffer(gl::kReadFramebuffer, multisampled_.id());
    gl.bindFramebuffer(gl::kDrawFramebuffer, resolved_.id());
    const int w = viewport_.width, h = viewport_.height;
    gl.blitFramebuffer(0, 0, w, h, 0, 0, w, h, gl::kColorBufferBit | gl::kDepthBufferBit,
                       gl::kNearest);
  }
  gl.bindFramebuffer(gl::kFramebuffer, 0);
}

bool Canvas::read(std::span<std::uint8_t> out) {
  const std::size_t bytes =
      static_cast<std::size_t>(color_.width()) * static_cast<std::size_t>(color_.height()) * 4;
  if (!resolved_ || bytes == 0 || out.size() < bytes) return false;
  const GlApi& gl = renderer_.gl();
  gl.bindFramebuffer(gl::kFramebuffer, resolved_.id());
  gl.pixelStorei(gl::kPackAlignment, 4);
  gl.readPixels(0, 0, color_.width(), color_.height(), gl::kRgba, gl::kUnsignedByte, out.data());
  gl.bindFramebuffer(gl::kFramebuffer, 0);
  return true;
}

}  // namespace basin::gfx
