#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/ensemble.h"
#include "lab/memo.h"
#include "labs/kernels/overparam/config.h"
#include "theory/lazy_training.h"

namespace basin::overparam {

/// What a run of the sweep has measured.
struct Run {
  long zeroErrorTime = -1;  ///< -1: not within kMostSteps.
  long predictedTime = -1;
  double movement = 0, predictedMovement = 0;  ///< Relative to |W_0|_F, after config.steps.
  double flips = 0;

  bool reached() const { return zeroErrorTime >= 0; }
  double movementRatio() const { return movement / predictedMovement; }
};

/// Steps after which a run without zero training error is given up.
inline constexpr long kMostSteps = 3000;

/// A network of the sweep on its way to zero training error and through config.steps, with the
/// prediction from the kernel of its start. It has no result when it diverges.
class SweepJob {
 public:
  /// `data` must outlive the job.
  SweepJob(const LabelledInputs& data, const Config& config, double rate, int width,
           const Rng& rng);

  /// A slice of a few million multiplications; true at the end.
  bool advance();
  std::optional<Run> result() const;

 private:
  LazyNetwork network_;
  int steps_, slice_;
  bool measured_ = false;
  Run run_;
};

/// One network beside its prediction, and a sweep over widths and seeds.
class Study {
 public:
  using Sweep = Ensemble<int, SweepJob>;

  Study(const Config& config, std::uint64_t seed);
  Study(const Study&) = delete;  // networks hold on to the data

  /// A slice of a few million multiplications.
  void step();

  const Config& config() const { return config_; }
  const LabelledInputs& data() const { return data_; }
  const KernelFlow& limit() const { return limit_; }
  double rate() const { return rate_; }
  /// Step size beyond which the kernel of the shown network's start diverges, 2/lambda_max.
  double largestRate() const { return 2 / prediction_->flow().largest(); }
  /// |W_t - W_0|_F after config.steps that a very wide network has in the mean over its starts.
  double limitMovement() const { return limitMovement_; }
  const LazyNetwork& network() const { return *network_; }
  const LazyPrediction& prediction() const { return *prediction_; }
  /// First step with zero training error under the kernel of the start; -1: not within kMostSteps.
  long predictedTime() const;
  /// Loss of the shown network after each step, from 0.
  const std::vector<double>& losses() const { return losses_; }
  /// By width, narrowest first.
  const Sweep& sweep() const { return sweep_; }
  /// Runs of one width that reached zero error, among all so far, those that diverged included.
  Share reachedAt(std::size_t width) const;
  /// Runs of the sweep so far that diverged, at all widths.
  int lostRuns() const;

  bool diverged() const { return network_->diverged(); }
  bool shownFinished() const { return diverged() || network_->steps() >= config_.steps; }
  bool finished() const { return diverged() || (shownFinished() && sweep_.finished()); }
  double progress() const;
  /// Steps of descent of the shown network.
  double time() const { return static_cast<double>(network_->steps()); }
  std::string statusText() const;

 private:
  Config config_;
  LabelledInputs data_;
  KernelFlow limit_;
  double rate_, limitMovement_;
  std::unique_ptr<LazyNetwork> network_;
  std::unique_ptr<LazyPrediction> prediction_;
  Memo<bool, long> predictedTime_;
  std::vector<double> losses_;
  Sweep sweep_;
};

}  // namespace basin::overparam
