#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "data/points.h"
#include "lab/lab.h"

namespace basin {

/// Where points that a reader writes and drags may lie, and how many of them there may be. Places
/// are whole thousandths, as writeSamples has them.
struct LinePointsFrame {
  double lo = -1, hi = 1;  ///< Of x.
  double height = 1.5;     ///< Largest |y|.
  std::size_t least = 2, most = 8;
};

/// The points of a text "x,y; x,y" in order of x, one for each x; or, for a sentence, why it holds
/// none: not readable, outside the frame, or two with the same x and different y.
Result<std::vector<Sample>> readLinePoints(const std::string& text, const LinePointsFrame& frame);

/// The points after a gesture on their picture, as a text: the one next to a press or a drag comes
/// along, as far as its neighbours and the frame let it. Empty where it changes nothing: a press
/// far from all, a release.
std::string dragLinePoint(std::vector<Sample> points, const Poke& poke,
                          const LinePointsFrame& frame);

}  // namespace basin
