#pragma once

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
  double accuracy = 0;    ///< On the training points, of the wave of the net's depth.
  bool solved = false;    ///< Accuracy >= kSolved at full depth and not diverged.
  bool constant = false;  ///< All training points get the same answer.
  bool dead = false;      ///< In some hidden layer every unit is 0 at every training point.
  bool diverged = false;
  long stoppedAt = 0;          ///< Optimiser steps made.
  std::vector<double> step;    ///< When the loss was recorded.
  std::vector<double> losses;  ///< Logistic loss on all training points.
};

/// One net learning the square wave from one random start; never raises, divergence is an outcome.
/// A growing net begins with one hidden layer on the wave of one switch, and after every
/// trainSteps / L steps it gets another one, and the next finer wave.
class Learner {
 public:
  /// He initialisation, hidden biases N(0, biasSd), output bias 0, all from `rng`.
  Learner(const Config& config, Tying tying, const Rng& rng, Growth growth = Growth::None);

  /// Makes up to `steps` optimiser steps; none after divergence (loss beyond 1e12 or not finite).
  void run(long steps);

  /// Hidden layers that there are by now.
  int depth() const { return stage_->depth; }
  /// The last finite parameters.
  const VectorXd& theta() const { return theta_; }
  const TyingMap& tying() const { return stage_->tying; }
  long steps() const { return outcome_.stoppedAt; }
  bool diverged() const { return outcome_.diverged; }
  /// Loss curve so far.
  const Outcome& soFar() const { return outcome_; }
  /// The outcome if training ended here.
  Outcome outcome() const;

 private:
  // What learns the wave of one depth.
  struct Stage {
    Stage(const Config& config, int depth, TyingMap tying, const VectorXd& theta, const Rng& rng);

    int depth;
    TyingMap tying;
    MatrixXd Y;
    Network<double> network;  // measures on all points; holds workspaces only
    SgdRunner<double> runner;
  };
  void begin(int depth, const VectorXd& weights);
  VectorXd startingWeights(int depth) const;
  void grow();
  long stageEnd() const;
  void record();

  Config config_;
  Tying kind_;
  Growth growth_;
  Rng rng_;
  MatrixXd X_;
  std::unique_ptr<Stage> stage_;
  VectorXd theta_;
  long recordEvery_;
  Outcome outcome_;
};

}  // namespace basin::square_wave
