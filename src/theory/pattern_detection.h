#pragma once

#include "base/rng.h"
#include "linalg/types.h"

namespace basin {

/// Positions a pattern may begin at: from `first` on, `count` >= 1 of them.
struct PlaceRange {
  int first = 0, count = 1;
};

/// What is asked of a signal of white noise, variance 1, with a pattern in it.
enum class PatternQuestion {
  Presence,  ///< +1: the pattern is there, at a uniformly random place; -1: noise alone.
  Side       ///< It is always there; +1: in the first half of the places, -1: in the others.
};

/// Signals with a known pattern, in which the best detector can be told.
struct PatternTask {
  int length = 32;
  VectorXd pattern;  ///< Its norm is the signal-to-noise ratio of the matched filter.
  PatternQuestion question = PatternQuestion::Presence;

  /// All places of windows as long as the pattern.
  int windows() const { return length - static_cast<int>(pattern.size()) + 1; }
  /// Places of the pattern such that every window that meets it is one of the signal's: at least
  /// its length less one away from both ends. The signal has more than three times its length.
  PlaceRange places() const {
    const int margin = static_cast<int>(pattern.size()) - 1;
    return {margin, windows() - 2 * margin};
  }
};

/// Examples, one a row, and their labels +-1 (one column), which take turns: +1, -1, +1, ...
struct PatternExamples {
  MatrixXd signals, labels;
};
/// `count` examples with places from the range; the first ones of more are the same.
PatternExamples drawExamples(const PatternTask& task, const PlaceRange& places, int count, Rng rng);

/// Logarithm of the likelihood ratio of +1 to -1 given a signal, when the pattern is known and all
/// places of the range are equally likely: its sign is the answer of least error (Neyman and
/// Pearson 1933; Wald 1939).
double logLikelihoodRatio(const PatternTask& task, const PlaceRange& places, const double* signal,
                          Index stride);
/// Share of the examples that its sign answers rightly: no detector does better in the mean.
double bestAccuracy(const PatternTask& task, const PlaceRange& places,
                    const PatternExamples& examples);

}  // namespace basin
