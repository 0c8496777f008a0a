#pragma once

#include <functional>
#include <vector>

#include "base/rng.h"
#include "data/points.h"

namespace basin {

/// A square wave on [-kPlaneExtent, kPlaneExtent] with `switches` >= 0 equally spaced changes of
/// sign: +1 on the first of switches + 1 pieces, then -1, and so on; constant outside.
double squareTarget(double x, int switches);

/// sin(pi periods x / kPlaneExtent): `periods` > 0 whole waves on the interval.
double sineTarget(double x, double periods);

/// `count` samples of `target`, one at a uniformly random place of each of `count` equal parts of
/// [-kPlaneExtent, kPlaneExtent], from left to right, with normal noise of standard deviation
/// `noise` on y. Places where the target is not finite, or beyond 1000 in size, are left out.
std::vector<Sample> sampleTarget(const std::function<double(double)>& target, int count,
                                 double noise, Rng& rng);

}  // namespace basin
