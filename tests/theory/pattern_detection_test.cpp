#include "theory/pattern_detection.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

using namespace basin;

namespace {

PatternTask standard(double strength = 5) {
  PatternTask task;
  task.pattern = VectorXd(5);
  task.pattern << 1, -2, 0.5, 1.5, -1;
  task.pattern *= strength / task.pattern.norm();
  return task;
}

double ratioOf(const PatternTask& task, const PlaceRange& places, const VectorXd& signal) {
  return logLikelihoodRatio(task, places, signal.data(), 1);
}

// log of the density of white noise around a mean, without its constant.
double logDensity(const VectorXd& signal, const VectorXd& mean) {
  return -(signal - mean).squaredNorm() / 2;
}

}  // namespace

TEST_CASE("pattern detection: places keep clear of the ends") {
  const PatternTask task = standard();
  CHECK(task.windows() == 28);
  CHECK(task.places().first == 4);
  CHECK(task.places().count == 20);
  // The last place's last window that meets it is the signal's last.
  CHECK(task.places().first + task.places().count - 1 + 4 == task.windows() - 1);
}

TEST_CASE("pattern detection: labels take turns, fewer examples are the first of more") {
  const PatternTask task = standard();
  const PatternExamples few = drawExamples(task, task.places(), 10, Rng(3)),
                        many = drawExamples(task, task.places(), 40, Rng(3));
  CHECK(few.signals == many.signals.topRows(10));
  for (Index i = 0; i < 10; ++i) CHECK(few.labels(i, 0) == (i % 2 == 0 ? 1 : -1));
}

TEST_CASE("pattern detection: positives hold the pattern at a place of the range, uniformly") {
  PatternTask task = standard(400);  // far above the noise
  const PlaceRange range{6, 5};
  for (const PatternQuestion question : {PatternQuestion::Presence, PatternQuestion::Side}) {
    task.question = question;
    const PatternExamples drawn = drawExamples(task, range, 2000, Rng(4));
    int counts[2][5] = {};
    for (Index i = 0; i < 2000; ++i) {
      int best = -1;
      for (int t = 0; t < task.windows(); ++t) {
        const double match = task.pattern.dot(drawn.signals.row(i).segment(t, 5).transpose());
        if (match > 0.9 * task.pattern.squaredNorm()) best = t;
      }
      const bool positive = drawn.labels(i, 0) > 0;
      if (question == PatternQuestion::Presence) CHECK((best >= 0) == positive);
      if (best < 0) continue;
      REQUIRE(best >= 6);
      REQUIRE(best < 11);
      ++counts[positive][best - 6];
    }
    for (int t = 0; t < 5; ++t) {
      // 1000 of each label; five deviations of the binomial are at most 75.
      if (question == PatternQuestion::Presence) {
        CHECK(std::abs(counts[1][t] - 200) < 65);
      } else {
        CHECK(std::abs(counts[1][t] - (t < 3 ? 333 : 0)) < 75);
        CHECK(std::abs(counts[0][t] - (t < 3 ? 0 : 500)) < 80);
      }
    }
  }
}

TEST_CASE("pattern detection: the ratio is that of the mixtures' densities") {
  PatternTask task = standard(2);
  const PlaceRange range{5, 4};
  Rng rng(6);
  for (int round = 0; round < 20; ++round) {
    VectorXd signal(task.length);
    for (double& x : signal) x = rng.normal();
    if (round % 2 == 0) signal.segment(7, 5) += task.pattern;
    double at[4];
    for (int t = 0; t < 4; ++t) {
      VectorXd mean = VectorXd::Zero(task.length);
      mean.segment(5 + t, 5) = task.pattern;
      at[t] = std::exp(logDensity(signal, mean) - logDensity(signal, VectorXd::Zero(task.length)));
    }
    task.question = PatternQuestion::Presence;
    CHECK(ratioOf(task, range, signal) ==
          doctest::Approx(std::log((at[0] + at[1] + at[2] + at[3]) / 4)).epsilon(1e-9));
    task.question = PatternQuestion::Side;
    CHECK(ratioOf(task, range, signal) ==
          doctest::Approx(std::log((at[0] + at[1]) / (at[2] + at[3]))).epsilon(1e-9));
  }
}

TEST_CASE("pattern detection: of one place it is the matched filter, right with Phi(s/2)") {
  for (const double strength : {1.0, 2.0, 4.0}) {
    const PatternTask task = standard(strength);
    const PlaceRange one{9, 1};
    constexpr int kExamples = 20000;
    const double measured = bestAccuracy(task, one, drawExamples(task, one, kExamples, Rng(7)));
    const double expected = 0.5 * std::erfc(-strength / 2 / std::sqrt(2.0));
    CHECK(std::abs(measured - expected) <= 4 * std::sqrt(expected * (1 - expected) / kExamples));
  }
}

TEST_CASE("pattern detection: no other threshold of the best match is right more often") {
  const PatternTask task = standard(3.5);
  const PlaceRange places = task.places();
  const PatternExamples drawn = drawExamples(task, places, 8000, Rng(8));
  const double best = bestAccuracy(task, places, drawn);
  for (double threshold = 0; threshold < 6; threshold += 0.25) {
    int right = 0;
    for (Index i = 0; i < drawn.signals.rows(); ++i) {
      double match = -1e9;
      for (int t = places.first; t < places.first + places.count; ++t) {
        match = std::max(match, task.pattern.dot(drawn.signals.row(i).segment(t, 5).transpose()) /
                                    task.pattern.norm());
      }
      right += (match > threshold) == (drawn.labels(i, 0) > 0);
    }
    CHECK(right / 8000.0 <= best + 0.005);
  }
  CHECK(best > 0.85);
  CHECK(best < 0.95);
}

TEST_CASE("pattern detection: of a single place there is no other side") {
  PatternTask task = standard();
  task.question = PatternQuestion::Side;
  const PlaceRange one{8, 1};
  const PatternExamples drawn = drawExamples(task, one, 50, Rng(9));
  CHECK(ratioOf(task, one, drawn.signals.row(0).transpose()) == 0);
  CHECK(bestAccuracy(task, one, drawn) == 0.5);
}
