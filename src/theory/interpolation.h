#pragma once

#include <vector>

#include "base/rng.h"
#include "train/objective.h"

namespace basin {

/// Loss along a curve between two parameter vectors.
struct Interpolation {
  std::vector<double> at;  ///< 0..1
  std::vector<double> value;
  /// Largest height above the straight line between the two ends' values, at least 0.
  double barrier() const;
};

/// On the straight line (1-t) a + t b, at `points` >= 2 places (Goodfellow, Vinyals, Saxe 2015).
Interpolation interpolateLine(Objective<double>& objective, const VectorXd& a, const VectorXd& b,
                              int points);
/// On the quadratic Bezier curve (1-t)^2 a + 2 t (1-t) control + t^2 b (Garipov et al. 2018).
Interpolation interpolateBezier(Objective<double>& objective, const VectorXd& a,
                                const VectorXd& control, const VectorXd& b, int points);
/// The curve's point at t.
VectorXd bezierPoint(const VectorXd& a, const VectorXd& control, const VectorXd& b, double t);

/// One step of stochastic gradient descent on the control point for the mean loss over the curve:
/// control -= rate 2 t (1-t) grad f at a random t, uniform in (0, 1).
void bezierStep(Objective<double>& objective, const VectorXd& a, VectorXd& control,
                const VectorXd& b, double rate, Rng& rng);

}  // namespace basin
