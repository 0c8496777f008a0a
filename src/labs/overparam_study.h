#pragma once

#include <memory>
#include <vector>

#include "base/stats.h"
#include "labs/overparam.h"
#include "theory/lazy_training.h"

namespace basin {

/// One network beside its prediction, and a sweep over widths and seeds.
class OverparamStudy {
 public:
  OverparamStudy(const OverparamConfig& config, std::uint64_t seed);

  /// A slice of a few million multiplications.
  void step();

  const OverparamConfig& config() const { return config_; }
  const LabelledInputs& data() const { return data_; }
  const KernelFlow& limit() const { return limit_; }
  double rate() const { return rate_; }
  /// |W_t - W_0|_F after config.steps that a very wide network has in the mean over its starts.
  double limitMovement() const { return limitMovement_; }
  const LazyNetwork& network() const { return *network_; }
  const LazyPrediction& prediction() const { return *prediction_; }
  /// Loss of the shown network after each step, from 0.
  const std::vector<double>& losses() const { return losses_; }
  bool diverged() const { return network_->diverged(); }
  bool shownFinished() const { return diverged() || network_->steps() >= config_.steps; }
  bool finished() const { return diverged() || (shownFinished() && next_ >= plan_.size()); }
  double progress() const;

  /// A finished run of the sweep.
  struct Run {
    int width = 0;
    long zeroErrorTime = -1;  ///< -1: not within kMostSteps.
    long predictedTime = -1;
    double movement = 0, predictedMovement = 0;  ///< Relative to |W_0|_F, after config.steps.
    double flips = 0;
  };
  const std::vector<Run>& runs() const { return runs_; }
  /// Runs of one width so far.
  std::vector<Run> runsAt(int width) const;
  const std::vector<int>& widths() const { return widths_; }

  static constexpr long kMostSteps = 3000;

 private:
  struct Plan {
    int width;
    std::uint64_t seed;
  };

  OverparamConfig config_;
  std::uint64_t seed_;
  LabelledInputs data_;
  KernelFlow limit_;
  double rate_, limitMovement_;
  std::unique_ptr<LazyNetwork> network_, running_;
  std::unique_ptr<LazyPrediction> prediction_;
  Run current_;
  bool measured_ = false;
  std::vector<double> losses_;
  std::vector<int> widths_;
  std::vector<Plan> plan_;
  std::vector<Run> runs_;
  std::size_t next_ = 0;
};

}  // namespace basin
