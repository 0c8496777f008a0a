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

  /// Uploads the field when it changed.
  void setField(const HeightField& field) { texture_.upload(renderer_, field); }

  /// Draws the part of the field inside `window`; outside of its domain the background shows.
  void draw(const Canvas& canvas, const Rect& window, const FieldStyle& style);

 private:
  Renderer& renderer_;
  FieldTexture texture_;
};

}  // namespace basin::gfx
