#include "gfx/contours.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <vector>

using namespace basin::gfx;

TEST_CASE("nice steps are 1, 2 or 5 times a power of ten near the wanted count") {
  for (const double span : {1e-9, 0.037, 1.0, 7.3, 64.0, 9.9e8}) {
    for (const int count : {3, 5, 10, 20}) {
      const double step = niceStep({-0.3 * span, 0.7 * span}, count);
      const double lead = step / std::pow(10, std::floor(std::log10(step) + 1e-9));
      CAPTURE(span);
      CAPTURE(count);
      const bool nice = std::abs(lead - 1) < 1e-9 || std::abs(lead - 2) < 1e-9 ||
                        std::abs(lead - 5) < 1e-9;
      CHECK(nice);
      CHECK(span / step >= count / 1.6);
      CHECK(span / step <= count * 1.6);
    }
  }
  CHECK(niceStep({1, 1}, 5) == 0);
  CHECK(niceStep({0, std::numeric_limits<double>::infinity()}, 5) == 0);
  CHECK(niceStep({0, std::numeric_limits<double>::quiet_NaN()}, 5) == 0);
}

TEST_CASE("ticks are inside the range and zero is exactly zero") {
  std::vector<double> ticks;
  niceTicks({-1, 1}, 4, ticks);
  CHECK(ticks == std::vector<double>{-1, -0.5, 0, 0.5, 1});
  niceTicks({2, 2}, 4, ticks);
  CHECK(ticks.empty());
  niceTicks({1e17, 1e17 + 32}, 4, ticks);
  CHECK(ticks.size() < 1000);
}

TEST_CASE("scales are monotone and invertible") {
  const ValueRange range{-3, 400};
  for (const ValueScale kind : {ValueScale::Linear, ValueScale::LogAbove, ValueScale::Compressed}) {
    const Scaling s = fitScaling(kind, range);
    double before = -std::numeric_limits<double>::infinity();
    for (double v = -3; v <= 400; v += 0.7) {
      CHECK(s.apply(v) > before);
      before = s.apply(v);
      CHECK(s.invert(s.apply(v)) == doctest::Approx(v).epsilon(1e-9));
    }
  }
  const Scaling log = fitScaling(ValueScale::Log, range);
  CHECK(log.apply(1000) == doctest::Approx(3));
  CHECK(std::isnan(log.apply(0)));
  CHECK(fitScaling(ValueScale::Compressed, range).apply(0) == 0);
}

TEST_CASE("ticks of a logarithmic scale are far enough apart") {
  std::vector<double> ticks;
  const Scaling s = fitScaling(ValueScale::LogAbove, {0, 1000});
  scaledTicks({s.apply(0), s.apply(1000)}, s, 5, ticks);
  REQUIRE(ticks.size() >= 3);
  CHECK(ticks.front() == 0);
  CHECK(ticks.back() == 1000);
  for (std::size_t i = 1; i < ticks.size(); ++i) {
    CHECK(s.apply(ticks[i]) - s.apply(ticks[i - 1]) > 0.1 * s.apply(1000));
  }
  scaledTicks({std::numeric_limits<double>::quiet_NaN(), 1}, s, 5, ticks);
  CHECK(ticks.empty());
}

TEST_CASE("the finite range leaves out what is not finite") {
  const float inf = std::numeric_limits<float>::infinity();
  const std::array values{3.0f, inf, -1.0f, std::numeric_limits<float>::quiet_NaN(), -inf};
  CHECK(finiteRange(values) == ValueRange{-1, 3});
  CHECK(finiteRange({}).isAuto());
}

TEST_CASE("the marched circle has the circle's length and lies on it") {
  constexpr int n = 81;
  std::vector<float> values;
  for (int j = 0; j < n; ++j) {
    for (int i = 0; i < n; ++i) {
      const double x = -2 + 4.0 * i / (n - 1), y = -2 + 4.0 * j / (n - 1);
      values.push_back(static_cast<float>(x * x + y * y));
    }
  }
  std::vector<Segment> pieces;
  marchSquares({values, n, n, {-2, -2, 2, 2}, 1}, 1.0, pieces);
  double length = 0;
  for (const Segment& s : pieces) {
    length += std::hypot(s.a.x - s.b.x, s.a.y - s.b.y);
    CHECK(std::hypot(s.a.x, s.a.y) == doctest::Approx(1).epsilon(1e-3));
  }
  CHECK(length == doctest::Approx(6.2832).epsilon(1e-3));
}

TEST_CASE("marching skips missing corners and splits saddle cells") {
  std::vector<Segment> pieces;
  const std::array saddle{1.0f, 0.0f, 0.0f, 1.0f};
  marchSquares({saddle, 2, 2, {}, 1}, 0.6, pieces);
  REQUIRE(pieces.size() == 2);
  // The mean, 0.5, is below the level: each high corner is cut off by itself.
  for (const Segment& s : pieces) {
    const double nearOrigin = std::hypot(s.a.x, s.a.y) + std::hypot(s.b.x, s.b.y);
    const double nearFar = std::hypot(1 - s.a.x, 1 - s.a.y) + std::hypot(1 - s.b.x, 1 - s.b.y);
    CHECK(std::min(nearOrigin, nearFar) == doctest::Approx(0.8));
  }
  pieces.clear();
  const std::array broken{1.0f, std::numeric_limits<float>::quiet_NaN(), 0.0f, 1.0f};
  marchSquares({broken, 2, 2, {}, 1}, 0.5, pieces);
  marchSquares({saddle, 4, 1, {}, 1}, 0.5, pieces);
  marchSquares({{}, 3, 3, {}, 1}, 0.5, pieces);
  CHECK(pieces.empty());
}
