#include "train/perturbed.h"

#include <doctest/doctest.h>

#include <cmath>

using namespace basin;

namespace {

// f = x^2/2 - gamma y^2/2 + y^4/4: a strict saddle at 0, minima at y = +-sqrt(gamma).
class Saddle final : public Objective<double> {
 public:
  Index size() const override { return 2; }
  double value(const Vector<double>& p) override {
    const double y2 = p[1] * p[1];
    return 0.5 * p[0] * p[0] - 0.5 * gamma * y2 + 0.25 * y2 * y2;
  }
  double gradient(const Vector<double>& p, Vector<double>& g) override {
    g.resize(2);
    g[0] = p[0];
    g[1] = -gamma * p[1] + p[1] * p[1] * p[1];
    return value(p);
  }
  double gamma = 0.5;
};

}  // namespace

TEST_CASE("perturbed descent: the theorem's constants") {
  const PerturbedSpec s = perturbedFromTheory({});
  CHECK(std::abs(s.chi - 31.4027) < 5e-5);
  CHECK(s.rate == 0.2);
  CHECK(std::abs(s.radius - 1.147e-5) < 5e-9);
  CHECK(std::abs(s.gradientThreshold - 2.868e-5) < 5e-9);
  CHECK(s.waitSteps == 642);
  CHECK(s.stops);
  CHECK(std::abs(s.decreaseThreshold -
                 0.5 / std::pow(s.chi, 3) * std::sqrt(std::pow(0.04, 3) / 6)) < 1e-18);
  CHECK(perturbedFromTheory({.c = 0.1}).waitSteps == 18490);
  // The logarithm is at least 4.
  CHECK(perturbedFromTheory({.epsilon = 2}).chi == 12);
}

TEST_CASE("perturbed descent: leaves the saddle and stops at a minimum") {
  for (uint64_t seed = 1; seed <= 5; ++seed) {
    Saddle f;
    Vector<double> p(2);
    p << 1, 0;
    PerturbedDescent<double> descent(perturbedFromTheory({}), 2, Rng(seed));
    long long perturbedAt = -1, escaped = -1;
    PerturbedEvent event = PerturbedEvent::Moved;
    while (event != PerturbedEvent::Stopped && descent.steps() < 5000) {
      event = descent.step(f, p);
      if (event == PerturbedEvent::Perturbed && perturbedAt < 0) perturbedAt = descent.steps();
      if (escaped < 0 && std::abs(p[1]) > 0.5 * std::sqrt(f.gamma)) escaped = descent.steps();
    }
    REQUIRE(event == PerturbedEvent::Stopped);
    CHECK(descent.perturbations() == 2);
    CHECK(std::abs(p[0]) < 1e-4);
    CHECK(std::abs(std::abs(p[1]) - std::sqrt(0.5)) < 1e-4);
    CHECK(std::abs(f.value(p) + 0.0625) < 1e-8);
    CHECK(escaped >= 100);
    CHECK(escaped <= 300);
    CHECK(descent.steps() > 1284);  // twice the waiting time
    CHECK(descent.steps() < 1500);
  }
}

TEST_CASE("perturbed descent: without noise the saddle holds plain descent for ever") {
  Saddle f;
  Vector<double> p(2);
  p << 1, 0;
  PerturbedSpec spec = perturbedFromTheory({});
  spec.gradientThreshold = -1;
  PerturbedDescent<double> descent(spec, 2, Rng(1));
  for (int t = 0; t < 5000; ++t) CHECK(descent.step(f, p) == PerturbedEvent::Moved);
  CHECK(p[1] == 0);
  CHECK(descent.perturbations() == 0);
}

TEST_CASE("perturbed descent: the practical variant waits between perturbations") {
  Saddle f;
  Vector<double> p = Vector<double>::Zero(2);
  PerturbedDescent<double> descent(perturbedPractical(0.1), 2, Rng(3));
  long long last = -100;
  for (long long t = 0; t < 2000; ++t) {
    Vector<double> g, before = p;
    f.gradient(before, g);
    if (descent.step(f, p) == PerturbedEvent::Perturbed) {
      CHECK(t - last > 20);
      CHECK(g.norm() <= 0.1);
      CHECK((p - before).norm() <= 0.1 + 0.1 * 0.3);
      last = t;
    }
  }
  CHECK(descent.perturbations() > 10);
  CHECK(std::abs(p[1]) > 0.5);
}
