#include "theory/arc_cosine.h"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <numbers>

#include "base/rng.h"

using namespace basin;

TEST_CASE("arc-cosine kernels at angles known by hand") {
  const double pi = std::numbers::pi;
  CHECK(arcCosine0(1) == 1);
  CHECK(arcCosine1(1) == 1);
  CHECK(arcCosine0(-1) == 0);
  CHECK(arcCosine1(-1) == 0);
  CHECK(arcCosine0(0) == doctest::Approx(0.5).epsilon(1e-15));
  CHECK(arcCosine1(0) == doctest::Approx(1 / pi).epsilon(1e-15));
  CHECK(arcCosine0(0.5) == doctest::Approx(2.0 / 3).epsilon(1e-15));
  CHECK(arcCosine1(0.5) == doctest::Approx(std::sqrt(0.75) / pi + 1.0 / 3).epsilon(1e-15));
  // Rounding may push a correlation out of its range; a missing one must not turn into a number.
  CHECK(arcCosine0(1 + 1e-15) == 1);
  CHECK(arcCosine1(-1 - 1e-15) == 0);
  CHECK(std::isnan(arcCosine0(std::numeric_limits<double>::quiet_NaN())));
}

TEST_CASE("the degree-0 kernel is the derivative of the degree-1 kernel") {
  for (const double rho : {-0.95, -0.5, -0.1, 0.0, 0.3, 0.7, 0.98}) {
    const double h = 1e-5;
    const double slope = (arcCosine1(rho + h) - arcCosine1(rho - h)) / (2 * h);
    CHECK(slope == doctest::Approx(arcCosine0(rho)).epsilon(1e-7));
  }
}

TEST_CASE("arc-cosine kernels are moments of half-normal pairs") {
  Rng rng(3);
  for (const double rho : {-0.6, 0.2, 0.9}) {
    const int n = 200000;
    double both = 0, product = 0;
    for (int i = 0; i < n; ++i) {
      const double u = rng.normal();
      const double v = rho * u + std::sqrt(1 - rho * rho) * rng.normal();
      if (u > 0 && v > 0) {
        both += 2;
        product += 2 * u * v;
      }
    }
    // Standard errors are at most 1 and sqrt(4 E[u^4]/2) = 2.5 over sqrt(n); five of them.
    CHECK(std::abs(both / n - arcCosine0(rho)) < 5 / std::sqrt(n));
    CHECK(std::abs(product / n - arcCosine1(rho)) < 12.5 / std::sqrt(n));
  }
}
