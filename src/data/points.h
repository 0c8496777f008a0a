#pragma once

#include <vector>

namespace basin {

/// Half the side of the square [-kPlaneExtent, kPlaneExtent]^2 in which all 2-D sets live, and half
/// the interval on which 1-D targets are learnt. TensorFlow Playground's plane is twice as large.
inline constexpr double kPlaneExtent = 3.0;

/// A point of the plane with its class, 0 or 1.
struct LabelledPoint {
  double x = 0, y = 0;
  int label = 0;
};

/// The value y observed at x.
struct Sample {
  double x = 0, y = 0;
};

/// Which items are held out for testing; the others are trained on.
struct Split {
  std::vector<int> train, test;
};

/// Holds out the fraction `testFraction` in [0, 0.9] of every class, evenly spread over the order
/// of the points, so that appending a point moves no earlier one to the other side.
Split splitPoints(const std::vector<LabelledPoint>& points, double testFraction);
/// The same for samples of a function.
Split splitSamples(const std::vector<Sample>& samples, double testFraction);

}  // namespace basin
