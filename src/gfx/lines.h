#pragma once

#include <span>
#include <vector>

#include "gfx/camera.h"
#include "gfx/canvas.h"
#include "gfx/instances.h"
#include "gfx/polyline.h"
#include "gfx/renderer.h"

namespace basin::gfx {

/// Thick, antialiased polylines with round joins, drawn over a heatmap or inside a surface's box.
class Lines {
 public:
  explicit Lines(Renderer& renderer) : renderer_(renderer) {}

  /// Uploads paths; does nothing when version, mapping and the surface's revision are as before.
  void setPaths(std::span<const Path> paths, std::uint64_t version, const PathMapping& mapping);

  /// Draws into a canvas showing `window` of the plane; dashes count in pixels.
  void draw(const Canvas& canvas, const Rect& window);

  /// Draws into a surface's box (arcs count in box units); parts behind the surface stay visible at
  /// opacity `behind`.
  void draw(const Canvas& canvas, const View3& view, float behind);

 private:
  int pieces() const { return static_cast<int>(vertices_.size()) - 3; }

  Renderer& renderer_;
  std::vector<LineVertex> vertices_;
  Instances quads_;
  std::uint64_t version_ = 0;
  std::uint64_t surfaceRevision_ = 0;
  PathMapping mapping_;
  bool uploaded_ = false;
};

}  // namespace basin::gfx
