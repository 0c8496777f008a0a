#include "theory/escape.h"

#include <array>
#include <cmath>
#include <limits>
#include <vector>

#include <doctest/doctest.h>

#include "base/stats.h"
#include "theory/escape_runs.h"

using namespace basin;

namespace {

VectorXd pair(double x, double y) {
  VectorXd v(2);
  v << x, y;
  return v;
}

long long plainEscape(SaddleSurface& f, const VectorXd& start, double rate, long long cap) {
  SaddleWalker walker(f, {.rate = rate}, start, Rng(1));
  while (walker.escapeTime() < 0 && walker.steps() < cap) walker.step();
  return walker.escapeTime();
}

std::vector<double> escapeTimes(const EscapeRuns& runs) {
  std::vector<double> times;
  for (const EscapeRecord& r : runs.records()) times.push_back(static_cast<double>(r.escape));
  return times;
}

VectorXd octopusStart() {
  VectorXd x = VectorXd::Constant(6, 0.5);
  x[0] = 0.9;
  return x;
}

}  // namespace

TEST_CASE("escape: plain descent follows the logarithmic law") {
  StrictSaddle f(1, 0.5);
  CHECK(f.exitDistance() == doctest::Approx(0.1).epsilon(1e-15));
  const std::array offsets = {1e-2, 1e-4, 1e-6, 1e-8, 1e-12};
  const std::array expected = {48, 142, 237, 331, 520};
  const std::array law = {47.19, 141.58, 235.97, 330.36, 519.13};
  for (std::size_t i = 0; i < offsets.size(); ++i) {
    const long long steps = plainEscape(f, pair(1, offsets[i]), 0.1, 5000);
    const double theory = escapeSteps(offsets[i], 0.1, 0.1, 0.5);
    CHECK(steps == expected[i]);
    CHECK(theory == doctest::Approx(law[i]).epsilon(1e-4));
    CHECK(steps - theory >= 0);
    CHECK(steps - theory <= 2);
  }
}

TEST_CASE("escape: the excess over the law stays between 0 and the proven bound everywhere") {
  Rng rng(9);
  for (int trial = 0; trial < 300; ++trial) {
    const double gamma = std::exp(rng.uniform(std::log(0.05), std::log(2)));
    const double rate = std::exp(rng.uniform(std::log(0.01), std::log(0.4)));
    StrictSaddle f(1, gamma);
    const double y0 = f.exitDistance() * std::exp(rng.uniform(-25, -0.5));
    const long long steps = plainEscape(f, pair(rng.uniform(-1, 1), y0), rate, 1000000);
    const double excess =
        static_cast<double>(steps) - escapeSteps(y0, f.exitDistance(), rate, gamma);
    CAPTURE(gamma);
    CAPTURE(rate);
    CHECK(excess >= -1e-6);
    CHECK(excess <= quarticEscapeSlack(f.exitDistance(), rate, gamma) + 1e-6);
  }
}

TEST_CASE("escape: a start on the stable manifold never leaves it") {
  StrictSaddle a(1, 0.5);
  SaddlePair row(1, 0.5);
  MonkeySaddle monkey;
  for (SaddleSurface* f : std::vector<SaddleSurface*>{&a, &row, &monkey}) {
    SaddleWalker walker(*f, {.rate = 0.1}, pair(1, 0), Rng(1));
    for (int t = 0; t < 5000; ++t) {
      walker.step();
      CHECK(walker.position()[1] == 0);
    }
    CHECK(walker.escapeTime() == -1);
    CHECK(f->onStableManifold(walker.position()));
  }
  CHECK(std::isinf(escapeSteps(0, 0.1, 0.1, 0.5)));
  CHECK(escapeSteps(0.2, 0.1, 0.1, 0.5) == 0);
}

