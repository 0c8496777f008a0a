#include "theory/batch_regression.h"

#include <doctest/doctest.h>

#include <cmath>
#include <vector>

#include "base/stats.h"

using namespace basin;

namespace {

BatchRegression atBest(int dimension, double batch, double noise = 0) {
  BatchRegression law{.dimension = dimension, .batch = batch, .noise = noise};
  law.rate = law.bestRate();
  return law;
}

// |w - w*|^2 after each of `steps` steps, for every run: [step][run].
std::vector<std::vector<double>> errorsOf(const BatchRegression& law, int runs, int steps,
                                          std::uint64_t seed) {
  BatchRegressionRuns walkers(law, runs, Rng(seed));
  std::vector<std::vector<double>> all;
  for (int t = 0; t < steps; ++t) {
    while (!walkers.advance(1000)) {
    }
    all.push_back(walkers.errors());
  }
  return all;
}

}  // namespace

TEST_CASE("batch regression: best steps, factors and samples of 20 dimensions") {
  struct Row {
    double batch, rate, factor, samples;
  };
  // Samples to the whole number.
  const Row rows[] = {
      {1, 0.0454545, 0.954545, 148},       {4, 0.16, 0.84, 158},
      {16, 0.432432, 0.567568, 195},       {64, 0.752941, 0.247059, 316},
      {2, 2.0 / 23, 21.0 / 23, 152},       {8, 8.0 / 29, 21.0 / 29, 171},
      {32, 32.0 / 53, 21.0 / 53, 239},     {128, 128.0 / 149, 21.0 / 149, 451},
      {256, 256.0 / 277, 21.0 / 277, 686}, {1024, 1024.0 / 1045, 21.0 / 1045, 1810}};
  for (const Row& row : rows) {
    const BatchRegression law = atBest(20, row.batch);
    CHECK(law.bestRate() == doctest::Approx(row.rate).epsilon(2e-6));
    CHECK(law.factor() == doctest::Approx(row.factor).epsilon(2e-6));
    const double samples = row.batch * law.stepsTo(1e-3, 1);
    CHECK(std::abs(samples - row.samples) <= 0.5);
    // The closed form: x / log(1 + x) with x = b/(d + 1).
    const double x = row.batch / criticalBatch(20);
    CHECK(samples == doctest::Approx(21 * std::log(1000.0) * x / std::log1p(x)).epsilon(1e-12));
  }
  // The critical batch costs 1/log 2 times the samples of the smallest, in the limit of small ones.
  CHECK(21 * atBest(20, 21).stepsTo(1e-3, 1) ==
        doctest::Approx(21 * std::log(1000.0) / std::log(2.0)).epsilon(1e-12));
}

TEST_CASE("batch regression: floors of 20 dimensions with noise 1/2") {
  const double expected[][2] = {{1, 0.2273}, {4, 0.2}, {16, 0.1351}, {64, 0.05882}};
  for (const auto& [batch, floor] : expected) {
    const BatchRegression law = atBest(20, batch, 0.5);
    CHECK(law.floor() == doctest::Approx(floor).epsilon(4e-4));
    CHECK(law.floor() == doctest::Approx(0.25 * 20 / (batch + 21)).epsilon(1e-12));
    // It is where the mean stays, and comes to.
    CHECK(law.meanAfter(1, law.floor()) == doctest::Approx(law.floor()).epsilon(1e-12));
    CHECK(law.meanAfter(4000, 1) == doctest::Approx(law.floor()).epsilon(1e-12));
    CHECK(law.meanAfter(law.stepsTo(0.5, 1), 1) == doctest::Approx(0.5).epsilon(1e-12));
  }
}

TEST_CASE("batch regression: at the edge the mean stays, beyond it nothing is ever reached") {
  BatchRegression law = atBest(5, 3, 0.1);
  law.rate = 2 * law.bestRate();
  CHECK(law.factor() == doctest::Approx(1).epsilon(1e-14));
  CHECK(law.meanAfter(10, 1) == doctest::Approx(1 + 10 * law.gain()).epsilon(1e-9));
  law.noise = 0;
  law.rate *= 1.2;
  CHECK(law.factor() > 1);
  CHECK(std::isinf(law.stepsTo(1e-3, 1)));
  law.noise = 0.1;
  CHECK(std::isinf(law.floor()));
}

TEST_CASE("batch regression: both moments of real runs, and of one step, are the exact ones") {
  struct Case {
    int dimension;
    double batch, noise, over;
  };
  for (const Case& c : {Case{2, 1, 0, 1.0}, Case{5, 1, 0.5, 0.7}, Case{5, 4, 1, 1.4},
                        Case{12, 7, 0.3, 1.0}, Case{3, 20, 0.8, 1.6}}) {
    INFO(c.dimension, " ", c.batch, " ", c.noise, " ", c.over);
    BatchRegression law{.dimension = c.dimension, .batch = c.batch, .noise = c.noise};
    law.rate = c.over * law.bestRate();
    constexpr int kRuns = 20000;
    const auto errors = errorsOf(law, kRuns, 3, 5);
    BatchRegression::Moments moments{1, 1};
    CHECK(law.stepVariance(1) == doctest::Approx(law.next(moments).variance()).epsilon(1e-9));
    for (const auto& r : errors) {
      moments = law.next(moments);
      const double deviation = std::sqrt(moments.variance());
      CHECK(std::abs(mean(r) - moments.mean) <= 5 * deviation / std::sqrt(kRuns));
      // The deviation of a variance from the sample's own fourth moment.
      const double centre = mean(r), spread = variance(r);
      double fourth = 0;
      for (const double x : r) fourth += std::pow(x - centre, 4) / kRuns;
      const double error = std::sqrt((fourth - spread * spread) / kRuns);
      CHECK(std::abs(spread - moments.variance()) <= 6 * error);
    }
  }
}

TEST_CASE("batch regression: the factor that all steps show is the law's, beyond the edge too") {
  for (const double over : {0.5, 1.0, 1.8, 2.4}) {
    for (const double batch : {1.0, 8.0, 64.0}) {
      BatchRegression law{.dimension = 4, .batch = batch, .noise = over < 2 ? 0.3 : 0};
      law.rate = over * law.bestRate();
      BatchRegressionRuns runs(law, 400, Rng(3));
      while (runs.steps() < 40) runs.advance(5000);
      INFO(over, " ", batch);
      CHECK(runs.factorError() < 0.04 * law.factor());
      CHECK(std::abs(runs.measuredFactor() - law.factor()) <= 5 * runs.factorError());
    }
  }
}

TEST_CASE("batch regression: slices change nothing, and a landing is a step seen from its begin") {
  const BatchRegression law = atBest(3, 2, 0.2);
  BatchRegressionRuns one(law, 50, Rng(1)), many(law, 50, Rng(1));
  while (one.steps() < 5) one.advance(1 << 20);
  while (many.steps() < 5) many.advance(1);
  CHECK(one.errors() == many.errors());
  CHECK(one.position() == doctest::Approx(10));
  const std::vector<double> before = one.errors();
  one.advance(1 << 20);
  double square = 0;
  for (std::size_t i = 0; i < before.size(); ++i) {
    const auto& landing = one.landings()[i];
    const double distance = std::hypot(landing.along, landing.across);
    CHECK(distance == doctest::Approx(std::sqrt(one.errors()[i] / before[i])).epsilon(1e-9));
    square += law.factor() + law.gain() / before[i];
  }
  CHECK(one.expectedLanding() == doctest::Approx(std::sqrt(square / 50)).epsilon(1e-12));
}
