#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "base/rng.h"
#include "labs/tying/square_wave/config.h"
#include "nn/network.h"
#include "train/sgd_runner.h"

namespace basin::square_wave {

/// What the first layer sees is x minus this.
double shift(const Config& config);
/// The training inputs (shifted) and targets in {-1, +1}, kPoints x 1.
MatrixXd inputs(const Config& config);
MatrixXd targets(int depth);

/// How the training of one net from one start ended.
struct Outcome {
  double accuracy = 0;    ///< On the training points.
  bool solved = false;    ///< Accuracy >= kSolved and not diverged.
  bool constant = false;  ///< All training points get the same answer.
  bool dead = false;      ///< In some hidden layer every unit is 0 at every training point.
  bool diverged = false;
  long stoppedAt = 0;          ///< Optimiser steps made.
  std::vector<double> step;    ///< When the loss was recorded.
  std::vector<double> losses;  ///< Logistic loss on all training points.
};

/// One net learning the square wave from one random start; never raises, divergence is an outcome.
class Learner {
 public:
  /// He initialisation, hidden biases N(0, biasSd), output bias 0, all from `rng`.
  Learner(const Config& config, Tying tying, const Rng& rng);

  /// Makes up to `steps` optimiser steps; none after divergence (loss beyond 1e12 or not finite).
  void run(long steps);

  /// The last finite parameters.
  const VectorXd& theta() const { return theta_; }
  const TyingMap& tying() const { return tying_; }
  long steps() const { return outcome_.stoppedAt; }
  bool diverged() const { return outcome_.diverged; }
  /// Loss curve so far.
  const Outcome& soFar() const { return outcome_; }
  /// The outcome if training ended here.
  Outcome outcome() const;

 private:
  void record();

  Architecture architecture_;
  TyingMap tying_;
  MatrixXd X_, Y_;
  mutable Network<double> network_;  // measures on all points; holds workspaces only
  SgdRunner<double> runner_;
  VectorXd theta_;
  long recordEvery_;
  Outcome outcome_;
};

/// Outcomes of one kind of net over the starts raced so far.
struct Tally {
  int starts = 0, solved = 0, constant = 0, dead = 0, diverged = 0;
  void add(const Outcome& outcome);
};

/// Free against negatively tied weights, start after start; both nets of a start train side by
/// side. Start k depends on the seed and k only, so a longer race begins like a shorter one.
class Race {
 public:
  Race(const Config& config, std::uint64_t seed);

  /// Advances both nets of the present start by up to `steps` >= 1 optimiser steps. The call after
  /// a start's last step begins the next start first, so that its end can be seen.
  void advance(long steps);
  /// All starts are raced to their end.
  bool finished() const { return finished_; }

  /// Number of the present start, 0, 1, ...
  int start() const { return start_; }
  /// The net of the present start advance() will train: at the end of a start, the next one's
  /// number.
  int upcomingStart() const { return startEnded_ && !finished_ ? start_ + 1 : start_; }
  /// Steps made in the present start.
  long step() const { return step_; }
  bool startEnded() const { return startEnded_; }

  /// The present learners: 0 free, 1 tied.
  Learner& learner(int which) { return *learners_[which]; }
  const Learner& learner(int which) const { return *learners_[which]; }
  /// Outcomes of all ended starts, and their counts.
  const std::vector<Outcome>& outcomes(int which) const { return outcomes_[which]; }
  const Tally& tally(int which) const { return tallies_[which]; }
  /// Final accuracies of all ended starts.
  std::vector<double> accuracies(int which) const;

 private:
  void begin(int start);

  Config config_;
  std::uint64_t seed_;
  std::unique_ptr<Learner> learners_[2];
  std::vector<Outcome> outcomes_[2];
  Tally tallies_[2];
  int start_ = 0;
  long step_ = 0;
  bool startEnded_ = false;
  bool finished_ = false;
};

/// Optimiser steps of both nets made in one lab step of start number `start` (0, 1, ...):
/// `config.pace`, and with `accelerate` doubled from start to start, at most what a few
/// milliseconds allow.
int pace(const Config& config, int start);

}  // namespace basin::square_wave
