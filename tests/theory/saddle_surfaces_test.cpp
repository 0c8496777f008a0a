#include "theory/saddle_surfaces.h"

#include <algorithm>
#include <cmath>
#include <memory>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "base/rng.h"

using namespace basin;

namespace {

VectorXd vec(std::initializer_list<double> values) {
  VectorXd v(static_cast<Index>(values.size()));
  Index i = 0;
  for (double value : values) v[i++] = value;
  return v;
}

// Largest deviations of the closed forms from central differences, relative to 1 + |entry|.
struct Deviation {
  double gradient = 0, hessian = 0;
};

Deviation compareWithDifferences(SaddleSurface& f, const VectorXd& x) {
  const Index n = f.size();
  VectorXd g, ahead, behind;
  MatrixXd H;
  f.gradient(x, g);
  f.hessian(x, H);
  Deviation worst;
  for (Index i = 0; i < n; ++i) {
    const double h = 1e-5;
    VectorXd a = x, b = x;
    a[i] += h;
    b[i] -= h;
    const double above = f.gradient(a, ahead);
    const double slope = (above - f.gradient(b, behind)) / (2 * h);
    worst.gradient = std::max(worst.gradient, std::abs(slope - g[i]) / (1 + std::abs(g[i])));
    const VectorXd column = (ahead - behind) / (2 * h);
    for (Index j = 0; j < n; ++j) {
      worst.hessian =
          std::max(worst.hessian, std::abs(column[j] - H(j, i)) / (1 + std::abs(H(j, i))));
    }
  }
  return worst;
}

// A point of the tube: k coordinates settled near +-4 tau, one anywhere below 4 tau, the rest below
// tau.
VectorXd tubePoint(Rng& rng, int d, double tau) {
  const int k = rng.below(d + 1);
  VectorXd x(d);
  for (int i = 0; i < d; ++i) {
    const double a = i < k ? rng.uniform(2, 5) : i == k ? rng.uniform(0.01, 2) : rng.uniform();
    x[i] = rng.sign() * a * tau;
  }
  return x;
}

}  // namespace

TEST_CASE("octopus: values and gradients of the reference points") {
  Octopus f(3, 1, 0.5, 1);
  CHECK(f.drop() == doctest::Approx(7.25).epsilon(1e-12));
  struct Row {
    VectorXd x;
    double value;
    VectorXd gradient;
  };
  const std::vector<Row> rows = {
      {vec({.5, .2, .1}), -0.075, vec({-.5, .4, .2})},
      {vec({1.5, .2, .1}), -1.370625, vec({-2.9875, .1, .2})},
      {vec({4, 1.5, .3}), -8.618125, vec({0, -3.128125, .15})},
      {vec({4, 4, 1.7}), -16.553825, vec({0, 0, -3.709})},
      {vec({-4, .5, -.1}), -7.365, vec({0, -.5, -.2})},
  };
  for (const Row& row : rows) {
    VectorXd g;
    CHECK(std::abs(f.gradient(row.x, g) - row.value) < 1e-9);
    CHECK(std::abs(f.value(row.x) - row.value) < 1e-9);
    CHECK((g - row.gradient).cwiseAbs().maxCoeff() < 1e-9);
  }
}

TEST_CASE("saddle surfaces: gradients and Hessians agree with finite differences") {
  Rng rng(11);
  for (int trial = 0; trial < 300; ++trial) {
    const double beta = rng.uniform(0.2, 3);
    const double gamma = rng.uniform(0.05, 2);
    std::vector<std::unique_ptr<SaddleSurface>> surfaces;
    surfaces.push_back(std::make_unique<StrictSaddle>(beta, gamma));
    surfaces.push_back(std::make_unique<SaddlePair>(beta, gamma));
    surfaces.push_back(std::make_unique<MonkeySaddle>());
    const VectorXd x = vec({rng.uniform(-1.5, 1.5), rng.uniform(-1.5, 1.5)});
    for (std::size_t i = 0; i < surfaces.size(); ++i) {
      CAPTURE(i);
      CAPTURE(gamma);
      const Deviation d = compareWithDifferences(*surfaces[i], x);
      CHECK(d.gradient < 1e-6);
      CHECK(d.hessian < 2e-6);
    }
    const int d = 1 + rng.below(8);
    const double L = rng.uniform(0.2, 4);
    const double tau = rng.uniform(0.3, 2);
    Octopus octopus(d, L, gamma, tau);
    const VectorXd inside = tubePoint(rng, d, tau);
    // Differences across a branch boundary see a jump of the third derivative: still small.
    const Deviation o = compareWithDifferences(octopus, inside);
    CAPTURE(inside.transpose());
    CHECK(octopus.inTube(inside));
    CHECK(o.gradient < 1e-5);
    CHECK(o.hessian < 1e-3);
  }
}

