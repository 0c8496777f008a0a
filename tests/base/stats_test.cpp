#include "base/stats.h"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <vector>

using namespace basin;

namespace {
constexpr double kInf = std::numeric_limits<double>::infinity();
}

TEST_CASE("stats: mean, variance, quantiles") {
  const std::vector<double> x = {3, 1, 4, 1, 5};
  CHECK(mean(x) == doctest::Approx(2.8).epsilon(1e-15));
  CHECK(variance(x) == doctest::Approx(3.2).epsilon(1e-15));
  CHECK(median(x) == 3);
  CHECK(quantile(x, 0) == 1);
  CHECK(quantile(x, 1) == 5);
  CHECK(quantile(x, 0.875) == 4.5);
  CHECK(median(std::vector<double>{1, 2}) == 1.5);
  CHECK(median(std::vector<double>{1, kInf, kInf}) == kInf);
  CHECK(std::isnan(mean({})));
  CHECK(std::isnan(median({})));
  CHECK(variance(std::vector<double>{7}) == 0);
}

TEST_CASE("stats: Wilson's interval against values worked out by hand") {
  const auto near = [](Interval got, double lo, double hi) {
    CHECK(std::abs(got.lo - lo) < 1e-12);
    CHECK(std::abs(got.hi - hi) < 1e-12);
  };
  near(wilsonInterval(8, 10), 0.4901624715366418, 0.9433178485456248);
  near(wilsonInterval(0, 10), 0, 0.2775327998628892);
  near(wilsonInterval(50, 100), 0.4038315303659956, 0.5961684696340044);
  near(wilsonInterval(1, 1), 0.20654931437723745, 1);
  near(wilsonInterval(0, 0), 0, 1);
  // z = 1, 2 of 4: centre 1/2, half width sqrt(1/16 + 1/64) / (1 + 1/4) = sqrt(5)/10.
  near(wilsonInterval(2, 4, 1), 0.5 - std::sqrt(5.0) / 10, 0.5 + std::sqrt(5.0) / 10);
}

TEST_CASE("stats: fitted lines") {
  const std::vector<double> x = {1, 2, 4, 8, kInf}, y = {3, 12, 48, 192, 1};
  const LineFit power = fitLogLog(x, y);
  CHECK(power.valid);
  CHECK(power.points == 4);
  CHECK(power.slope == doctest::Approx(2).epsilon(1e-14));
  CHECK(std::exp(power.intercept) == doctest::Approx(3).epsilon(1e-14));
  // The normal equations by hand give slope 9/5 and intercept -1/5 for (0,0), (1,1), (2,4), (3,5).
  const std::vector<double> u = {0, 1, 2, 3}, v = {0, 1, 4, 5};
  CHECK(fitLine(u, v).slope == doctest::Approx(1.8).epsilon(1e-15));
  CHECK(fitLine(u, v).intercept == doctest::Approx(-0.2).epsilon(1e-14));
  CHECK(leastSquaresSlope(u, v) == doctest::Approx(1.8).epsilon(1e-15));
  CHECK_FALSE(fitLine(std::vector<double>{1, 2}, std::vector<double>{1, 2}).valid);
  CHECK_FALSE(fitLine(std::vector<double>{1, 1, 1}, std::vector<double>{1, 2, 3}).valid);
  CHECK_FALSE(fitLogLog(u, v).points == 4);
}
