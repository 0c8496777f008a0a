#include "train/optimiser.h"

#include <doctest/doctest.h>

#include <cmath>
#include <complex>
#include <vector>

using namespace basin;

namespace {

constexpr double kCurvatures[] = {4, 1, 0.25};

Vector<double> quadraticGradient(const Vector<double>& x) {
  Vector<double> g(3);
  for (Index i = 0; i < 3; ++i) g[i] = kCurvatures[i] * x[i];
  return g;
}

}  // namespace

TEST_CASE("gradient descent: each coordinate of a quadratic contracts by 1 - rate lambda") {
  for (double rate : {0.1, 0.3, 0.499, 0.51}) {
    Optimiser<double> descent({.rate = rate}, 3);
    Vector<double> x = Vector<double>::Ones(3);
    for (int t = 1; t <= 60; ++t) {
      descent.step(x, quadraticGradient(x));
      for (Index i = 0; i < 3; ++i) {
        const double exact = std::pow(1 - rate * kCurvatures[i], t);
        CHECK(std::abs(x[i] - exact) < 1e-13 * std::abs(exact));
      }
    }
    CHECK(descent.steps() == 60);
  }
}

TEST_CASE("gradient descent: 200 steps just below and just above 2 / lambda_max") {
  const auto lossAfter200 = [](double rate) {
    Optimiser<double> descent({.rate = rate}, 3);
    Vector<double> x = Vector<double>::Ones(3);
    for (int t = 0; t < 200; ++t) descent.step(x, quadraticGradient(x));
    return 0.5 * x.dot(quadraticGradient(x));
  };
  CHECK(std::abs(lossAfter200(0.499) / 0.4025 - 1) < 1e-3);
  CHECK(std::abs(lossAfter200(0.501) / 9.874 - 1) < 1e-3);
}

TEST_CASE("momentum: the roots of the heavy-ball recursion") {
  // x_{t+1} = (1 + m - rate lambda) x_t - m x_{t-1}, x_1 = (1 - rate lambda) x_0.
  for (double m : {0.5, 0.9}) {
    const double rate = 0.2;
    Optimiser<double> ball({.kind = OptimiserKind::Momentum, .rate = rate, .momentum = m}, 3);
    Vector<double> x = Vector<double>::Ones(3);
    for (int t = 1; t <= 50; ++t) {
      ball.step(x, quadraticGradient(x));
      for (Index i = 0; i < 3; ++i) {
        const std::complex<double> half = (1 + m - rate * kCurvatures[i]) / 2;
        const std::complex<double> root = std::sqrt(half * half - m);
        const std::complex<double> r1 = half + root, r2 = half - root;
        const std::complex<double> a = (1 - rate * kCurvatures[i] - r2) / (r1 - r2);
        const double exact = (a * std::pow(r1, t) + (1.0 - a) * std::pow(r2, t)).real();
        CHECK(std::abs(x[i] - exact) < 1e-13);
      }
    }
  }
}

TEST_CASE("adam: the first step is the rate times the gradient's sign") {
  Optimiser<double> adam({.kind = OptimiserKind::Adam, .rate = 0.01, .epsilon = 1e-12}, 3);
  Vector<double> x = Vector<double>::Zero(3), g(3);
  g << 5, -1e-3, 120;
  adam.step(x, g);
  CHECK(std::abs(x[0] + 0.01) < 1e-10);
  CHECK(std::abs(x[1] - 0.01) < 1e-10);
  CHECK(std::abs(x[2] + 0.01) < 1e-10);
  // A constant gradient keeps both corrected averages constant.
  for (int t = 2; t <= 100; ++t) adam.step(x, g);
  CHECK(std::abs(x[0] + 1) < 1e-8);
}

TEST_CASE("adam: two steps by hand") {
  const double b1 = 0.8, b2 = 0.9, rate = 0.5, eps = 0.1;
  Optimiser<double> adam({.kind = OptimiserKind::Adam, .rate = rate, .beta1 = b1, .beta2 = b2,
                          .epsilon = eps}, 1);
  Vector<double> x = Vector<double>::Zero(1), g(1);
  g << 2;
  adam.step(x, g);
  const double x1 = -rate * 2 / (2 + eps);
  CHECK(std::abs(x[0] - x1) < 1e-15);
  g << -1;
  adam.step(x, g);
  const double m = b1 * 0.2 * 2 + 0.2 * -1, v = b2 * (1 - b2) * 4 + (1 - b2) * 1;
  const double x2 = x1 - rate * (m / (1 - b1 * b1)) / (std::sqrt(v / (1 - b2 * b2)) + eps);
  CHECK(std::abs(x[0] - x2) < 1e-15);
}

TEST_CASE("noise: of the given length, uniform over directions, added to the gradient") {
  Optimiser<double> noisy({.rate = 0.5, .noise = 3}, 2, Rng(4));
  const Vector<double> g = Vector<double>::Constant(2, 7);
  double cosine = 0, cosine2 = 0;
  constexpr int n = 20000;
  for (int i = 0; i < n; ++i) {
    Vector<double> x = Vector<double>::Zero(2);
    noisy.step(x, g);
    const Vector<double> xi = (-x / 0.5 - g) / 3;
    REQUIRE(std::abs(xi.norm() - 1) < 1e-13);
    cosine += xi[0] / n;
    cosine2 += xi[0] * xi[0] / n;
  }
  CHECK(std::abs(cosine) < 4 * std::sqrt(0.5 / n));
  CHECK(std::abs(cosine2 - 0.5) < 4 * std::sqrt(0.125 / n));
}

TEST_CASE("noise: balls are filled evenly") {
  Rng rng(8);
  Vector<double> v(3);
  constexpr int n = 20000;
  double inner = 0;
  for (int i = 0; i < n; ++i) {
    sampleBall(rng, 2, v);
    REQUIRE(v.norm() <= 2);
    if (v.norm() < 1) inner += 1.0 / n;
  }
  CHECK(std::abs(inner - 0.125) < 4 * std::sqrt(0.125 * 0.875 / n));
}

TEST_CASE("optimiser: a change of kind forgets, a change of rate does not") {
  Vector<double> x = Vector<double>::Zero(1);
  const Vector<double> g = Vector<double>::Ones(1);
  Optimiser<double> o({.kind = OptimiserKind::Momentum, .rate = 1, .momentum = 0.5}, 1);
  o.step(x, g);
  o.setSpec({.kind = OptimiserKind::Momentum, .rate = 0.1, .momentum = 0.5});
  o.step(x, g);
  CHECK(x[0] == doctest::Approx(-1.15).epsilon(1e-14));
  o.setSpec({.kind = OptimiserKind::GradientDescent, .rate = 0.1});
  CHECK(o.steps() == 0);
  o.setSpec({.kind = OptimiserKind::Momentum, .rate = 0.1, .momentum = 0.5});
  o.step(x, g);
  CHECK(x[0] == doctest::Approx(-1.25).epsilon(1e-14));
}

TEST_CASE("optimiser: names") {
  for (OptimiserKind k : kOptimiserKinds) CHECK(optimiserFromName(optimiserName(k)) == k);
  CHECK_FALSE(optimiserFromName("newton").has_value());
}
