#pragma once

#include <memory>

#include "lab/lab.h"
#include "study/training_objective.h"
#include "train/batches.h"
#include "train/optimiser.h"
#include "train/perturbed.h"

namespace basin {

/// What one optimiser step saw where it began.
struct TrainingStep {
  double loss = 0;          ///< The objective on the batch used.
  double gradientNorm = 0;  ///< Of the gradient used, before noise.
  bool diverged = false;    ///< The loss was lost (isLost); nothing moved.
};

/// A setup's parameters on their way down its objective by one of the five optimisers, from all
/// examples or from batches of them. The seed decides the initial weights and all noise.
class NetworkTrainer {
 public:
  NetworkTrainer(const NetworkSetup& setup, const NetworkData& data, std::uint64_t seed);
  NetworkTrainer(const NetworkTrainer&) = delete;
  NetworkTrainer& operator=(const NetworkTrainer&) = delete;

  /// One optimiser step, without allocating; not while the objective is empty.
  TrainingStep step();
  /// Takes over new rates and the like, and other data when `data` is given.
  void retune(const NetworkSetup& setup, const NetworkData* data);

  TrainingObjective& objective() { return objective_; }
  const TrainingObjective& objective() const { return objective_; }
  const VectorXd& theta() const { return theta_; }
  bool isFullBatch() const { return batches_ == nullptr; }
  /// Steps that see every example once.
  Index stepsPerEpoch() const { return batches_ ? batches_->batchesPerEpoch() : 1; }
  long long steps() const { return steps_; }
  /// Why what the reader wrote cannot be trained: their tying rules, or their `data`, all of which is
  /// of no use or not there; empty when all is well.
  InputProblem inputProblem(const NetworkData& data) const;

 private:
  /// The objective as the optimiser sees it: every gradient is that of the next batch.
  class NextBatch final : public Objective<double> {
   public:
    explicit NextBatch(NetworkTrainer& trainer) : trainer_(&trainer) {}
    Index size() const override { return trainer_->objective_.size(); }
    double value(const VectorXd& x) override { return trainer_->objective_.value(x); }
    double gradient(const VectorXd& x, VectorXd& g) override;

   private:
    NetworkTrainer* trainer_;
  };

  void makeBatches(const NetworkSetup& setup, const NetworkData& data, Rng order);

  Rng rng_;
  TrainingObjective objective_;
  NextBatch nextBatch_{*this};
  std::unique_ptr<Batches<double>> batches_;  // none: full batch
  VectorXd theta_, gradient_, before_;
  Optimiser<double> optimiser_;
  std::unique_ptr<PerturbedDescent<double>> perturbed_;
  long long steps_ = 0;
  int retunes_ = 0;
};

}  // namespace basin
