#pragma once

#include "gfx/gl_objects.h"
#include "gfx/renderer.h"
#include "gfx/types.h"

namespace basin::gfx {

/// A picture being drawn: a texture with, for 3-D, depth and multisampling. Reallocated only when
/// its size changes. Row 0 of the texture is the bottom: show it with uv0 = (0, 1), uv1 = (1, 0).
class Canvas {
 public:
  enum class Kind { Flat, Solid };  ///< Solid has a depth buffer and 4x multisampling.

  Canvas(Renderer& renderer, Kind kind);

  /// Starts a picture on an opaque background; false when the size is zero or cannot be had. All
  /// drawing between begin() and end() goes to this canvas.
  bool begin(const Viewport& viewport, Rgba background);

  /// Starts a picture on top of `base`, a finished Solid canvas: with its colours, and testing
  /// against its depths, which must not be written to.
  bool beginOver(const Canvas& base);

  /// Finishes the picture and binds the default framebuffer again.
  void end();

  /// OpenGL name of the finished picture, 0 before the first one.
  unsigned texture() const { return color_.id(); }
  const Viewport& viewport() const { return viewport_; }

  /// Reads the finished picture into `out` (width * height * 4 bytes, bottom row first); false when
  /// there is none or `out` is too small.
  bool read(std::span<std::uint8_t> out);

 private:
  bool allocate(int width, int height);
  /// Whether the bound framebuffer can be drawn to. Formats decide that, not sizes, so it is asked
  /// once: the answer waits for everything drawn so far, and a legend with one line more resizes.
  bool complete(bool& known);
  void prepareState();

  Renderer& renderer_;
  Kind kind_;
  Viewport viewport_;
  Texture color_;
  Framebuffer resolved_;
  Renderbuffer samples_;
  Renderbuffer depth_;
  Renderbuffer resolvedDepth_;
  unsigned borrowedDepth_ = 0;  // attached by beginOver()
  bool allocated_ = false;      // complete() after allocate()
  bool borrowed_ = false;       // complete() after beginOver()
  Framebuffer multisampled_;
};

}  // namespace basin::gfx