TEST_CASE("escape: noise sets the clock of noisy descent") {
  StrictSaddle f(1, 0.5);
  const std::array sigmas = {0.1, 0.01, 1e-3, 1e-6};
  const std::array predicted = {39.0, 86.2, 133.4, 275.0};
  for (std::size_t i = 0; i < sigmas.size(); ++i) {
    const double theory = noisyEscapeMedian(0, 0.1, 0.1, sigmas[i], 0.5, 2);
    CHECK(theory == doctest::Approx(predicted[i]).epsilon(2e-3));
    CHECK(medianAbsNormal(0, 1) == doctest::Approx(0.674489750196082).epsilon(1e-12));
    for (const int samples : {200, 6000}) {
      EscapeRuns runs(
          f,
          {.descent = {.kind = Descent::Noisy, .rate = 0.1, .noise = sigmas[i]},
           .starts = std::vector<VectorXd>(static_cast<std::size_t>(samples), pair(1, 0))},
          Rng(17));
      while (!runs.work(1000)) {
      }
      const double measured = median(escapeTimes(runs));
      CAPTURE(sigmas[i]);
      CAPTURE(measured);
      CAPTURE(theory);
      CHECK(std::abs(measured / theory - 1) <= 0.06);
      // Whole steps are half a step late on average; the rest is sampling error.
      const double error = noisyEscapeMedianError(0, 0.1, sigmas[i], 0.5, 2, samples);
      CHECK(std::abs(measured - 0.5 - theory) <= 3.5 * error + 1);
    }
  }
}

TEST_CASE("escape: one formula covers offset and noise together") {
  // Without noise the median is the law; far from the manifold noise does not matter.
  CHECK(noisyEscapeMedian(1e-4, 0.1, 0.1, 1e-9, 0.5, 2) ==
        doctest::Approx(escapeSteps(1e-4, 0.1, 0.1, 0.5)).epsilon(1e-6));
  CHECK(medianAbsNormal(3, 0) == 3);
  Rng rng(23);
  for (int trial = 0; trial < 6; ++trial) {
    const double gamma = rng.uniform(0.2, 1);
    const double rate = rng.uniform(0.05, 0.3);
    StrictSaddle f(1, gamma);
    const double sigma = 0.01 * f.exitDistance() / rate;
    const double y0 = rng.uniform(0.2, 3) * noiseOffset(rate, sigma, gamma, 2);
    EscapeRuns runs(f,
                    {.descent = {.kind = Descent::Noisy, .rate = rate, .noise = sigma},
                     .starts = std::vector<VectorXd>(2000, pair(0.8, y0))},
                    Rng(31));
    while (!runs.work(100000)) {
    }
    const double theory = noisyEscapeMedian(y0, f.exitDistance(), rate, sigma, gamma, 2);
    const double error = noisyEscapeMedianError(y0, rate, sigma, gamma, 2, 2000);
    CHECK(std::abs(median(escapeTimes(runs)) - 0.5 - theory) <=
          4 * error + quarticEscapeSlack(f.exitDistance(), rate, gamma));
  }
}

TEST_CASE("octopus: plain descent needs (1 + kappa) times longer at each saddle") {
  Octopus f(6, 1, 0.5, 1);
  SaddleWalker walker(f, {.rate = 0.1}, octopusStart(), Rng(1));
  while (!walker.leftAll() && walker.steps() < 20000) walker.step();
  const std::array expected = {7, 29, 105, 357, 1201, 4021};
  REQUIRE(walker.leaveTimes().size() == 6);
  const double ratio = 1 + escapeRatio(0.1, 2, 1);
  CHECK(ratio == doctest::Approx(3.3412).epsilon(1e-4));
  const OctopusLaw law = octopusLaw(1, 0.5, 1, 0.1, 0.9, 0.5);
  CHECK(law.ratio == doctest::Approx(ratio).epsilon(1e-12));
  for (int k = 0; k < 6; ++k) {
    const auto t = static_cast<double>(walker.leaveTimes()[static_cast<std::size_t>(k)]);
    CHECK(std::abs(t - expected[static_cast<std::size_t>(k)]) <= 1);
    CAPTURE(k);
    CAPTURE(law.leaveTime(k));
    CHECK(std::abs(law.leaveTime(k) - t) <= 1 + 0.1 * t);
  }
  CHECK(expected[5] / double(expected[4]) == doctest::Approx(ratio).epsilon(0.01));
  // The constant drops out of increments: 2820/844.
  CHECK((walker.leaveTimes()[5] - walker.leaveTimes()[4]) /
            double(walker.leaveTimes()[4] - walker.leaveTimes()[3]) ==
        doctest::Approx(ratio).epsilon(2e-3));
}

