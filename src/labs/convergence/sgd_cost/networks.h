#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "train/sgd_runner.h"

namespace basin::sgd_cost {

/// Epochs that every network trains.
inline constexpr int kEpochs = 60;

/// One network learning y = sin(2 x_1) + x_2 x_3/2 from `examples` points x ~ N(0, I_4), by batches
/// of one size, and its loss on all examples.
class NetworkRun {
 public:
  NetworkRun(const MatrixXd& X, const MatrixXd& Y, Index batch, double rate, const VectorXd& start,
             const Rng& order);

  /// Trains until at least so many examples have been seen, each counted as often as it was.
  void trainTo(double examples);

  Index batch() const { return batch_; }
  bool diverged() const { return diverged_; }
  /// Where the loss was measured, in examples seen and in steps; it was lost after the last.
  const std::vector<double>& examples() const { return examples_; }
  const std::vector<double>& steps() const { return steps_; }
  const std::vector<double>& losses() const { return losses_; }
  /// Loss after so many whole epochs; NaN while there is none.
  double lossAfter(int epochs) const;

 private:
  void measure();

  MatrixXd X_, Y_;
  Index batch_;
  SgdRunner<double> runner_;
  Network<double> onAll_;
  double seen_ = 0, nextMeasure_;
  bool diverged_ = false;
  std::vector<double> examples_, steps_, losses_;
};

/// Networks from one start on the same examples, each with a batch size and the step size that was
/// found best for it among 0.01, 0.02, 0.05, ... at 512 examples and 20 epochs.
class Networks {
 public:
  Networks(int examples, std::uint64_t seed);

  /// Trains all of them up to this part of their epochs, in [0, 1].
  void trainTo(double part);
  bool finished() const { return part_ >= 1; }
  int examples() const { return examples_; }
  /// By batch size, the whole data last.
  const std::vector<std::unique_ptr<NetworkRun>>& runs() const { return runs_; }

 private:
  int examples_;
  double part_ = 0;
  std::vector<std::unique_ptr<NetworkRun>> runs_;
};

}  // namespace basin::sgd_cost
