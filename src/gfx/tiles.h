#pragma once

#include <span>
#include <vector>

#include "gfx/colormap.h"
#include "gfx/gl_objects.h"
#include "gfx/renderer.h"
#include "gfx/types.h"

namespace basin::gfx {

/// Many small fields in one texture: the activations drawn inside a network's nodes. Coloured on
/// the CPU, shown enlarged with linear filtering.
class TileSheet {
 public:
  explicit TileSheet(Renderer& renderer) : renderer_(renderer) {}

  /// Texture coordinates of one tile for ImGui::Image, top left and bottom right.
  struct Uv {
    float u0, v0, u1, v1;
  };

  /// Colours and uploads `count` fields of nx x ny values each, one after another in `values` (x
  /// fastest, row 0 at the bottom). An empty `range` gives each tile its own, made symmetric when
  /// the map is Diverging. Does nothing while version, map and backdrop are unchanged.
  void update(std::span<const float> values, int count, int nx, int ny, std::uint64_t version,
              ColorMap map, Backdrop backdrop, ValueRange range);

  unsigned texture() const { return texture_.id(); }
  Uv uv(int index) const;

 private:
  Renderer& renderer_;
  Texture texture_;
  std::vector<std::uint32_t> pixels_;
  int count_ = 0, columns_ = 1, rows_ = 1, nx_ = 0, ny_ = 0;
  std::uint64_t version_ = 0;
  ColorMap map_ = ColorMap::Lagoon;
  Backdrop backdrop_ = Backdrop::Light;
};

}  // namespace basin::gfx