TEST_CASE("octopus: the recursion predicts leave times at other parameters") {
  struct Row {
    double L, gamma, tau, rate;
  };
  for (const Row& r : {Row{1, 1, 1, 0.1}, Row{1, 0.5, 0.6, 0.05}, Row{2, 1, 1.5, 0.05},
                       Row{0.5, 0.25, 1, 0.2}, Row{1, 0.8, 1, 0.02}}) {
    Octopus f(4, r.L, r.gamma, r.tau);
    VectorXd x = VectorXd::Constant(4, 0.5 * r.tau);
    SaddleWalker walker(f, {.rate = r.rate}, x, Rng(1));
    while (!walker.leftAll() && walker.steps() < 100000) walker.step();
    REQUIRE(walker.leftAll());
    const OctopusLaw law = octopusLaw(r.L, r.gamma, r.tau, r.rate, x[0], x[1]);
    const auto& t = walker.leaveTimes();
    CHECK(double(t[3] - t[2]) / double(t[2] - t[1]) == doctest::Approx(law.ratio).epsilon(0.03));
    for (int k = 0; k < 4; ++k) {
      CAPTURE(k);
      CAPTURE(law.leaveTime(k));
      CHECK(std::abs(law.leaveTime(k) / double(t[static_cast<std::size_t>(k)]) - 1) < 0.15);
    }
  }
}

TEST_CASE("octopus: perturbed descent is polynomial where plain descent is exponential") {
  Octopus f(6, 1, 0.5, 1);
  Rng rng(2);
  std::vector<VectorXd> starts;
  for (int seed = 0; seed < 20; ++seed) {
    VectorXd x(6);
    for (double& v : x) v = rng.uniform(-1, 1);
    starts.push_back(x);
  }
  const auto medians = [&](Descent kind) {
    EscapeRuns runs(f,
                    {.descent = {.kind = kind, .rate = 0.1, .perturbed = perturbedPractical(0.1)},
                     .starts = starts,
                     .cap = 20000,
                     .allSaddles = true},
                    Rng(4));
    while (!runs.work(100000)) {
    }
    return medianLeaveTimes(runs.records(), 6);
  };
  const std::vector<double> plain = medians(Descent::Plain);
  const std::vector<double> perturbed = medians(Descent::Perturbed);
  REQUIRE(plain.size() == 6);
  REQUIRE(perturbed.size() == 6);
  const double each = perturbedSaddleSteps(1, 0.5, 1, perturbedPractical(0.1), 6);
  CHECK(each < 100);
  for (std::size_t k = 0; k < 6; ++k) CHECK(perturbed[k] <= (double(k) + 1) * each);
  CHECK(perturbed[5] < 600);
  CHECK(plain[5] / perturbed[5] > 5);
}

