#include "data/targets.h"

#include <doctest/doctest.h>

#include <cmath>

using namespace basin;

TEST_CASE("the square wave switches as often as it is told") {
  for (int switches : {0, 1, 2, 7, 24}) {
    int seen = 0;
    double last = squareTarget(-kPlaneExtent, switches);
    CHECK(last == 1);
    for (int i = 1; i <= 10000; ++i) {
      const double y = squareTarget(kPlaneExtent * (2 * i / 10000.0 - 1), switches);
      CHECK(std::abs(y) == 1);
      if (y != last) ++seen;
      last = y;
    }
    CHECK(seen == switches);
  }
  CHECK(squareTarget(100, 3) == squareTarget(kPlaneExtent, 3));
  CHECK(squareTarget(-100, 3) == 1);
}

TEST_CASE("the sine has its periods") {
  CHECK(sineTarget(0, 1.5) == 0);
  CHECK(sineTarget(0.5, 3) == doctest::Approx(1));
}

TEST_CASE("samples fill the interval from left to right") {
  Rng rng(4), same(4);
  const auto target = [](double x) { return x * x; };
  const auto samples = sampleTarget(target, 50, 0, rng);
  REQUIRE(samples.size() == 50);
  for (int i = 0; i < 50; ++i) {
    CHECK(samples[i].x >= kPlaneExtent * (2.0 * i / 50 - 1));
    CHECK(samples[i].x <= kPlaneExtent * (2.0 * (i + 1) / 50 - 1));
    CHECK(samples[i].y == target(samples[i].x));
  }
  CHECK(sampleTarget(target, 50, 0, same)[7].x == samples[7].x);
}

TEST_CASE("samples without a usable value are left out") {
  Rng rng(4);
  CHECK(sampleTarget([](double x) { return std::log(x); }, 100, 0.1, rng).size() == 50);
  CHECK(sampleTarget([](double) { return 1e9; }, 100, 0.1, rng).empty());
}
