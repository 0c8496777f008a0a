#pragma once

#include <cstddef>
#include <initializer_list>
#include <span>

#include "gfx/canvas.h"
#include "gfx/gl_objects.h"

namespace basin::gfx {

/// Many small quads, one an instance, whose shader places their corners itself.
class Instances {
 public:
  /// What an instance reads: `size` numbers of `type`, `offset` bytes behind the start of its vertex. Bytes arrive as
  /// 0 to 1.
  struct Attribute {
    int size;
    unsigned type;
    std::size_t offset;
  };

  /// Uploads vertices of `stride` bytes each; the i-th attribute goes to location i, and is taken of the first call.
  void upload(const GlApi& gl, std::span<const std::byte> vertices, std::size_t stride,
              std::initializer_list<Attribute> attributes);

  /// Draws the first `count` over what is there.
  void draw(const GlApi& gl, const Program& program, int count) const;

  /// Draws them among surfaces; what is behind one stays visible at opacity `behind`.
  void draw(const GlApi& gl, const Program& program, int count, float behind) const;

 private:
  Buffer buffer_;
  VertexArray vertexArray_;
};

/// Takes a program into use and tells it what counts in pixels.
void useInPixels(const Program& program, const Viewport& viewport);

}  // namespace basin::gfx