TEST_CASE("octopus: twice differentiable across its branches inside the tube") {
  Rng rng(5);
  for (int trial = 0; trial < 200; ++trial) {
    const int d = 2 + rng.below(6);
    const double L = rng.uniform(0.2, 4);
    const double gamma = rng.uniform(0.05, 2);
    const double tau = rng.uniform(0.3, 2);
    Octopus f(d, L, gamma, tau);
    VectorXd x = tubePoint(rng, d, tau);
    const int k = rng.below(d);
    for (int i = 0; i < d; ++i) {
      if (i < k) x[i] = rng.sign() * rng.uniform(2, 5) * tau;
      if (i > k) x[i] = rng.uniform(-1, 1) * tau;
    }
    for (const double edge : {tau, 2 * tau}) {
      const double sign = rng.sign();
      VectorXd below = x, above = x, gBelow, gAbove;
      below[k] = sign * std::nextafter(edge, 0.0);
      above[k] = sign * std::nextafter(edge, 10.0);
      const double scale = 1 + L + gamma;
      CHECK(std::abs(f.gradient(below, gBelow) - f.gradient(above, gAbove)) < 1e-11 * scale);
      CHECK((gBelow - gAbove).cwiseAbs().maxCoeff() < 1e-11 * scale);
      MatrixXd hBelow, hAbove;
      f.hessian(below, hBelow);
      f.hessian(above, hAbove);
      CHECK((hBelow - hAbove).cwiseAbs().maxCoeff() < 1e-11 * scale / tau);
    }
  }
}

TEST_CASE("octopus: a row of strict saddles, each lower by nu, then minima") {
  for (const double gamma : {0.05, 0.5, 2.0}) {
    Octopus f(5, 1, gamma, 1);
    CHECK(f.drop() == doctest::Approx(4 + 13.0 / 6 * (1 + gamma)).epsilon(1e-12));
    for (int k = 0; k <= 5; ++k) {
      VectorXd x = VectorXd::Zero(5), g;
      x.head(k).setConstant(-4);
      CHECK(f.gradient(x, g) == doctest::Approx(-k * f.drop()).epsilon(1e-12));
      CHECK(g.norm() == 0);
      CHECK(hessianExtremes(f, x).smallest == doctest::Approx(k < 5 ? -2 * gamma : 2));
      CHECK(f.leading(x) == k);
      CHECK(f.onStableManifold(x) == (k < 5));
    }
    CHECK(f.infimum() == doctest::Approx(-5 * f.drop()));
    // The coordinate under way never turns back: with s = (u - tau)/tau,
    // g1'/tau = -2 L s^2 (7 - 5 s) - 2 gamma (1 - s)^2 (1 + 3 s) < 0 on [0, 1].
    for (double u = 1; u <= 2; u += 0.01) CHECK(f.g1Slope(u) < 0);
  }
}

TEST_CASE("plane surfaces: critical points, minima and largest curvature are as stated") {
  const auto check = [](PlaneSurface& f, double tolerance) {
    VectorXd g;
    double largest = 0;
    bool minimum = false;
    for (const CriticalPoint& p : f.criticalPoints()) {
      const VectorXd x = vec({p.x, p.y});
      f.gradient(x, g);
      CHECK(g.norm() < tolerance);
      const Curvatures c = hessianExtremes(f, x);
      CHECK((c.smallest > 1e-9) == p.minimum);
      if (p.minimum) {
        minimum = true;
        CHECK(f.value(x) == doctest::Approx(f.infimum()).epsilon(1e-12));
      }
      largest = std::max(largest, c.largest);
    }
    CHECK(minimum);
    CHECK(f.smoothness() == doctest::Approx(largest).epsilon(1e-9));
    Rng rng(3);
    for (int i = 0; i < 2000; ++i) {
      CHECK(f.value(vec({rng.uniform(-4, 4), rng.uniform(-4, 4)})) >= f.infimum() - 1e-12);
    }
    const Curvatures origin = hessianExtremes(f, vec({0, 0}));
    CHECK(origin.smallest == doctest::Approx(-f.escapeCurvature()));
    CHECK(origin.largest == doctest::Approx(f.stableCurvature()));
  };
  for (const double gamma : {0.05, 0.3, 0.5, 1.0, 2.0}) {
    CAPTURE(gamma);
    StrictSaddle strict(1, gamma);
    check(strict, 1e-12);
    CHECK(strict.infimum() == doctest::Approx(-gamma * gamma / 4));
    SaddlePair pair(1, gamma);
    check(pair, 1e-9);
    CHECK(hessianExtremes(pair, vec({0, std::sqrt(gamma)})).smallest == doctest::Approx(-gamma));
  }
  MonkeySaddle monkey;
  check(monkey, 1e-12);
}
