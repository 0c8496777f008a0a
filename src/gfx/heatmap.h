#pragma once

#include "gfx/canvas.h"
#include "gfx/field_style.h"
#include "gfx/field_texture.h"
#include "gfx/height_field.h"
#include "gfx/renderer.h"

namespace basin::gfx {

/// A scalar field as a flat coloured picture.
class Heatmap {
 public:
  explicit Heatmap(Renderer& renderer) : renderer_(renderer) {}

  /// Draws the part of the field inside `window`, uploading it first when it changed; outside of
  /// its domain the background shows.
  void draw(const HeightField& field, const Canvas& canvas, const Rect& window,
            const FieldStyle& style);

 private:
  Renderer& renderer_;
  FieldTexture texture_;
};

}  // namespace basin::gfx
