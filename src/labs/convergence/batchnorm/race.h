#pragma once

#include <array>
#include <optional>
#include <vector>

#include "base/rng.h"
#include "labs/convergence/batchnorm/config.h"
#include "theory/step_probe.h"

namespace basin::batchnorm {

inline constexpr int kNets = 2;       ///< Without normalisation, with it.
inline constexpr int kMeasures = 30;  ///< Measurements of a run.

/// What is told of a measurement.
enum Quantity { kBand, kBandOverLoss, kChange, kSmoothness, kShift, kCosine, kLoss, kQuantities };
double valueOf(const StepMeasurement& m, Quantity quantity);

/// Median over the measurements so far; NaN of none.
double medianOf(const ProbedTraining& learner, Quantity quantity);

/// Medians of a race's quantities, of both networks.
using Medians = std::array<std::array<double, kQuantities>, kNets>;

/// Two networks with the same start and the same batches, one of them normalised.
class Race {
 public:
  Race(const Config& config, const Rng& rng);

  /// A slice of some milliseconds at most; true at the end.
  bool advance();
  bool ended() const { return step_ >= config_.stepLimit || (lost(0) && lost(1)); }
  double progress() const { return static_cast<double>(step_) / config_.stepLimit; }
  int step() const { return step_; }
  /// Steps from one measurement to the next.
  int interval() const { return interval_; }
  const ProbedTraining& learner(int net) const { return learners_[static_cast<std::size_t>(net)]; }
  bool lost(int net) const { return learner(net).diverged(); }
  /// Nothing when a network diverged.
  std::optional<Medians> result() const;

 private:
  void drawBatch();

  Config config_;
  Rng batches_;
  MatrixXd inputs_, targets_, X_, Y_;
  std::vector<ProbedTraining> learners_;
  int interval_, slice_, step_ = 0;
  std::size_t net_ = 0;
};

}  // namespace basin::batchnorm
