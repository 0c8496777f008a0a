#pragma once

#include <vector>

#include "gfx/box_axes.h"
#include "gfx/camera.h"
#include "gfx/canvas.h"
#include "gfx/field_style.h"
#include "gfx/field_texture.h"
#include "gfx/height_field.h"
#include "gfx/lines.h"
#include "gfx/renderer.h"

namespace basin::gfx {

/// A scalar field as a lit surface over its floor.
class Surface {
 public:
  explicit Surface(Renderer& renderer) : renderer_(renderer), frame_(renderer) {}

  /// Draws floor, frame and surface, uploading the field first when it changed; the canvas must be
  /// Solid.
  void draw(const HeightField& field, const Canvas& canvas, const View3& view,
            const SurfaceStyle& style);

 private:
  void upload(const HeightField& field);
  void drawFrame(const Canvas& canvas, const View3& view, const SurfaceStyle& style);

  Renderer& renderer_;
  FieldTexture texture_;
  Texture points_;  // of the mesh, columns_ + 1 a row
  int columns_ = 0;
  int rows_ = 0;
  std::uint64_t revision_ = 0;
  std::vector<float> meshPoints_;
  Scaling scaling_;
  Lines frame_;
  std::vector<FrameLine> frameLines_;
  std::vector<double> frameCoordinates_;
  std::vector<Path> framePaths_;
  std::uint64_t frameVersion_ = 0;
};

}  // namespace basin::gfx
