#pragma once

#include "nn/network.h"
#include "train/batches.h"
#include "train/optimiser.h"

namespace basin {

/// Stochastic gradient descent on a network: the one training loop of labs and benchmarks.
template <class S>
class SgdRunner {
 public:
  /// Data as in Batches; theta0 has the network's parameterCount.
  SgdRunner(Network<S> network, Batches<S> batches, LossSpec loss, OptimiserSpec optimiser,
            Vector<S> theta0, Rng noise = Rng(0));

  /// Makes `steps` >= 1 steps without allocating; returns the mean of the batch losses seen.
  S run(long long steps);

  const Vector<S>& theta() const { return theta_; }
  /// For setting parameters by hand.
  Vector<S>& theta() { return theta_; }
  /// Gradient of the last batch, before noise.
  const Vector<S>& gradient() const { return gradient_; }
  Network<S>& network() { return network_; }
  Batches<S>& batches() { return batches_; }
  Optimiser<S>& optimiser() { return optimiser_; }
  const LossSpec& loss() const { return loss_; }
  /// Steps made.
  long long steps() const { return steps_; }

 private:
  Network<S> network_;
  Batches<S> batches_;
  LossSpec loss_;
  Optimiser<S> optimiser_;
  Vector<S> theta_, gradient_;
  long long steps_ = 0;
};

extern template class SgdRunner<float>;
extern template class SgdRunner<double>;

}  // namespace basin
