#pragma once

#include <functional>
#include <vector>

#include "data/points.h"

namespace basin {

// Functions on [0, 1] that a reader wrote or drew, as theorems on approximation ask for them: with
// derivatives, and how large these are.

using LineFunction = std::function<double(double)>;

/// The natural cubic spline through two or more samples, ordered by x and no two at one x: of all
/// interpolants the least curved. Its third derivative is bounded; beyond its ends it is straight.
class NaturalSpline {
 public:
  explicit NaturalSpline(std::vector<Sample> samples);
  double operator()(double x) const;

 private:
  std::vector<Sample> samples_;
  std::vector<double> curvatures_;  // second derivatives at the samples
};

/// The derivative of order k = 0..2 at x in [0, 1] by differences of fourth order over 0.002 to
/// either side. Where f has no value beyond [0, 1], it is that of the nearest place with values on
/// both sides.
double derivativeAt(const LineFunction& f, double x, int k);

/// max of |f^(k)| over [0, 1], k = 0..3, by divided differences at 2001 places; where f is smooth
/// on that scale it is not below it, and at most 5 % above. Infinite where two spans of differences
/// disagree by more: there f^(k) is not bounded, or f too fast.
double largestDerivative(const LineFunction& f, int k);

}  // namespace basin
