#include "theory/broken_line.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "base/rng.h"

using namespace basin;

namespace {

const std::vector<Sample> kData = {{-.9, .2}, {-.5, .8}, {0, -.3}, {.4, .5}, {.9, -.6}};

double value(const std::vector<Sample>& line, double x) {
  Network<double> network(brokenLineArchitecture(static_cast<int>(line.size())));
  return network.forward(brokenLineParameters(network.layout(), line), MatrixXd{{x}})(0, 0);
}

}  // namespace

TEST_CASE("broken line: what five points demand, and what an attacked interpolant has") {
  CHECK(totalVariation(kData) == doctest::Approx(3.6).epsilon(1e-14));
  CHECK(totalBending(kData) == doctest::Approx(12.1).epsilon(1e-14));
  const std::vector<Sample> wild = attackedLine(kData, 20, 1.5);
  CHECK(wild.size() == 25);
  CHECK(totalVariation(wild) == doctest::Approx(57).epsilon(1e-13));
  CHECK(totalBending(wild) == doctest::Approx(1192).epsilon(1e-12));
  CHECK(attackedLine(kData, 0, 1).size() == 5);
  // Points on a datum are left out: ten middles lie at -0.9, -0.5 and 0.9 among others.
  CHECK(attackedLine(kData, 10, 1).size() == 12);
}

TEST_CASE("broken line: the network passes through every corner, straight between") {
  for (const int count : {0, 20, 60}) {
    const std::vector<Sample> line = attackedLine(kData, count, 3);
    for (std::size_t i = 0; i < line.size(); ++i) {
      CHECK(std::abs(value(line, line[i].x) - line[i].y) < 1e-12);
      if (i == 0) continue;
      const double middle = value(line, (line[i - 1].x + line[i].x) / 2);
      CHECK(std::abs(middle - (line[i - 1].y + line[i].y) / 2) < 1e-12);
    }
  }
  CHECK(value(kData, -1) == doctest::Approx(0.2));
  CHECK(value(kData, 1) == doctest::Approx(-0.6 - 0.22));
}

TEST_CASE("broken line: no function through the points varies or bends less") {
  Rng rng(5);
  for (int round = 0; round < 100; ++round) {
    // Any values in between.
    std::vector<Sample> line = kData;
    for (int i = 0; i < 30; ++i) line.push_back({rng.uniform(-1, 1), rng.uniform(-1, 1)});
    std::ranges::sort(line, {}, &Sample::x);
    CHECK(totalVariation(line) >= 3.6);
    CHECK(totalBending(line) >= 12.1);
  }
}
