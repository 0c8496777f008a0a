#pragma once

#include <array>
#include <memory>
#include <string>
#include <vector>

#include "base/ensemble.h"
#include "lab/memo.h"
#include "labs/tying/convolution/learner.h"

namespace basin::convolution {

/// How often a detector says +1, place by place, and of noise alone.
struct Detection {
  std::vector<double> share;
  double falseAlarms = 0;
};

/// Three networks trained on the same examples, and a sweep over the number of examples.
class Study {
 public:
  using Sweep = Ensemble<Setting, SweepJob>;

  Study(const Config& config, std::uint64_t seed);
  Study(const Study&) = delete;  // learners are large

  /// A few steps of the shown networks, and a slice of the sweep.
  void step();
  bool finished() const { return shownEnded() && sweep_.finished(); }
  double progress() const;
  /// Optimiser steps of the shown networks.
  double time() const { return static_cast<double>(learners_[0]->steps()); }
  std::string statusText() const;

  const Config& config() const { return config_; }
  const Problem& problem() const { return problem_; }
  const Learner& learner(Kind kind) const { return *learners_[static_cast<std::size_t>(kind)]; }
  bool shownEnded() const;
  const Sweep& sweep() const { return sweep_; }
  /// Index of a setting of the sweep: a network on the i-th of counts().
  std::size_t settingOf(Kind kind, std::size_t i) const {
    return i * kKinds.size() + static_cast<std::size_t>(kind);
  }
  const std::vector<int>& counts() const { return counts_; }

  /// Of a shown network, with the pattern at each of its places in the same 64 noises.
  const Detection& detection(Kind kind) const;
  /// The same of who knows the pattern and thinks all places equally likely, in 512 noises.
  const Detection& bestDetection() const;
  /// Test accuracy of a shown network at the places seen in training and at the others, NaN where
  /// there are none.
  struct Accuracies {
    double seen = 0, unseen = 0;
  };
  const Accuracies& accuracies(Kind kind) const;
  /// Largest difference between the convolution's answers to a noise-free pattern over its places.
  double shiftDifference() const;
  /// A test signal, and the place of its pattern.
  const VectorXd& exampleSignal() const { return example_; }
  int examplePlace() const { return examplePlace_; }

 private:
  Config config_;
  Problem problem_;
  PatternExamples data_;
  std::array<std::unique_ptr<Learner>, 3> learners_;
  Rng probeRng_;
  std::vector<int> counts_;
  Sweep sweep_;
  VectorXd example_;
  int examplePlace_ = 0;
  Memo<bool, MatrixXd> probes_;
  Memo<bool, Detection> best_;
  std::array<Memo<long, Detection>, 3> detections_;
  std::array<Memo<long, Accuracies>, 3> accuracies_;
};

/// What a shown network's first layer weighs, as a matrix of units by inputs (NaN: not connected),
/// positive for +1. Of convolutions one unit a window, that of the most influential filter; of the
/// full network the most influential units, in the order of where their largest weight is.
struct FirstLayer {
  MatrixXd weights;
  std::vector<Index> parameters;  ///< Of row by row, input by input: the parameter, -1 without one.
  std::vector<double> out;        ///< Weight of each unit's answer.
};
FirstLayer firstLayerOf(const Study& study, Kind kind);
/// The filter of one window (of the tied network: of all), positive for +1.
VectorXd filterOf(const Study& study, Kind kind, int window);

}  // namespace basin::convolution
