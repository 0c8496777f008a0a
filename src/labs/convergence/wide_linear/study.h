#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/ensemble.h"
#include "lab/memo.h"
#include "labs/convergence/wide_linear/config.h"
#include "theory/wide_linear.h"

namespace basin::wide_linear {

/// What theory says of networks of one depth on the data.
struct Law {
  double rate = 0;          ///< eta.
  double provedFactor = 0;  ///< Of the loss in a step, at most, for wide enough networks.
  double limitFactor = 0;   ///< Of the slowest mode at infinite width.
};
Law lawOf(const Config& config, const WideLinearData& data, int factors);

/// Gradient descent on a network, held against its bound.
class Descent {
 public:
  /// `data` must outlive it.
  Descent(const Config& config, const WideLinearData& data, int factors, int width, const Rng& rng);

  void step();
  const LinearNet& net() const { return net_; }
  const Law& law() const { return law_; }
  const std::vector<double>& losses() const { return losses_; }
  long long steps() const { return static_cast<long long>(losses_.size()) - 1; }
  bool diverged() const { return !(losses_.back() <= 1e12); }
  /// The loss is that of rounding.
  bool exhausted() const;
  /// Largest loss over its bound, while that is above what rounding leaves.
  double boundRatio() const { return boundRatio_; }
  /// Factor of the loss in a step: geometric mean over the second half of the way to 1e-6 of the
  /// first loss, or as far as it came.
  double factor() const;
  /// (1 - eta lambda)^2 with the least eigenvalue of the kernel of the start.
  double kernelFactor() const { return kernelFactor_; }

 private:
  Law law_;
  LinearNet net_;
  std::vector<double> losses_;
  double boundRatio_ = 1, kernelFactor_ = 0;
};

/// A run of the sweep.
struct Run {
  bool holds = false;  ///< The bound, at every step.
  double factor = 0, kernelFactor = 0;
  double left = 0;  ///< Loss over the first loss, at the end.
};
class SweepJob {
 public:
  SweepJob(const Config& config, const WideLinearData& data, int factors, int width,
           const Rng& rng);
  /// A slice of a few million multiplications; true at the end.
  bool advance();
  std::optional<Run> result() const;

 private:
  Descent descent_;
  int stepLimit_, slice_;
};

/// One network and the fate of others over depths and widths.
class Study {
 public:
  using Setting = std::pair<int, int>;  ///< L and m.
  using Sweep = Ensemble<Setting, SweepJob>;

  Study(const Config& config, std::uint64_t seed);
  Study(const Study&) = delete;  // networks hold on to the data

  /// Some steps of the shown network, and a slice of the sweep.
  void step();

  const Config& config() const { return config_; }
  const WideLinearData& data() const { return data_; }
  const Descent& shown() const { return shown_; }
  /// The loss that a network of infinite width would have from the shown start's residual.
  double limitLoss(double steps) const;
  /// Depths and widths of the sweep, in their order.
  const std::vector<int>& depths() const { return depths_; }
  const std::vector<int>& widths() const { return widths_; }
  const Sweep& sweep() const { return sweep_; }
  /// Index into the sweep's settings; both are in the lists.
  std::size_t place(int depth, int width) const;
  /// How many runs of a setting stayed below the bound; those that diverged did not.
  Share holding(std::size_t setting) const;

  bool diverged() const { return shown_.diverged(); }
  bool shownFinished() const { return diverged() || shown_.steps() >= config_.stepLimit; }
  bool finished() const { return diverged() || (shownFinished() && sweep_.finished()); }
  double progress() const;
  double time() const { return static_cast<double>(shown_.steps()); }
  std::string statusText() const;

 private:
  Config config_;
  WideLinearData data_;
  Descent shown_;
  VectorXd modes_;  // squares of the first residual along the data's directions
  std::vector<int> depths_, widths_;
  Sweep sweep_;
};

}  // namespace basin::wide_linear
