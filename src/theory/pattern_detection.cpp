#include "theory/pattern_detection.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

namespace basin {

namespace {

// log of the mean of e^v over v[from ... to).
double logMeanExp(const std::vector<double>& v, std::size_t from, std::size_t to) {
  double largest = -std::numeric_limits<double>::infinity();
  for (std::size_t i = from; i < to; ++i) largest = std::max(largest, v[i]);
  double sum = 0;
  for (std::size_t i = from; i < to; ++i) sum += std::exp(v[i] - largest);
  return largest + std::log(sum / static_cast<double>(to - from));
}

// How many of `count` places are the first half, of label +1.
int firstHalf(int count) {
  return (count + 1) / 2;
}

}  // namespace

PatternExamples drawExamples(const PatternTask& task, const PlaceRange& places, int count,
                             Rng rng) {
  PatternExamples drawn{MatrixXd(count, task.length), MatrixXd(count, 1)};
  const int half = firstHalf(places.count);
  for (Index i = 0; i < count; ++i) {
    const bool positive = i % 2 == 0;
    drawn.labels(i, 0) = positive ? 1 : -1;
    for (Index j = 0; j < task.length; ++j) drawn.signals(i, j) = rng.normal();
    int place = places.first;
    if (task.question == PatternQuestion::Presence) {
      place += rng.below(places.count);
      if (!positive) continue;
    } else {
      // Of a single place there is no other side.
      place +=
          positive || places.count == 1 ? rng.below(half) : half + rng.below(places.count - half);
    }
    drawn.signals.row(i).segment(place, task.pattern.size()) += task.pattern.transpose();
  }
  return drawn;
}

double logLikelihoodRatio(const PatternTask& task, const PlaceRange& places, const double* signal,
                          Index stride) {
  const double energy = task.pattern.squaredNorm();
  std::vector<double> logs(static_cast<std::size_t>(places.count));
  for (int t = 0; t < places.count; ++t) {
    double match = -energy / 2;
    for (Index j = 0; j < task.pattern.size(); ++j) {
      match += task.pattern[j] * signal[(places.first + t + j) * stride];
    }
    logs[static_cast<std::size_t>(t)] = match;
  }
  const std::size_t all = logs.size();
  if (task.question == PatternQuestion::Presence) return logMeanExp(logs, 0, all);
  const auto half = static_cast<std::size_t>(firstHalf(places.count));
  if (half == all) return 0;
  return logMeanExp(logs, 0, half) - logMeanExp(logs, half, all);
}

double bestAccuracy(const PatternTask& task, const PlaceRange& places,
                    const PatternExamples& examples) {
  const Index n = examples.signals.rows();
  Index right = 0;
  for (Index i = 0; i < n; ++i) {
    const double ratio =
        logLikelihoodRatio(task, places, examples.signals.data() + i, examples.signals.rows());
    right += (ratio > 0) == (examples.labels(i, 0) > 0);
  }
  return static_cast<double>(right) / static_cast<double>(n);
}

}  // namespace basin
