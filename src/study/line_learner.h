#pragma once

#include <vector>

#include "data/points.h"
#include "train/network_objective.h"
#include "train/optimiser.h"

namespace basin {

/// A network of one input and one output that learns the values at some points of a line, all of
/// them at each step.
class LineLearner {
 public:
  /// From the weights `theta` on.
  LineLearner(const Architecture& architecture, VectorXd theta, const std::vector<Sample>& data,
              const OptimiserSpec& optimiser);

  /// Other points from here on, with the weights and what the optimiser remembers; steps() begins
  /// anew.
  void learn(const std::vector<Sample>& data);
  void step();

  long steps() const { return steps_; }
  /// Mean squared error at the points.
  double error() const { return 2 * loss_; }
  /// Of half of it.
  const VectorXd& gradient() const { return gradient_; }
  VectorXd values(const VectorXd& x) const;
  /// What each unit of the last hidden layer adds to them: a column a unit, without the output's
  /// bias.
  MatrixXd parts(const VectorXd& x) const;

 private:
  mutable Network<double> network_;  // for looking; keeps nothing between two calls
  NetworkObjective<double> objective_;
  Optimiser<double> optimiser_;
  VectorXd theta_, gradient_;
  double loss_ = 0;
  long steps_ = 0;
};

}  // namespace basin