TEST_CASE(
    "octopus: perturbed descent costs about the same at every saddle, at other parameters too") {
  CHECK(medianBallCoordinate(1) == doctest::Approx(0.5).epsilon(1e-3));
  CHECK(medianBallCoordinate(2) == doctest::Approx(0.4039727532995).epsilon(1e-4));
  struct Row {
    double L, gamma, tau, rate, radius;
    int dimension;
  };
  for (const Row& r :
       {Row{1, 0.5, 1, 0.05, 0.1, 5}, Row{1, 1, 1, 0.1, 0.01, 8}, Row{2, 0.5, 0.8, 0.1, 0.05, 4}}) {
    Octopus f(r.dimension, r.L, r.gamma, r.tau);
    PerturbedSpec spec = perturbedPractical(r.rate);
    spec.radius = r.radius;
    EscapeRuns runs(
        f,
        {.descent = {.kind = Descent::Perturbed, .rate = r.rate, .perturbed = spec},
         .starts = std::vector<VectorXd>(40, VectorXd::Constant(r.dimension, 0.4 * r.tau)),
         .allSaddles = true},
        Rng(8));
    while (!runs.work(100000)) {
    }
    const std::vector<double> medians = medianLeaveTimes(runs.records(), r.dimension);
    REQUIRE(static_cast<int>(medians.size()) == r.dimension);
    const double each = perturbedSaddleSteps(r.L, r.gamma, r.tau, spec, r.dimension);
    CAPTURE(each);
    CHECK(medians.back() <= r.dimension * each);
    CHECK(medians.back() >= 0.3 * r.dimension * each);
  }
}

TEST_CASE("octopus: kappa is infinite at 2 rate L = 1 only, where one step lands on the saddle") {
  CHECK(std::isinf(escapeRatio(0.5, 2, 1)));
  CHECK(std::isfinite(escapeRatio(0.6, 2, 1)));
  Octopus f(3, 1, 0.5, 1);
  VectorXd x = VectorXd::Constant(3, 0.5);
  SaddleWalker killed(f, {.rate = 0.5}, x, Rng(1));
  for (int t = 0; t < 3000; ++t) killed.step();
  CHECK(killed.leaveTimes().size() == 1);
  CHECK(killed.position()[1] == 0);
  // Above it the factor is 1 - 2 rate L = -0.2: signs alternate, nothing is lost.
  SaddleWalker alternating(f, {.rate = 0.6}, x, Rng(1));
  while (!alternating.leftAll() && alternating.steps() < 3000) alternating.step();
  CHECK(alternating.leftAll());
}

TEST_CASE("octopus: a coordinate that underflows ends the run at a saddle, as predicted") {
  const double rate = 0.45;  // factor 0.1 a step
  Octopus f(8, 1, 0.05, 1);
  VectorXd x = VectorXd::Constant(8, 0.5);
  const OctopusLaw law = octopusLaw(1, 0.05, 1, rate, 0.5, 0.5);
  CHECK(octopusUnderflows(law, 8, 1, rate));
  SaddleWalker walker(f, {.rate = rate}, x, Rng(1));
  while (!walker.stopped() && !walker.leftAll() && walker.steps() < 200000) walker.step();
  CHECK(walker.stopped());
  CHECK(!walker.leftAll());
  CHECK_FALSE(octopusUnderflows(octopusLaw(1, 0.5, 1, 0.1, 0.9, 0.5), 6, 1, 0.1));
}

TEST_CASE("two saddles in a row: the second time grows (1 + kappa) times as fast as the first") {
  SaddlePair f(1, 0.5);
  std::vector<double> first, second;
  for (double e = -2; e >= -9; e -= 0.5) {
    SaddleWalker walker(f, {.rate = 0.1}, pair(0.8, std::pow(10, e)), Rng(1));
    while (!walker.leftAll() && walker.steps() < 20000) walker.step();
    REQUIRE(walker.leftAll());
    first.push_back(static_cast<double>(walker.leaveTimes()[0]));
    second.push_back(static_cast<double>(walker.leaveTimes()[1]));
    CHECK(first.back() ==
          doctest::Approx(escapeSteps(std::pow(10, e), 0.1, 0.1, 0.5)).epsilon(0.03));
  }
  CHECK(leastSquaresSlope(first, second) ==
        doctest::Approx(1 + escapeRatio(0.1, 1, 0.5)).epsilon(0.01));
}

