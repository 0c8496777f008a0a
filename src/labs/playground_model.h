#pragma once

#include <memory>
#include <string>

#include "labs/playground_config.h"
#include "labs/playground_data.h"
#include "nn/network.h"
#include "train/batches.h"
#include "train/objective.h"
#include "train/optimiser.h"
#include "train/perturbed.h"

namespace basin {

/// The architecture a configuration describes.
Architecture playgroundArchitecture(const PlaygroundConfig& config);

/// What is minimised: mean loss + decay/2 |theta|^2. Gradients come from the next batch, values and
/// Hessian-vector products from all training examples.
class PlaygroundObjective final : public Objective<double> {
 public:
  PlaygroundObjective(const PlaygroundConfig& config, const PlaygroundData& data, Rng batchOrder);

  /// Takes over other examples and the present weight decay.
  void setData(const PlaygroundConfig& config, const PlaygroundData& data, Rng batchOrder);
  void setDecay(double decay) { decay_ = decay; }

  Index size() const override { return network_.parameterCount(); }
  double value(const VectorXd& x) override;
  double gradient(const VectorXd& x, VectorXd& g) override;
  void hessianVector(const VectorXd& x, const VectorXd& v, VectorXd& out) override;
  bool hasHessian() const override { return true; }

  /// The gradient over all training examples.
  double fullGradient(const VectorXd& x, VectorXd& g);
  /// Mean loss, without decay, on the training and on the test examples; NaN without examples.
  double trainLoss(const VectorXd& x);
  double testLoss(const VectorXd& x);

  bool empty() const { return train_.size() == 0; }
  bool isFullBatch() const { return batches_ == nullptr; }
  /// Steps that see every example once.
  Index stepsPerEpoch() const { return batches_ ? batches_->batchesPerEpoch() : 1; }
  const Network<double>& network() const { return network_; }

 private:
  double penalised(const VectorXd& x, double loss, VectorXd* g) const;

  Network<double> network_;
  LossSpec loss_;
  double decay_;
  PaddedBatch<double> train_, test_;
  std::unique_ptr<Batches<double>> batches_;  // none: full batch
};

/// What one optimiser step saw where it began.
struct PlaygroundStep {
  double loss = 0;          ///< The objective on the batch used.
  double gradientNorm = 0;  ///< Of the gradient used, before noise.
  bool diverged = false;    ///< The loss was above 1e12 or not a number; nothing moved.
};

/// Parameters on their way down the objective by one of the five optimisers.
class PlaygroundTrainer {
 public:
  PlaygroundTrainer(const PlaygroundConfig& config, const PlaygroundData& data,
                    std::uint64_t seed);

  /// One optimiser step, without allocating; not while the objective is empty.
  PlaygroundStep step();
  /// Takes over new rates and the like, and other data when `data` is given.
  void retune(const PlaygroundConfig& config, const PlaygroundData* data);

  PlaygroundObjective& objective() { return objective_; }
  const PlaygroundObjective& objective() const { return objective_; }
  const VectorXd& theta() const { return theta_; }
  /// Gradient of the last step; perturbed descent keeps it to itself.
  const VectorXd& gradient() const { return gradient_; }
  long long steps() const { return steps_; }

 private:
  Rng rng_;
  PlaygroundObjective objective_;
  VectorXd theta_, gradient_, before_;
  Optimiser<double> optimiser_;
  std::unique_ptr<PerturbedDescent<double>> perturbed_;
  long long steps_ = 0;
  int retunes_ = 0;
};

}  // namespace basin
