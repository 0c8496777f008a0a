#pragma once

#include <vector>

#include "gfx/camera.h"
#include "gfx/contours.h"

namespace basin::gfx {

/// Which axis a label belongs to.
enum class Axis { X, Y, Value };

/// A place beside the box where the caller writes a number or an axis title, in framebuffer pixels
/// from the top left corner.
struct AxisLabel {
  Axis axis = Axis::X;
  bool title = false;    ///< The axis's name goes here; `value` means nothing then.
  double value = 0;      ///< In data units, unscaled.
  double x = 0, y = 0;
  double alignX = 0.5;   ///< 0: x is the text's left edge, 1: its right edge.
  double alignY = 0.5;   ///< 0: y is the text's top, 1: its bottom.
};

/// A line of the box's frame between two points (x, y, scaled value).
struct FrameLine {
  Vec3 a, b;
  bool strong = false;  ///< An edge of the box; otherwise a tick line on floor or walls.
};

/// The floor's and the back walls' edges and tick lines as seen from a view.
void frameLines(const View3& view, const Scaling& scaling, std::vector<FrameLine>& out);

/// Ticks and titles along the visible lower and outer edges of a view's box.
void axisLabels(const View3& view, const Scaling& scaling, float pixelRatio,
                std::vector<AxisLabel>& out);

}  // namespace basin::gfx
