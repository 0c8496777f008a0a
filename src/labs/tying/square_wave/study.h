#pragma once

#include <string>
#include <utility>
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

/// The race (or the map), and the correct net beside it.
class Study {
 public:
  Study(const Config& config, std::uint64_t seed);

  void step();
  /// Live parameters: pace, accelerate, nodes.
  void retune(const Config& config) { config_ = config; }
  bool finished() const { return race_.finished(); }
  double progress() const { return race_.progress(); }
  /// Optimiser steps that each kind of net has made, a start cut short counted as whole.
  double time() const;
  std::string statusText() const;

  const Config& config() const { return config_; }
  /// Depth and width of the nets at work: of a map's present setting.
  int depth() const { return race_.present().config().depth; }
  int width() const { return race_.present().config().width; }
  const Race& race() const { return race_; }
  /// The correct net of the present depth and width.
  const CorrectNet& correct() const;
  const Learner& learner(int net) const { return race_.present().learner(net); }
  /// The outcome if the present start ended here.
  const Outcome& present(int net) const;

 private:
  Config config_;
  Race race_;
  long long steps_ = 0;
  Memo<std::pair<int, int>, CorrectNet> correct_;
  Memo<long long, std::vector<Outcome>> present_;
};

}  // namespace basin::square_wave
