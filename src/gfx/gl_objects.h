#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "gfx/gl.h"

namespace basin::gfx {

/// Sole owner of one OpenGL name; movable. `Delete` is the member of GlApi that gives names back.
template <auto Delete>
class GlName {
 public:
  GlName() = default;
  GlName(const GlApi& gl, unsigned id) : gl_(&gl), id_(id) {}
  GlName(GlName&& other) noexcept
      : gl_(std::exchange(other.gl_, nullptr)), id_(std::exchange(other.id_, 0)) {}
  GlName& operator=(GlName&& other) noexcept {
    std::swap(gl_, other.gl_);
    std::swap(id_, other.id_);
    return *this;
  }
  ~GlName() {
    if (id_ != 0) (gl_->*Delete)(1, &id_);
  }
  /// The OpenGL name, 0 when there is none.
  unsigned id() const { return id_; }
  explicit operator bool() const { return id_ != 0; }

 private:
  const GlApi* gl_ = nullptr;
  unsigned id_ = 0;
};

using Renderbuffer = GlName<&GlApi::deleteRenderbuffers>;
using Framebuffer = GlName<&GlApi::deleteFramebuffers>;
using VertexArray = GlName<&GlApi::deleteVertexArrays>;

Renderbuffer makeRenderbuffer(const GlApi& gl);
Framebuffer makeFramebuffer(const GlApi& gl);
VertexArray makeVertexArray(const GlApi& gl);

/// A 2-D texture with edges clamped.
class Texture {
 public:
  enum class Format { Rgba8, R32f, Rgba32f };  ///< Floats are read with texelFetch only.

  Texture() = default;

  /// Makes the texture hold width x height texels; `data` may be null. Memory is allocated anew
  /// only when the size or format changes.
  void upload(const GlApi& gl, Format format, int width, int height, const void* data);

  void bind(const GlApi& gl, unsigned unit) const;
  unsigned id() const { return name_.id(); }
  int width() const { return width_; }
  int height() const { return height_; }

 private:
  GlName<&GlApi::deleteTextures> name_;
  Format format_ = Format::Rgba8;
  int width_ = 0;
  int height_ = 0;
};

/// A vertex buffer that grows and never shrinks.
class Buffer {
 public:
  Buffer() = default;
  void upload(const GlApi& gl, std::span<const std::byte> data);
  void bind(const GlApi& gl) const;
  unsigned id() const { return name_.id(); }

 private:
  GlName<&GlApi::deleteBuffers> name_;
  std::size_t capacity_ = 0;
};

/// A shader's file name, for messages, and its text without a #version line.
struct ShaderText {
  std::string_view name;
  std::string text;
};

/// A linked pair of shaders and its uniforms.
class Program {
 public:
  Program() = default;
  Program(Program&& other) noexcept;
  Program& operator=(Program&& other) noexcept;
  ~Program();

  /// Compiles and links; the error names the shader and carries the driver's log.
  static Result<Program> link(const GlApi& gl, const ShaderText& vertex,
                              const ShaderText& fragment);

  explicit operator bool() const { return id_ != 0; }
  void use() const;

  /// Sets a uniform of the program in use; names the shader does not have are ignored.
  void set(std::string_view name, int value) const;
  void set(std::string_view name, float value) const;
  void set(std::string_view name, float x, float y) const;
  void set(std::string_view name, float x, float y, float z) const;
  void set(std::string_view name, float x, float y, float z, float w) const;
  void set(std::string_view name, std::span<const float> values) const;
  /// Sets a 4x4 matrix, column-major.
  void setMatrix(std::string_view name, std::span<const float, 16> values) const;

 private:
  int location(std::string_view name) const;

  const GlApi* gl_ = nullptr;
  unsigned id_ = 0;
  mutable std::vector<std::pair<std::string, int>> locations_;
};

}  // namespace basin::gfx
