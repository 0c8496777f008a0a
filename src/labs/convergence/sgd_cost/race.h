#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "labs/convergence/sgd_cost/config.h"
#include "theory/batch_regression.h"

namespace basin::sgd_cost {

/// The law of a batch size, whole or not, at these settings.
BatchRegression lawOf(const Config& config, double batch);

/// One batch size of the race, and what its runs have shown.
class Lane {
 public:
  /// `drawn`: its error is followed as far as the picture goes, not only to the target.
  Lane(const BatchRegression& law, bool drawn, double mostSamples, int runs, const Rng& rng);

  /// Draws about so many random numbers.
  void advance(long numbers);

  int batch() const { return static_cast<int>(law().batch); }
  bool drawn() const { return drawn_; }
  bool ended() const { return ended_; }
  const BatchRegressionRuns& runs() const { return runs_; }
  const BatchRegression& law() const { return runs_.law(); }
  /// Mean and median square error after every step, from 0.
  const std::vector<double>& means() const { return means_; }
  const std::vector<double>& medians() const { return medians_; }
  /// Where the last step has landed that began above the target (BatchRegressionRuns::Landing),
  /// and the distance that the law expects; empty before the first step.
  const std::vector<BatchRegressionRuns::Landing>& landings() const { return landings_; }
  double expectedLanding() const { return expectedLanding_; }
  double samples() const { return runs_.position(); }
  double mostSamples() const { return most_; }

  /// Steps after which the mean error was down to the target, between two steps along the
  /// logarithm; nothing while it has not been.
  std::optional<double> stepsToTarget() const { return toTarget_; }
  /// The same of the law's mean errors.
  std::optional<double> lawStepsToTarget() const;
  /// The law's standard error of the mean of the runs after so many steps, over that mean.
  double spread(long steps) const;

 private:
  BatchRegressionRuns runs_;
  bool drawn_, ended_ = false;
  double most_;
  std::vector<double> means_{1}, medians_{1};
  std::vector<BatchRegressionRuns::Landing> landings_;
  double expectedLanding_ = 1;
  std::optional<double> toTarget_;
};

/// The same regression by many batch sizes, each as far in samples as the others.
class Race {
 public:
  Race(const Config& config, std::uint64_t seed);

  void step();
  bool finished() const;
  double progress() const;

  const std::vector<Lane>& lanes() const { return lanes_; }
  /// The lane of the batch size that the reader watches.
  const Lane& watched() const { return lanes_[watched_]; }
  /// Samples that the slowest of the lanes still running has seen.
  double samples() const;

 private:
  std::vector<Lane> lanes_;
  std::size_t watched_ = 0;
  long slice_ = 1;  // random numbers a step
};

}  // namespace basin::sgd_cost
