#pragma once

#include <array>
#include <memory>
#include <optional>

#include "labs/tying/convolution/config.h"
#include "nn/network.h"
#include "train/sgd_runner.h"

namespace basin::convolution {

/// The three networks, from most to least tied.
enum class Kind { Tied, Local, Full };
inline constexpr std::array kKinds = {Kind::Tied, Kind::Local, Kind::Full};

/// Convolution or locally connected layer, ReLU, maximum over the places; or a dense layer with as
/// many units; then the answer.
Architecture architectureOf(const Config& config, Kind kind);
/// How many parameters it has, by the formula.
long parametersOf(const Config& config, Kind kind);

/// Signals of a test.
inline constexpr int kTests = 500;

/// What there is to learn, and to be examined in: the pattern, the places it was seen at, and the
/// others.
struct Problem {
  PatternTask task;
  PlaceRange seen, unseen;  ///< unseen.count may be 0.
  PatternExamples seenTest, unseenTest;
  double bestSeen = 0, bestUnseen = 0;  ///< Accuracies of the likelihood ratio; NaN without places.
};
/// Pattern and test examples from the generator's streams.
Problem makeProblem(const Config& config, const Rng& rng);
/// `count` training examples; the first ones of more are the same.
PatternExamples trainingExamples(const Problem& problem, int count, const Rng& rng);

/// One network in training: Adam on the logistic loss, in batches of 32.
class Learner {
 public:
  Learner(const Config& config, Kind kind, const PatternExamples& data, const Rng& rng);

  /// Up to `steps` steps, to the step limit.
  void run(long steps);
  bool ended() const { return runner_.steps() >= limit_ || diverged_; }
  bool diverged() const { return diverged_; }
  long steps() const { return static_cast<long>(runner_.steps()); }
  Kind kind() const { return kind_; }
  /// Steps that cost some two milliseconds.
  long slice() const { return slice_; }

  const VectorXd& theta() const { return runner_.theta(); }
  const Network<double>& network() const { return network_; }
  /// Answers f(x), one a row, overwritten by the next call.
  StridedMap<double> answers(const MatrixXd& signals) const {
    return network_.forward(runner_.theta(), signals);
  }
  /// Share of the examples answered rightly; NaN of none.
  double accuracy(const PatternExamples& examples) const;

 private:
  Kind kind_;
  mutable Network<double> network_;
  SgdRunner<double> runner_;
  long limit_, slice_;
  bool diverged_ = false;
};

/// A run of the sweep: one network trained on n examples.
struct Setting {
  Kind kind = Kind::Tied;
  int count = 8;
};
struct Outcome {
  double seen = 0, unseen = 0, train = 0;  ///< Accuracies.
  double bestSeen = 0, bestUnseen = 0;
};

/// Runs of one replica share pattern, examples and test, whatever network they train.
class SweepJob {
 public:
  SweepJob(const Config& config, const Setting& setting, const Rng& rng);
  bool advance();
  std::optional<Outcome> result() const;

 private:
  Problem problem_;
  PatternExamples data_;
  Learner learner_;
};

}  // namespace basin::convolution
