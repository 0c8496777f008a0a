#include "theory/skip_path.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "base/stats.h"

using namespace basin;

namespace {

// Points N(0, I_2) with random labels.
SkipNetwork networkOf(const std::vector<int>& widths, int wired, int points, Loss loss,
                      std::uint64_t seed) {
  Rng rng = Rng(seed).split(1);
  MatrixXd X(points, 2), Y(points, 1);
  for (Index i = 0; i < X.size(); ++i) X.data()[i] = rng.normal();
  for (Index i = 0; i < points; ++i) Y(i, 0) = rng.sign();
  return {widths, wired, std::move(X), std::move(Y), loss};
}

double largestGap(SkipNetwork& network, const VectorXd& theta, const SkipPath& path) {
  double gap = 0;
  for (int i = 0; i <= 20; ++i) {
    const double s = i / 20.0;
    const double loss = network.loss(theta + s * path.direction);
    gap = std::max(gap, std::abs(loss - path.law(Loss::Squared, s)) / path.firstLoss);
  }
  return gap;
}

}  // namespace

TEST_CASE("skip path: the squared loss falls exactly as (1 - s)^2 for three layers of ten") {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    SkipNetwork network = networkOf({10, 10, 10}, 30, 20, Loss::Squared, seed);
    const VectorXd theta = network.start(3, Rng(seed));
    const SkipPath path = skipPath(network, theta);
    INFO(seed, " ", path.condition());
    CHECK(path.rank == 20);
    CHECK(path.lastLoss == 0);
    CHECK(path.firstLoss == doctest::Approx(network.loss(theta)).epsilon(1e-14));
    CHECK(largestGap(network, theta, path) <= path.rounding());
    CHECK(path.rounding() < 1e-8);
    CHECK(network.right(network.outputs(theta + path.direction)) == 20);
  }
}

TEST_CASE("skip path: with fewer wires than points the law keeps what cannot be reached") {
  for (const int wired : {0, 1, 7, 15, 19}) {
    SkipNetwork network = networkOf({10, 10, 10}, wired, 20, Loss::Squared, 3);
    const VectorXd theta = network.start(3, Rng(3));
    const SkipPath path = skipPath(network, theta);
    CHECK(path.rank == wired);
    CHECK(path.lastLoss > 0);
    CHECK(path.lastLoss <= path.firstLoss * (1 + 1e-12));
    CHECK(largestGap(network, theta, path) <= std::max(1e-13, path.rounding()));
  }
}

TEST_CASE("skip path: every margin grows by s, and the logistic loss stays below its bound") {
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    SkipNetwork network = networkOf({10, 10, 10}, 30, 20, Loss::Logistic, seed);
    const VectorXd theta = network.start(3, Rng(seed));
    const SkipPath path = skipPath(network, theta);
    REQUIRE(path.rank == 20);
    const VectorXd u = network.outputs(theta), &y = network.labels();
    double before = path.firstLoss;
    for (int i = 1; i <= 120; ++i) {
      const double s = i / 10.0;
      const VectorXd there = theta + s * path.direction;
      const VectorXd margins = (y.array() * (network.outputs(there) - u).array()).matrix();
      CHECK((margins.array() - s).abs().maxCoeff() < 1e-9);
      const double loss = network.loss(there);
      CHECK(loss < before);
      CHECK(loss <= path.law(Loss::Logistic, s));
      before = loss;
    }
    // The bound becomes sharp: log(1 + z) = z (1 - z/2 + ...).
    CHECK(before == doctest::Approx(path.law(Loss::Logistic, 12)).epsilon(1e-3));
  }
}

TEST_CASE("skip path: two points at one place with opposite labels leave 1/N") {
  Rng rng(2);
  MatrixXd X(12, 2), Y(12, 1);
  for (Index i = 0; i < X.size(); ++i) X.data()[i] = rng.normal();
  for (Index i = 0; i < 12; ++i) Y(i, 0) = rng.sign();
  X.row(1) = X.row(0);
  Y(1, 0) = -Y(0, 0);
  SkipNetwork network({12, 12}, 24, X, Y, Loss::Squared);
  const VectorXd theta = network.start(3, Rng(2));
  const SkipPath path = skipPath(network, theta);
  CHECK(path.rank == 11);
  CHECK(path.lastLoss == doctest::Approx(1.0 / 12).epsilon(1e-9));
}

