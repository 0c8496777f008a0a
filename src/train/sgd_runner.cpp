#include "train/sgd_runner.h"

#include <utility>

#include "base/check.h"

namespace basin {

template <class S>
SgdRunner<S>::SgdRunner(Network<S> network, Batches<S> batches, LossSpec loss,
                        OptimiserSpec optimiser, Vector<S> theta0, Rng noise)
    : network_(std::move(network)), batches_(std::move(batches)), loss_(loss),
      optimiser_(optimiser, network_.parameterCount(), noise), theta_(std::move(theta0)),
      gradient_(Vector<S>::Zero(network_.parameterCount())) {
  CHECK(theta_.size() == network_.parameterCount(), "parameter vector of the wrong length");
  network_.prepare(batches_.batchSize());
}

template <class S>
S SgdRunner<S>::run(long long steps) {
  S total = 0;
  for (long long i = 0; i < steps; ++i) {
    total += network_.gradient(theta_, batches_.next(), loss_, gradient_);
    network_.updateAverages();
    optimiser_.step(theta_, gradient_);
  }
  steps_ += steps;
  return total / S(steps);
}

template class SgdRunner<float>;
template class SgdRunner<double>;

}  // namespace basin
