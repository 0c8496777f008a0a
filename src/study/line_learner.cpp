#include "study/line_learner.h"

#include <utility>

#include "theory/broken_line.h"

namespace basin {

LineLearner::LineLearner(const Architecture& architecture, VectorXd theta,
                         const std::vector<Sample>& data, const OptimiserSpec& optimiser)
    : network_(architecture),
      objective_(network_, abscissae(data), ordinates(data), LossSpec()),
      optimiser_(optimiser, theta.size()),
      theta_(std::move(theta)) {
  loss_ = objective_.gradient(theta_, gradient_);
}

void LineLearner::learn(const std::vector<Sample>& data) {
  objective_ = NetworkObjective<double>(network_, abscissae(data), ordinates(data), LossSpec());
  loss_ = objective_.gradient(theta_, gradient_);
  steps_ = 0;
}

void LineLearner::step() {
  optimiser_.step(theta_, gradient_);
  loss_ = objective_.gradient(theta_, gradient_);
  ++steps_;
}

VectorXd LineLearner::values(const VectorXd& x) const {
  return network_.forward(theta_, x).col(0);
}

MatrixXd LineLearner::parts(const VectorXd& x) const {
  network_.forward(theta_, x);
  const int last = network_.architecture().hiddenLayers() - 1;
  MatrixXd parts = network_.activation(last);
  for (Index unit = 0; unit < parts.cols(); ++unit) {
    parts.col(unit) *= theta_[network_.layout().weightIndex(last + 1, 0, unit)];
  }
  return parts;
}

}  // namespace basin
