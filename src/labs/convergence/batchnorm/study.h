#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/ensemble.h"
#include "labs/convergence/batchnorm/race.h"

namespace basin::batchnorm {

/// The race that is shown, and further ones from other starts on other data.
class Study {
 public:
  Study(const Config& config, std::uint64_t seed);
  Study(const Study&) = delete;

  void step();
  bool diverged() const { return race_.lost(0) && race_.lost(1); }
  bool finished() const { return diverged() || (race_.ended() && others_.finished()); }
  double progress() const;
  double time() const { return race_.step(); }
  std::string statusText() const;

  const Config& config() const { return config_; }
  const Race& race() const { return race_; }
  const ProbedTraining& learner(int net) const { return race_.learner(net); }
  /// Of the races that have ended, the shown one first; without those in which a network diverged.
  std::vector<Medians> races() const;
  /// Median over these races with normalisation over that without; NaN of none.
  double ratio(Quantity quantity) const;

 private:
  Config config_;
  Race race_;
  Ensemble<int, Race> others_;
};

}  // namespace basin::batchnorm
