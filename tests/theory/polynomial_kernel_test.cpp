#include "theory/polynomial_kernel.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "base/rng.h"
#include "theory/broken_line.h"

using namespace basin;

namespace {

const VectorXd kX{{-.9, -.5, 0, .4, .9}}, kY{{.2, .8, -.3, .5, -.6}};

// Total variation on 2001 points of [-1, 1].
double variation(const KernelPolynomial& f) {
  std::vector<Sample> line;
  for (int i = 0; i <= 2000; ++i) line.push_back({-1 + i / 1000.0, f(-1 + i / 1000.0)});
  return totalVariation(line);
}

}  // namespace

TEST_CASE("polynomial kernel: values and norms of five points, by exact rational arithmetic") {
  // The rows are K a = y solved in rational numbers, f(x) = sum of a_i (1 + x x_i)^p, y'a.
  const double table[5][5] = {{4, .7757264957, -2.1709401709, -1.0150047483, 62.1209616279},
                              {6, .7874895272, -2.2233767688, -1.1167753102, 6.0372813114},
                              {8, .8996050422, -2.5844657521, -1.4846747754, 1.8306163429},
                              {10, 1.0923339552, -3.2565415926, -2.1533261726, .8367912319},
                              {20, 3.5541152151, -20.3163185991, -18.4813110535, .1476944613}};
  for (const auto& row : table) {
    const KernelPolynomial f = fitPolynomial(kX, kY, static_cast<int>(row[0]));
    INFO("degree ", row[0]);
    CHECK(std::abs(f(.7) - row[1]) < 1e-9);
    CHECK(std::abs(f(1) - row[2]) < 1e-9);
    CHECK(std::abs(f(-1) - row[3]) < 1e-9);
    CHECK(std::abs(f.squaredNorm - row[4]) < 1e-9);
    CHECK(std::abs(interpolantNorm(kX, kY, f.degree()) - row[4]) < 1e-9);
    CHECK(std::abs(f.terms(.7).sum() - f(.7)) < 1e-12);
  }
}

TEST_CASE("polynomial kernel: total variation grows with the degree from five on") {
  const double table[5][2] = {{4, 7.7257}, {8, 9.0219}, {12, 14.157}, {20, 55.08}, {30, 416.2}};
  for (const auto& row : table) {
    const double measured = variation(fitPolynomial(kX, kY, static_cast<int>(row[0])));
    CHECK(measured == doctest::Approx(row[1]).epsilon(1e-4));
  }
  CHECK(variation(fitPolynomial(kX, kY, 5)) == doctest::Approx(7.7178).epsilon(1e-5));
  for (int p = 6; p <= 40; ++p) {
    CHECK(variation(fitPolynomial(kX, kY, p)) > variation(fitPolynomial(kX, kY, p - 1)));
  }
}

TEST_CASE("polynomial kernel: least squares below degree four") {
  for (const auto& [degree, error] : {std::pair(2, .620), std::pair(3, .619)}) {
    const KernelPolynomial f = fitPolynomial(kX, kY, degree);
    double most = 0;
    for (Index i = 0; i < 5; ++i) most = std::max(most, std::abs(f(kX[i]) - kY[i]));
    CHECK(most == doctest::Approx(error).epsilon(1e-3));
  }
}

TEST_CASE("polynomial kernel: the norm is y'K^-1 y and falls, whatever the points") {
  Rng rng(3);
  for (int round = 0; round < 20; ++round) {
    const Index n = 2 + rng.below(7);
    VectorXd x(n), y(n);
    for (Index i = 0; i < n; ++i) {
      x[i] = -1 + (2.0 * static_cast<double>(i) + rng.uniform(0.3, 1.7)) / static_cast<double>(n);
      y[i] = rng.uniform(-1.5, 1.5);
    }
    double before = std::numeric_limits<double>::infinity();
    for (int p = static_cast<int>(n) - 1; p <= 40; ++p) {
      const KernelPolynomial f = fitPolynomial(x, y, p);
      CHECK(f.squaredNorm <= before * (1 + 1e-9));
      CHECK(interpolantNorm(x, y, p) ==
            doctest::Approx(f.squaredNorm).epsilon(1e-14 * f.condition + 1e-10));
      before = f.squaredNorm;
    }
  }
}

TEST_CASE("polynomial kernel: conditions of the kernel matrix of five points") {
  const double table[5][2] = {{4, 1.1e3}, {6, 3.5e2}, {8, 4.1e2}, {20, 1.5e5}, {30, 5.5e7}};
  for (const auto& row : table) {
    const double measured = fitPolynomial(kX, kY, static_cast<int>(row[0])).condition;
    CHECK(measured == doctest::Approx(row[1]).epsilon(0.04));
  }
}
