#pragma once

#include "labs/generalisation/five_points/study.h"

namespace basin::five_points {

/// Least total variation of a fit, over what its values at the points demand.
CheckData leastVariation(const Study& study);
/// The points' sum, and the total variation of the network shown.
LawData variationLaw(const Study& study);
/// The same for int |f''|.
CheckData leastBending(const Study& study);
LawData bendingLaw(const Study& study);
/// Squared norm of the polynomial shown, by its weights and by the kernel matrix.
CheckData normLaw(const Study& study);
/// Largest ratio of the squared norms of two degrees in a row.
CheckData normFalls(const Study& study);
/// Largest miss of the constructed network at its corners.
CheckData constructed(const Study& study);
/// Gradient of the loss there.
CheckData alsoMinimum(const Study& study);
/// Largest error of a network at a point.
CheckData networksFit(const Study& study);
/// Largest total variation of a network, over the least.
CheckData networksSimple(const Study& study);

}  // namespace basin::five_points
