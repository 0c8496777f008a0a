#include "theory/line_target.h"

#include <doctest/doctest.h>

#include <cmath>
#include <numbers>

#include "linalg/types.h"

using namespace basin;

TEST_CASE(
    "line target: the spline passes through its samples, twice differentiable and straight "
    "outside") {
  const std::vector<Sample> samples = {{0, 0}, {0.2, 0.5}, {0.5, -0.3}, {0.6, 0.1}, {1, 0.4}};
  const NaturalSpline f(samples);
  for (const Sample& s : samples) CHECK(f(s.x) == doctest::Approx(s.y).epsilon(1e-14));
  const double h = 1e-5;
  for (std::size_t i = 1; i + 1 < samples.size(); ++i) {
    const double x = samples[i].x;
    CHECK(std::abs((f(x + h) + f(x - h) - 2 * f(x)) / h) < 0.01);  // no kink
    const auto curvature = [&](double at) { return (f(at + h) + f(at - h) - 2 * f(at)) / (h * h); };
    CHECK(std::abs(curvature(x + 2 * h) - curvature(x - 2 * h)) < 0.1);
  }
  CHECK(f(-2) - f(-1) == doctest::Approx(f(-1) - f(0)));
  CHECK(f(3) - f(2) == doctest::Approx(f(2) - f(1)));
  // Of a line it is that line, of two samples too.
  CHECK(NaturalSpline({{0, 1}, {0.3, 1.6}, {1, 3}})(0.7) == doctest::Approx(2.4));
  CHECK(NaturalSpline({{0.2, 1}, {0.4, 2}})(1) == doctest::Approx(5));
}

TEST_CASE("line target: derivatives by differences and their largest values") {
  const double w = 2 * std::numbers::pi;
  const LineFunction sine = [&](double x) { return std::sin(w * x); };
  CHECK(derivativeAt(sine, 0.1, 1) == doctest::Approx(w * std::cos(0.1 * w)).epsilon(1e-9));
  CHECK(derivativeAt(sine, 0.1, 2) == doctest::Approx(-w * w * std::sin(0.1 * w)).epsilon(1e-8));
  for (const int k : {0, 1, 2, 3}) {
    CHECK(largestDerivative(sine, k) == doctest::Approx(std::pow(w, k)).epsilon(1e-4));
    CHECK(largestDerivative(sine, k) >= std::pow(w, k) * (1 - 1e-12));
  }
  // A line far from zero: rounding is not taken for a third derivative that jumps.
  CHECK(largestDerivative([](double x) { return 500 + 3 * x; }, 3) < 0.1);
  // No value left of 0: taken from a little to the right.
  CHECK(std::isfinite(derivativeAt([](double x) { return x * std::sqrt(x); }, 0, 1)));
}

TEST_CASE("line target: where a derivative is not bounded, none is told") {
  const auto kink = [](double x) { return std::abs(x - 0.4); };
  CHECK(largestDerivative(kink, 1) == doctest::Approx(1).epsilon(0.01));
  CHECK(std::isinf(largestDerivative(kink, 2)));
  CHECK(std::isinf(largestDerivative([](double x) { return std::sqrt(x); }, 1)));
  CHECK(std::isinf(largestDerivative([](double x) { return x < 0.5 ? 0.0 : 1.0; }, 1)));
  CHECK(std::isinf(largestDerivative([](double x) { return std::sin(4000 * x); }, 2)));
}
