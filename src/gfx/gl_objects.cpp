#include "gfx/gl_objects.h"

#include <algorithm>

namespace basin::gfx {
namespace {

unsigned generate(const GlApi& gl, void (*GlApi::*make)(int, unsigned*)) {
  unsigned id = 0;
  (gl.*make)(1, &id);
  return id;
}

std::string trimmed(std::string log) {
  while (!log.empty() && (log.back() == '\n' || log.back() == '\0' || log.back() == ' ')) {
    log.pop_back();
  }
  return log.empty() ? "no log" : log;
}

Result<unsigned> compile(const GlApi& gl, unsigned kind, const ShaderText& shaderText) {
  const std::string name(shaderText.name);
  const std::string& source = shaderText.text;
  if (source.empty()) return Failure{"shader " + name + ": no source"};
  const unsigned shader = gl.createShader(kind);
  if (shader == 0) return Failure{"shader " + name + ": no OpenGL context"};
  const std::string_view preamble = shaderPreamble();
  const char* texts[] = {preamble.data(), source.data()};
  const int lengths[] = {static_cast<int>(preamble.size()), static_cast<int>(source.size())};
  gl.shaderSource(shader, 2, texts, lengths);
  gl.compileShader(shader);
  int status = 0;
  gl.getShaderiv(shader, gl::kCompileStatus, &status);
  if (status != 0) return shader;
  int length = 0;
  gl.getShaderiv(shader, gl::kInfoLogLength, &length);
  std::string log(static_cast<std::size_t>(std::max(length, 1)), '\0');
  gl.getShaderInfoLog(shader, static_cast<int>(log.size()), nullptr, log.data());
  gl.deleteShader(shader);
  return Failure{"shader " + name + ": " + trimmed(std::move(log))};
}

}  // namespace

Renderbuffer makeRenderbuffer(const GlApi& gl) {
  return {gl, generate(gl, &GlApi::genRenderbuffers)};
}
Framebuffer makeFramebuffer(const GlApi& gl) {
  return {gl, generate(gl, &GlApi::genFramebuffers)};
}
VertexArray makeVertexArray(const GlApi& gl) {
  return {gl, generate(gl, &GlApi::genVertexArrays)};
}

void Texture::upload(const GlApi& gl, Format format, int width, int height, const void* data) {
  const bool fresh = !name_;
  if (fresh) name_ = {gl, generate(gl, &GlApi::genTextures)};
  gl.activeTexture(gl::kTexture0);
  gl.bindTexture(gl::kTexture2d, name_.id());
  if (fresh || format != format_) {
    const int filter = format == Format::Rgba8 ? gl::kLinear : gl::kNearest;
    gl.texParameteri(gl::kTexture2d, gl::kTextureMinFilter, filter);
    gl.texParameteri(gl::kTexture2d, gl::kTextureMagFilter, filter);
    gl.texParameteri(gl::kTexture2d, gl::kTextureWrapS, gl::kClampToEdge);
    gl.texParameteri(gl::kTexture2d, gl::kTextureWrapT, gl::kClampToEdge);
  }
  gl.pixelStorei(gl::kUnpackAlignment, 4);
  const unsigned inner = format == Format::R32f      ? gl::kR32f
                         : format == Format::Rgba32f ? gl::kRgba32f
                                                     : gl::kRgba8;
  const unsigned outer = format == Format::R32f ? gl::kRed : gl::kRgba;
  const unsigned type = format == Format::Rgba8 ? gl::kUnsignedByte : gl::kFloat;
  if (fresh || format != format_ || width != width_ || height != height_) {
    gl.texImage2d(gl::kTexture2d, 0, static_cast<int>(inner), width, height, 0, outer, type, data);
  } else if (data != nullptr) {
    gl.texSubImage2d(gl::kTexture2d, 0, 0, 0, width, height, outer, type, data);
  }
  format_ = format;
  width_ = width;
  height_ = height;
}

void Texture::bind(const GlApi& gl, unsigned unit) const {
  gl.activeTexture(gl::kTexture0 + unit);
  gl.bindTexture(gl::kTexture2d, name_.id());
}

void Buffer::upload(const GlApi& gl, std::span<const std::byte> data) {
  if (!name_) name_ = {gl, generate(gl, &GlApi::genBuffers)};
  gl.bindBuffer(gl::kArrayBuffer, name_.id());
  if (data.size() > capacity_) {
    // Half as much again, so that a growing path does not reallocate on every frame.
    capacity_ = data.size() + data.size() / 2;
    gl.bufferData(gl::kArrayBuffer, static_cast<std::ptrdiff_t>(capacity_), nullptr,
                  gl::kDynamicDraw);
  }
  if (!data.empty()) {
    gl.bufferSubData(gl::kArrayBuffer, 0, static_cast<std::ptrdiff_t>(data.size()), data.data());
  }
}

void Buffer::bind(const GlApi& gl) const {
  gl.bindBuffer(gl::kArrayBuffer, name_.id());
}

Program::Program(Program&& other) noexcept
    : gl_(std::exchange(other.gl_, nullptr)),
      id_(std::exchange(other.id_, 0)),
      locations_(std::move(other.locations_)) {}

Program& Program::operator=(Program&& other) noexcept {
  std::swap(gl_, other.gl_);
  std::swap(id_, other.id_);
  std::swap(locations_, other.locations_);
  return *this;
}

Program::~Program() {
  if (id_ != 0) gl_->deleteProgram(id_);
}

Result<Program> Program::link(const GlApi& gl, const ShaderText& vertex,
                              const ShaderText& fragment) {
  const Result<unsigned> v = compile(gl, gl::kVertexShader, vertex);
  if (!v) return Failure{v.error()};
  const Result<unsigned> f = compile(gl, gl::kFragmentShader, fragment);
  if (!f) {
    gl.deleteShader(v.value());
    return Failure{f.error()};
  }
  Program program;
  program.gl_ = &gl;
  program.id_ = gl.createProgram();
  gl.attachShader(program.id_, v.value());
  gl.attachShader(program.id_, f.value());
  gl.linkProgram(program.id_);
  gl.deleteShader(v.value());
  gl.deleteShader(f.value());
  int status = 0;
  gl.getProgramiv(program.id_, gl::kLinkStatus, &status);
  if (status != 0) return program;
  int length = 0;
  gl.getProgramiv(program.id_, gl::kInfoLogLength, &length);
  std::string log(static_cast<std::size_t>(std::max(length, 1)), '\0');
  gl.getProgramInfoLog(program.id_, static_cast<int>(log.size()), nullptr, log.data());
  return Failure{"shader program " + std::string(vertex.name) + " + " + std::string(fragment.name) +
                 ": " + trimmed(std::move(log))};
}

void Program::use() const {
  gl_->useProgram(id_);
}

int Program::location(std::string_view name) const {
  for (const auto& [known, where] : locations_) {
    if (known == name) return where;
  }
  std::string key(name);
  const int where = gl_->getUniformLocation(id_, key.c_str());
  locations_.emplace_back(std::move(key), where);
  return where;
}

void Program::set(std::string_view name, int value) const {
  gl_->uniform1i(location(name), value);
}
void Program::set(std::string_view name, float value) const {
  gl_->uniform1f(location(name), value);
}
void Program::set(std::string_view name, float x, float y) const {
  gl_->uniform2f(location(name), x, y);
}
void Program::set(std::string_view name, float x, float y, float z) const {
  gl_->uniform3f(location(name), x, y, z);
}
void Program::set(std::string_view name, float x, float y, float z, float w) const {
  gl_->uniform4f(location(name), x, y, z, w);
}
void Program::set(std::string_view name, std::span<const float> values) const {
  gl_->uniform1fv(location(name), static_cast<int>(values.size()), values.data());
}
void Program::setMatrix(std::string_view name, std::span<const float, 16> values) const {
  gl_->uniformMatrix4fv(location(name), 1, gl::kFalse, values.data());
}

}  // namespace basin::gfx
