#pragma once

#include "labs/generalisation/five_points/study.h"

namespace basin::five_points {

/// Least total variation, and least int |f''|, of all that fits the points.
CheckData leastVariation(const Study& study);
CheckData leastBending(const Study& study);
/// Squared norm of the polynomial shown, by its weights and by the kernel matrix.
CheckData normLaw(const Study& study);
/// Largest ratio of the squared norms of two degrees in a row.
CheckData normFalls(const Study& study);
/// Largest miss of the constructed network at its corners, and the loss' gradient there.
CheckData constructed(const Study& study);
CheckData alsoMinimum(const Study& study);
/// Networks that came to an error of kArrived, and the largest total variation over the least.
CheckData networksFit(const Study& study);
CheckData networksSimple(const Study& study);

}  // namespace basin::five_points
