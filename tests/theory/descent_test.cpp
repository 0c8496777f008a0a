#include "theory/descent.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <memory>
#include <vector>

#include "base/rng.h"
#include "base/stats.h"

using namespace basin;

namespace {

VectorXd vec(std::initializer_list<double> values) {
  VectorXd v(static_cast<Index>(values.size()));
  Index i = 0;
  for (const double value : values) v[i++] = value;
  return v;
}

std::unique_ptr<SmoothFunction> standardCosines() {
  return makeCosines(vec({1, 0.5, 0.3}), vec({1, 2, 1}));
}

/// Steps of gradient descent until the gradient norm is at most epsilon; -1 when a step takes off
/// less than the descent lemma promises.
long stepsTo(SmoothFunction& f, VectorXd x, double rate, double epsilon, long most) {
  VectorXd g;
  double value = f.gradient(x, g);
  for (long t = 0; t < most; ++t) {
    if (g.norm() <= epsilon) return t;
    const double promised = lemmaDecrease(rate, f.smoothness(), g.norm());
    x -= rate * g;
    const double next = f.gradient(x, g);
    if (value - next < promised - 1e-12) return -1;
    value = next;
  }
  return most;
}

}  // namespace

TEST_CASE("gradients and Hessians of the smooth functions agree with differences") {
  std::vector<std::unique_ptr<SmoothFunction>> all;
  all.push_back(makeQuadratic(vec({4, 1, 0.25})));
  all.push_back(standardCosines());
  all.push_back(makePseudoHuber(1.7, 0.4, 3));
  Rng rng(5);
  for (const auto& f : all) {
    VectorXd x(3), v(3), g, plus, minus, Hv;
    for (Index i = 0; i < 3; ++i) {
      x[i] = rng.uniform(-2, 2);
      v[i] = rng.normal();
    }
    const double h = 1e-5;
    f->gradient(x, g);
    CHECK(g.dot(v) ==
          doctest::Approx((f->value(x + h * v) - f->value(x - h * v)) / (2 * h)).epsilon(1e-8));
    f->gradient(x + h * v, plus);
    f->gradient(x - h * v, minus);
    f->hessianVector(x, v, Hv);
    CHECK((Hv - (plus - minus) / (2 * h)).norm() < 1e-8 * (1 + Hv.norm()));
    // No curvature is larger than beta.
    CHECK(std::abs(v.dot(Hv)) <= f->smoothness() * v.squaredNorm() * (1 + 1e-12));
  }
}

TEST_CASE("the smoothness constant is attained") {
  VectorXd Hv;
  const VectorXd e2 = vec({0, 1, 0});
  standardCosines()->hessianVector(vec({0, 0, 0}), e2, Hv);
  CHECK(Hv[1] == doctest::Approx(2));
  CHECK(standardCosines()->smoothness() == 2);
  makePseudoHuber(3, 0.2, 2)->hessianVector(vec({0, 0}), vec({1, 0}), Hv);
  CHECK(Hv[0] == 3);
}

TEST_CASE("a quadratic is stable below 2/beta and blows up above, at the exact factor") {
  const auto f = makeQuadratic(vec({4, 1, 0.25}));
  const auto run = [&](double rate) {
    VectorXd x = vec({1, 1, 1}), g;
    for (int t = 0; t < 200; ++t) {
      f->gradient(x, g);
      x -= rate * g;
    }
    return x;
  };
  CHECK(f->value(run(0.499)) == doctest::Approx(0.4025).epsilon(1e-3));
  CHECK(f->value(run(0.501)) == doctest::Approx(9.874).epsilon(1e-3));
  for (const double rate : {0.499, 0.501, 0.137}) {
    CHECK(run(rate)[0] == doctest::Approx(std::pow(1 - 4 * rate, 200)).epsilon(1e-10));
  }
}

TEST_CASE("no start of the cosines needs more steps than the bound, and every step descends") {
  const auto f = standardCosines();
  Rng rng(11);
  for (const double epsilon : {0.1, 0.01}) {
    double worst = 0;
    for (int run = 0; run < 200; ++run) {
      const VectorXd x = vec({rng.uniform(-3, 3), rng.uniform(-3, 3), rng.uniform(-3, 3)});
      const long steps = stepsTo(*f, x, 0.5, epsilon, 1000000);
      REQUIRE(steps >= 0);
      worst = std::max(worst, steps / criticalSteps(f->value(x), 0.5, 2, epsilon));
    }
    CHECK(worst <= 1);
    CHECK(worst > 1e-4);
  }
}

TEST_CASE("the pseudo-Huber function needs steps like epsilon^-2, a third of the bound") {
  struct Case {
    double epsilon;
    long steps;
    double ratio;
  };
  std::vector<double> epsilons, times;
  for (const Case& c : {Case{0.1, 70, 0.350}, Case{0.03, 772, 0.3474}, Case{0.01, 6945, 0.34725}}) {
    const double D = hardHuberScale(1, c.epsilon);
    const auto f = makePseudoHuber(1, D, 1);
    const VectorXd start = vec({huberRadius(1, D, 1)});
    CHECK(f->value(start) == doctest::Approx(1).epsilon(1e-12));
    const long steps = stepsTo(*f, start, 1, c.epsilon, 1000000);
    CHECK(steps == c.steps);
    CHECK(steps / criticalSteps(1, 1, 1, c.epsilon) == doctest::Approx(c.ratio).epsilon(2e-4));
    epsilons.push_back(c.epsilon);
    times.push_back(static_cast<double>(steps));
  }
  CHECK(std::abs(fitLogLog(epsilons, times).slope + 2) < 0.02);
  // Other step sizes and constants have their own limit.
  for (const double rate : {0.2, 0.35}) {
    const double beta = 2.5, epsilon = 0.004, D = hardHuberScale(beta, epsilon);
    const auto f = makePseudoHuber(beta, D, 2);
    const double radius = huberRadius(beta, D, 1);
    const long steps = stepsTo(*f, vec({0.6 * radius, -0.8 * radius}), rate, epsilon, 10000000);
    CHECK(steps / criticalSteps(1, rate, beta, epsilon) ==
          doctest::Approx(hardHuberRatio(rate, beta)).epsilon(1e-3));
  }
}

TEST_CASE("the bound is least at 1/beta and gone at 2/beta") {
  CHECK(criticalSteps(3, 0.25, 4, 0.1) == doctest::Approx(2 * 4 * 3 / 0.01));
  CHECK(criticalSteps(3, 0.2, 4, 0.1) > criticalSteps(3, 0.25, 4, 0.1));
  CHECK(criticalSteps(3, 0.3, 4, 0.1) > criticalSteps(3, 0.25, 4, 0.1));
  CHECK(std::isinf(criticalSteps(3, 0.5, 4, 0.1)));
  CHECK(std::isinf(criticalNorm(3, 0.51, 4, 100)));
  CHECK(criticalNorm(3, 0.2, 4, criticalSteps(3, 0.2, 4, 0.07)) == doctest::Approx(0.07));
}