TEST_CASE("skip path: one point is trivial, weights of zero have no features but a shake's") {
  SkipNetwork one = networkOf({3}, 3, 1, Loss::Squared, 1);
  const VectorXd theta = one.start(3, Rng(1));
  CHECK(skipPath(one, theta).rank == 1);

  SkipNetwork network = networkOf({10, 10, 10}, 30, 20, Loss::Squared, 2);
  VectorXd zero = network.start(0, Rng(2));
  CHECK(zero.norm() == 0);
  CHECK(skipPath(network, zero).rank == 0);
  CHECK(std::isinf(skipPath(network, zero).condition()));
  const double before = network.loss(zero);
  network.shake(zero, 3, Rng(5));
  // The output still hears none of its units.
  CHECK(network.loss(zero) == before);
  CHECK(skipPath(network, zero).rank == 20);
}

TEST_CASE("skip path: gradients of the plain network leave the wires alone") {
  SkipNetwork network = networkOf({4, 3, 2}, 6, 8, Loss::Logistic, 4);
  const VectorXd theta = network.start(2, Rng(4));
  VectorXd plain, wired;
  network.gradient(theta, false, plain);
  network.gradient(theta, true, wired);
  // 4 + 2 wires of seven skip weights.
  int same = 0, free = 0;
  for (const SkipBlock& skip : network.layout().skips()) {
    for (Index i = 0; i < skip.in; ++i) {
      CHECK(plain[skip.weight + i] == 0);
      free += wired[skip.weight + i] != 0;
    }
  }
  CHECK(free == 6);
  for (Index i = 0; i < theta.size(); ++i) same += plain[i] == wired[i];
  CHECK(same == theta.size() - 6);
  // Against differences, along the whole gradient.
  const double h = 1e-6 / wired.norm();
  const double slope =
      (network.loss(theta + h * wired) - network.loss(theta - h * wired)) / (2 * h);
  CHECK(slope == doctest::Approx(wired.squaredNorm()).epsilon(1e-6));
}

TEST_CASE("skip path: residuals fall to nothing at M = N, and end at the path's") {
  SkipNetwork network = networkOf({10, 10, 10}, 30, 20, Loss::Squared, 6);
  const VectorXd theta = network.start(3, Rng(6));
  const ResidualShares shares = residualShares(network.features(theta), network.labels());
  CHECK_FALSE(shares.dependent);
  REQUIRE(shares.parts.size() == 31);
  CHECK(shares.parts[0] == 1);
  for (std::size_t m = 1; m < 31; ++m) CHECK(shares.parts[m] <= shares.parts[m - 1] + 1e-15);
  for (std::size_t m = 20; m < 31; ++m) CHECK(shares.parts[m] < 1e-10);
  for (const int wired : {5, 15}) {
    SkipNetwork fewer = networkOf({10, 10, 10}, wired, 20, Loss::Squared, 6);
    CHECK(skipPath(fewer, theta).residualShare ==
          doctest::Approx(shares.parts[static_cast<std::size_t>(wired)]).epsilon(1e-9));
  }
}

TEST_CASE("skip path: a column that adds nothing takes nothing, and is told") {
  MatrixXd features(3, 3);
  features << 1, 2, 0, 1, 2, 1, 0, 0, 1;
  const ResidualShares shares = residualShares(features, VectorXd::Ones(3));
  CHECK(shares.dependent);
  CHECK(shares.parts[1] == doctest::Approx(1.0 / 3));
  CHECK(shares.parts[2] == shares.parts[1]);
  CHECK(shares.parts[3] == doctest::Approx(1.0 / 9));
}

TEST_CASE("skip path: random labels leave 1 - M/N in the mean over 300 draws") {
  std::vector<std::vector<double>> parts(31);
  for (std::uint64_t seed = 1; seed <= 300; ++seed) {
    SkipNetwork network = networkOf({10, 10, 10}, 30, 20, Loss::Squared, seed);
    const auto shares =
        residualShares(network.features(network.start(3, Rng(seed))), network.labels());
    for (std::size_t m = 0; m < 31; ++m) parts[m].push_back(shares.parts[m]);
  }
  for (const auto& [m, share] : {std::pair{5, .75}, {10, .5}, {15, .25}, {19, .05}}) {
    CHECK(std::abs(mean(parts[static_cast<std::size_t>(m)]) - share) < 0.03);
    // The exact variance of y'Qy/N is at most 2 M (N - M)/N^3.
    CHECK(variance(parts[static_cast<std::size_t>(m)]) < 1.5 * 2 * m * (20 - m) / 8000.0);
  }
}
