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

TEST_CASE("stats: the slope's standard error in closed form") {
  // Residuals of the line above: 0.2, -0.6, 0.6, -0.2; their squares sum to 0.8, those of x to 5.
  const std::vector<double> u = {0, 1, 2, 3}, v = {0, 1, 4, 5};
  const LineFit fit = fitLine(u, v);
  CHECK(fit.slopeError == doctest::Approx(std::sqrt(0.8 / 2 / 5)).epsilon(1e-14));
  // t at two degrees of freedom: (2p - 1) / sqrt(2 p (1 - p)).
  const double half = 0.95 / std::sqrt(2 * 0.975 * 0.025) * fit.slopeError;
  CHECK(slopeInterval(fit).lo == doctest::Approx(1.8 - half).epsilon(1e-12));
  CHECK(slopeInterval(fit).hi == doctest::Approx(1.8 + half).epsilon(1e-12));
  const std::vector<double> exact = {2, 5, 8, 11};
  CHECK(fitLine(u, exact).slopeError < 1e-15);
  const LineFit none = fitLine(std::vector<double>{1, 2}, std::vector<double>{1, 2});
  CHECK(std::isnan(none.slopeError));
  CHECK(std::isnan(slopeInterval(none).lo));
  // In the logarithms: the same points, e^u and e^v.
  std::vector<double> eu, ev;
  for (double x : u) eu.push_back(std::exp(x));
  for (double y : v) ev.push_back(std::exp(y));
  CHECK(fitLogLog(eu, ev).slopeError == doctest::Approx(fit.slopeError).epsilon(1e-12));
}

TEST_CASE("stats: Student's t against its closed forms and tables") {
  // One degree of freedom is Cauchy's distribution, two have an algebraic quantile.
  for (const double p : {0.001, 0.1, 0.3, 0.75, 0.975, 0.9999}) {
    CHECK(studentQuantile(p, 1) ==
          doctest::Approx(std::tan(3.14159265358979323846 * (p - 0.5))).epsilon(1e-10));
    CHECK(studentQuantile(p, 2) ==
          doctest::Approx((2 * p - 1) / std::sqrt(2 * p * (1 - p))).epsilon(1e-10));
    CHECK(studentQuantile(p, 7) == doctest::Approx(-studentQuantile(1 - p, 7)).epsilon(1e-9));
  }
  CHECK(std::abs(studentQuantile(0.5, 4)) < 1e-15);
  const auto near = [](double got, double table) { CHECK(std::abs(got - table) < 5e-4); };
  near(studentQuantile(0.975, 3), 3.182);
  near(studentQuantile(0.975, 4), 2.776);
  near(studentQuantile(0.975, 10), 2.228);
  near(studentQuantile(0.995, 5), 4.032);
  near(studentQuantile(0.95, 30), 1.697);
  near(studentQuantile(0.975, 1000), 1.962);
  CHECK(std::isnan(studentQuantile(1, 3)));
  CHECK(std::isnan(studentQuantile(0.5, 0)));
}

TEST_CASE("stats: slopes over samples") {
  const std::vector<ValuesAt> samples = {{1, {2, 4, 3}}, {2, {7, 5}}, {4, {12}}, {8, {20, 28}}};
  const std::vector<double> x = {1, 2, 4, 8}, medians = {3, 6, 12, 24};
  CHECK(slopeOfMedians(samples).slope == fitLogLog(x, medians).slope);
  CHECK(slopeOfMedians(samples).slope == doctest::Approx(1).epsilon(1e-14));
  const std::vector<double> xs = {1, 1, 1, 2, 2, 4, 8, 8}, ys = {2, 4, 3, 7, 5, 12, 20, 28};
  CHECK(slopeOfRuns(samples).slope == fitLogLog(xs, ys).slope);
  CHECK(slopeOfRuns(samples).slopeError == fitLogLog(xs, ys).slopeError);
  CHECK(slopeOfRuns(samples).points == 8);
  std::vector<ValuesAt> unfinished = samples;
  unfinished.push_back({16, {}});
  CHECK_FALSE(slopeOfMedians(unfinished).valid);
  CHECK(std::isnan(slopeOfMedians(unfinished).slope));
  CHECK(slopeOfRuns(unfinished).points == 8);
}

TEST_CASE("stats: shares") {
  const Share share = shareOf(std::vector<double>{1, 0, 1, 1, 0});
  CHECK(share.successes == 3);
  CHECK(share.trials == 5);
  CHECK(share.value() == 0.6);
  CHECK(shareOf({}).value() == 0);
  CHECK(shareOf({}).interval().hi == 1);
}
