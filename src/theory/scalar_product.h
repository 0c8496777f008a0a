#pragma once

#include <vector>

#include "linalg/types.h"

namespace basin {

/// Gradient flow on R = 1/2 (w_L...w_1 - y)^2 over scalars. It conserves every w_i^2 - w_j^2, so
/// that one number tells all: with i = argmin |w_i|, the bottleneck, delta_j = w_j^2 - w_i^2 and
/// u = w_i prod_{j != i} sign w_j,
///
///     P(u) = prod_{j != i} sqrt(u^2 + delta_j),   w_L...w_1 = u P(u),   du/dt = -P(u) (u P(u) -
///     y).
///
/// Where u has to change its sign it passes P(0) = prod sqrt(delta_j), slow by as many small
/// factors as there are layers.
class ScalarProductFlow {
 public:
  /// The flow from `weights`, one at least.
  ScalarProductFlow(const VectorXd& weights, double target);

  /// Which of the weights is the bottleneck.
  Index bottleneck() const { return bottleneck_; }
  /// delta_j >= 0 of the others, in their order.
  const VectorXd& gaps() const { return gaps_; }
  /// u at the start.
  double start() const { return start_; }
  /// P(u) > 0.
  double others(double u) const;
  /// du/dt.
  double speed(double u) const;
  /// R where the flow is at u.
  double loss(double u) const;
  /// Whether u has to change its sign on the way to a loss of `loss` > 0.
  bool crosses(double loss) const;
  /// u at the first time when R <= loss; the start where that holds at once.
  double arrival(double loss) const;
  /// That time, int du / speed by Simpson's rule in asinh u; infinite where a vanishing gap holds
  /// the flow at u = 0.
  double time(double loss) const;

  struct Point {
    double t = 0, u = 0;
  };
  /// The way there in `pieces` pieces, evenly in asinh u; only the start where it takes for ever.
  std::vector<Point> path(double loss, int pieces = 400) const;

 private:
  double target_;
  Index bottleneck_ = 0;
  VectorXd gaps_;
  double start_ = 0;
};

}  // namespace basin
