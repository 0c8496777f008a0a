#pragma once

#include <vector>

#include "lab/output_data.h"
#include "theory/set_splitting.h"

namespace basin {

/// A set system in the square [-1, 1]^2, for a picture of points and paths.
struct SetDrawing {
  Marks elements;             ///< A point an element.
  std::vector<Path> subsets;  ///< A line each: segment, polygon, circle round a single element.
};

/// Elements on a circle, clockwise from the top; lines of the Fano plane as they are always drawn,
/// with six segments and a circle. Names, roles and colours are the caller's.
SetDrawing drawSets(const SetSystem& system);

}  // namespace basin
