#include "linalg/spectral_density.h"

#include <doctest/doctest.h>

#include <cmath>
#include <utility>

#include "support/counter_random.h"
#include "theory/spectral_laws.h"

using namespace basin;

namespace {

MatrixProduct<double> productWith(const MatrixXd& A) {
  return [&A](const VectorXd& v, VectorXd& out) { out.noalias() = A * v; };
}

SpectralDensity densityOf(const MatrixXd& A, int probes, int steps) {
  SpectralDensity density;
  Rng rng(5);
  const auto product = productWith(A);
  for (int i = 0; i < probes; ++i) {
    Lanczos<double> lanczos;
    lanczos.startFrom(rademacherProbe(A.rows(), rng), steps);
    while (lanczos.step(product)) {
    }
    density.add(lanczos.quadrature());
  }
  return density;
}

}  // namespace

TEST_CASE("three Lanczos steps give the listed quadrature, exact to degree five and no further") {
  VectorXd diagonal(6);
  diagonal << 1, 2, 3, 4, 5, 10;
  const MatrixXd A = diagonal.asDiagonal();
  Lanczos<double> lanczos;
  lanczos.startFrom(VectorXd::Ones(6), 3);
  const auto product = productWith(A);
  while (lanczos.step(product)) {
  }
  const auto q = lanczos.quadrature();
  REQUIRE(q.nodes.size() == 3);
  const double nodes[3] = {1.422290404, 4.1552620217, 9.9611505031};
  const double weights[3] = {0.3602147611, 0.4682591467, 0.1715260923};
  for (int i = 0; i < 3; ++i) {
    CHECK(std::abs(q.nodes[i] - nodes[i]) < 1e-8);
    CHECK(std::abs(q.weights[i] - weights[i]) < 1e-8);
  }
  SpectralDensity density;
  density.add(q);
  for (int k = 0; k <= 6; ++k) {
    const double exact = diagonal.array().pow(k).mean();
    if (k <= 5) {
      CHECK(density.moment(k) == doctest::Approx(exact).epsilon(1e-12));
    } else {
      CHECK(density.moment(k) == doctest::Approx(169979.8).epsilon(1e-6));
      CHECK(exact == doctest::Approx(170085.8).epsilon(1e-6));
    }
  }
}

TEST_CASE("stochastic quadrature draws the semicircle of a random symmetric matrix") {
  const Index n = 400;
  const MatrixXd G = test::counterNormals(9, n, n);
  const MatrixXd A = (G + G.transpose()) / std::sqrt(2.0 * n);
  const SpectralDensity density = densityOf(A, 30, 40);
  CHECK(density.moment(0) == doctest::Approx(1).epsilon(1e-12));
  CHECK(std::abs(density.moment(2) - 1) < 0.08);
  CHECK(std::abs(density.moment(4) - 2) < 0.25);
  // Against the law widened in the same way: L1 distance and the integral.
  const double sigma = 0.15, step = 0.02;
  double distance = 0, integral = 0;
  for (double x = -3; x <= 3; x += step) {
    double law = 0;
    for (double u = -2; u <= 2; u += 0.01) {
      const double z = (x - u) / sigma;
      law += 0.01 * semicircleDensity(u, 1) * std::exp(-z * z / 2) / (sigma * std::sqrt(2 * M_PI));
    }
    distance += step * std::abs(density.at(x, sigma) - law);
    integral += step * density.at(x, sigma);
  }
  CHECK(integral == doctest::Approx(1).epsilon(1e-3));
  CHECK(distance < 0.08);
  CHECK(std::abs(density.at(0, sigma) - 0.3174) < 0.04);
}

TEST_CASE("a linear regression's Hessian has the edges and moments of Marchenko and Pastur") {
  const Index n = 400, p = 200;
  const MatrixXd X = test::counterNormals(21, n, p);
  const SpectralDensity density = densityOf(X.transpose() * X / static_cast<double>(n), 20, 60);
  CHECK(std::abs(density.smallest() - marchenkoPasturEdge(0.5, false)) < 0.04);
  CHECK(std::abs(density.largest() - marchenkoPasturEdge(0.5, true)) < 0.15);
  CHECK(std::abs(density.moment(1) - 1) < 0.05);
  CHECK(std::abs(density.moment(2) - 1.5) < 0.1);
}

TEST_CASE("the laws are densities with the moments they should have") {
  CHECK(marchenkoPasturEdge(0.5, false) == doctest::Approx(0.0857864376));
  CHECK(marchenkoPasturEdge(0.5, true) == doctest::Approx(2.9142135624));
  for (const double ratio : {0.2, 0.5, 0.9}) {
    double mass = 0, mean = 0, second = 0;
    const double lo = marchenkoPasturEdge(ratio, false), hi = marchenkoPasturEdge(ratio, true);
    const int cells = 200000;
    for (int i = 0; i < cells; ++i) {
      const double x = lo + (hi - lo) * (i + 0.5) / cells;
      const double w = marchenkoPasturDensity(x, ratio) * (hi - lo) / cells;
      mass += w;
      mean += w * x;
      second += w * x * x;
    }
    CHECK(mass == doctest::Approx(1).epsilon(1e-5));
    CHECK(mean == doctest::Approx(1).epsilon(1e-5));
    CHECK(second == doctest::Approx(1 + ratio).epsilon(1e-5));
  }
  double second = 0;
  for (double x = -3; x < 3; x += 1e-4) second += 1e-4 * x * x * semicircleDensity(x, 1.5);
  CHECK(second == doctest::Approx(2.25).epsilon(1e-4));
  double end = 0, middle = 0;
  for (int k = 1; k < 100000; ++k) {
    end += randomWalkExplained(k, true);
    middle += randomWalkExplained(k, false);
  }
  CHECK(end == doctest::Approx(1).epsilon(1e-4));
  CHECK(middle == doctest::Approx(1).epsilon(1e-4));
}

TEST_CASE("widened laws have integral 1 and the law's mean at every ratio and widening") {
  const auto integrate = [](double lo, double hi, auto law) {
    constexpr int kSteps = 2000;
    double mass = 0, mean = 0;
    for (int i = 0; i < kSteps; ++i) {
      const double x = lo + (hi - lo) * (i + 0.5) / kSteps;
      const double part = law(x) * (hi - lo) / kSteps;
      mass += part;
      mean += x * part;
    }
    return std::pair(mass, mean);
  };
  for (const double part : {0.005, 0.03, 0.1, 0.2}) {
    for (const double ratio : {0.05, 0.3, 0.5, 0.9, 0.98, 1.0}) {
      const double lo = marchenkoPasturEdge(ratio, false), hi = marchenkoPasturEdge(ratio, true);
      const double sigma = part * (hi - lo);
      const auto [mass, mean] = integrate(lo - 8 * sigma, hi + 8 * sigma, [&](double x) {
        return widenedMarchenkoPastur(x, ratio, sigma);
      });
      INFO("ratio ", ratio, " sigma ", sigma);
      CHECK(std::abs(mass - 1) < 1e-5);
      CHECK(std::abs(mean - 1) < 1e-5);
    }
    const double sigma = 4 * part;
    const auto [mass, mean] = integrate(-2 - 8 * sigma, 2 + 8 * sigma, [&](double x) {
      return widenedSemicircle(x, 1, sigma);
    });
    CHECK(std::abs(mass - 1) < 1e-3);
    CHECK(std::abs(mean) < 1e-6);
  }
}