TEST_CASE("monkey saddle: not strict, so the time follows the power |y0|^(-1/3)") {
  MonkeySaddle f;
  std::vector<double> offsets, times;
  for (double e = -6; e >= -11; e -= 0.5) {
    offsets.push_back(std::pow(10, e));
    times.push_back(static_cast<double>(plainEscape(f, pair(0.8, offsets.back()), 0.1, 10000000)));
  }
  CHECK(fitLogLog(offsets, times).slope == doctest::Approx(-1.0 / 3).epsilon(0.02));
}

TEST_CASE("perturbed descent with the theorem's constants returns a second-order point") {
  PerturbedAssumptions a;
  const PerturbedSpec spec = perturbedFromTheory(a);
  CHECK(spec.chi == doctest::Approx(31.4027).epsilon(1e-5));
  CHECK(spec.rate == doctest::Approx(0.2).epsilon(1e-12));
  CHECK(spec.radius == doctest::Approx(1.147e-5).epsilon(1e-3));
  CHECK(spec.gradientThreshold == doctest::Approx(2.868e-5).epsilon(1e-3));
  CHECK(spec.waitSteps == 642);
  StrictSaddle f(1, 0.5);
  for (int seed = 0; seed < 20; ++seed) {
    SaddleWalker walker(f, {.kind = Descent::Perturbed, .perturbed = spec}, pair(1, 0), Rng(seed));
    long long half = -1;
    while (!walker.stopped() && walker.steps() < 100000) {
      walker.step();
      if (half < 0 && std::abs(walker.position()[1]) > std::sqrt(0.5) / 2) half = walker.steps();
    }
    CHECK(walker.stopped());
    CHECK(walker.perturbations() == 2);
    CHECK(walker.steps() == doctest::Approx(1332).epsilon(0.05));
    CHECK(half >= 100);
    CHECK(half <= 300);
    CHECK(std::abs(walker.position()[1]) == doctest::Approx(std::sqrt(0.5)).epsilon(1e-3));
    CHECK(f.value(walker.position()) == doctest::Approx(-0.0625).epsilon(1e-6));
    CHECK(hessianExtremes(f, walker.position()).smallest >= -std::sqrt(a.rho * a.epsilon));
    // The lemma behind the theorem: f falls by f_th within t_th steps of a perturbation at a
    // saddle.
    CHECK(walker.decreaseTime() - walker.firstPerturbation() <= spec.waitSteps);
  }
  a.c = 0.1;
  CHECK(perturbedFromTheory(a).waitSteps == 18490);
}

TEST_CASE("walkers: two runs of one seed agree bit by bit, slices do not matter") {
  Octopus f(4, 1, 0.5, 1);
  const DescentSpec spec{.kind = Descent::Noisy, .rate = 0.1, .noise = 0.05};
  const auto run = [&](long long budget) {
    EscapeRuns runs(f,
                    {.descent = spec,
                     .starts = std::vector<VectorXd>(10, VectorXd::Constant(4, 0.3)),
                     .allSaddles = true},
                    Rng(6));
    while (!runs.work(budget)) {
    }
    std::vector<long long> all;
    for (const EscapeRecord& r : runs.records())
      all.insert(all.end(), r.leave.begin(), r.leave.end());
    return all;
  };
  const std::vector<long long> once = run(1000000);
  CHECK(once.size() == 40);
  CHECK(once == run(7));
}

TEST_CASE("walkers: a step above 2/beta diverges and says so") {
  StrictSaddle f(1, 0.5);
  SaddleWalker walker(f, {.rate = 2.2}, pair(1, 1e-4), Rng(1));
  for (int t = 0; t < 1000; ++t) walker.step();
  CHECK(walker.diverged());
  CHECK(walker.steps() < 200);
}
