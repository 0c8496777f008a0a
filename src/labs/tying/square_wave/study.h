#pragma once

#include <array>
#include <string>
#include <vector>

#include "lab/lab.h"
#include "lab/memo.h"
#include "labs/tying/square_wave/race.h"

namespace basin::square_wave {

/// Steepness K of the correct net's logit K z_L.
inline constexpr double kSteepness = 200;

/// The correct net, measured at 4096 midpoints of [0, 1].
struct CorrectNet {
  VectorXd theta;
  double accuracy = 0;
  double loss = 0;               ///< Logistic.
  std::vector<double> switches;  ///< Where its answer changes, in order.
};

/// The race, and the correct net beside it.
class Study {
 public:
  Study(const Config& config, std::uint64_t seed);

  void step();
  /// Live parameters: pace, accelerate, nodes.
  void retune(const Config& config) { config_ = config; }
  bool finished() const { return race_.finished(); }
  double progress() const;
  /// Optimiser steps that each kind of net has made, a start cut short counted as whole.
  double time() const;
  std::string statusText() const;

  const Config& config() const { return config_; }
  const Race& race() const { return race_; }
  const CorrectNet& correct() const { return correct_; }
  /// The outcome if the present start ended here: 0 free, 1 tied.
  const Outcome& present(int which) const;

 private:
  Config config_;
  Race race_;
  CorrectNet correct_;
  long long steps_ = 0;
  Memo<long long, std::array<Outcome, 2>> present_;
};

}  // namespace basin::square_wave
