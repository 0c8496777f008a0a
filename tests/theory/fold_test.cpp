#include "theory/fold.h"

#include <doctest/doctest.h>
#include <cmath>

using namespace basin;

namespace {

struct Measured {
  double accuracy = 0, loss = 0, ones = 0;
  std::vector<double> switches;
};

// Runs the correct network over midpoints; `tying` and `shift` must not matter.
Measured measureFold(int depth, int width, Tying tying, double shift, int points) {
  const Architecture architecture = foldArchitecture(depth, width);
  const Layout layout(architecture);
  const TyingMap map = TyingMap::make(tying, layout);
  Network<double> network(architecture, map);
  MatrixXd X(points, 1), Y(points, 1);
  for (int i = 0; i < points; ++i) {
    const double x = (i + 0.5) / points;
    X(i, 0) = x - shift;
    Y(i, 0) = squareWave(x, depth) ? 1 : -1;
  }
  const VectorXd theta = foldParameters(layout, map, shift, 200);
  Measured m;
  m.loss = network.loss(theta, X, Y, {Loss::Logistic});
  const MatrixXd f = network.forward(theta, X);
  for (int i = 0; i < points; ++i) {
    m.accuracy += (f(i, 0) > 0) == (Y(i, 0) > 0);
    m.ones += Y(i, 0) > 0;
    if (i > 0 && (f(i, 0) > 0) != (f(i - 1, 0) > 0)) {
      m.switches.push_back(static_cast<double>(i) / points);
    }
  }
  m.accuracy /= points;
  m.ones /= points;
  return m;
}

}  // namespace

TEST_CASE("fold: layer table at depth 3") {
  const double table[4][4] = {
      {.05, -.45, .2, .075}, {.3, -.2, -.05, -.075}, {.5, 0, -.25, .125}, {.8, .3, .05, -.075}};
  const Architecture architecture = foldArchitecture(3, 2);
  const Layout layout(architecture);
  Network<double> network(architecture);
  const VectorXd theta = foldParameters(layout, network.tying(), 0.5, 200);
  for (const auto& row : table) {
    MatrixXd X(1, 1);
    X(0, 0) = row[0] - 0.5;
    network.forward(theta, X);
    for (int l = 1; l <= 3; ++l) {
      CHECK(std::abs(foldValue(row[0], l) - row[l]) < 1e-12);
      CHECK(std::abs(network.preActivation(l - 1)(0, 0) - row[l]) < 1e-12);
      CHECK(std::abs(network.preActivation(l - 1)(0, 1) + row[l]) < 1e-12);
      const double sum = network.activation(l - 1)(0, 0) + network.activation(l - 1)(0, 1);
      CHECK(std::abs(sum - std::abs(row[l])) < 1e-12);
    }
  }
}

TEST_CASE("fold: the correct network computes the square wave") {
  const double losses[5] = {.0082242, .0164483, .0328967, .0657931, .131278};
  for (int depth = 1; depth <= 5; ++depth) {
    CAPTURE(depth);
    const Measured m = measureFold(depth, 2, Tying::None, 0.5, 4096);
    CHECK(m.accuracy == 1);
    CHECK(m.ones == 0.5);
    CHECK(std::abs(m.loss - losses[depth - 1]) < 1e-6);
    CHECK(m.switches.size() == (1u << (depth - 1)));
    CHECK(m.switches == squareWaveSwitches(depth));
  }
}

TEST_CASE("fold: width, tying and centring do not matter") {
  const Measured plain = measureFold(3, 2, Tying::None, 0.5, 512);
  for (int width : {2, 3, 6}) {
    for (Tying tying : {Tying::None, Tying::Negative}) {
      for (double shift : {0.0, 0.5}) {
        const Measured m = measureFold(3, width, tying, shift, 512);
        CHECK(m.accuracy == 1);
        CHECK(m.loss == doctest::Approx(plain.loss).epsilon(1e-12));
      }
    }
  }
}

TEST_CASE("fold: closed form of the loss") {
  for (int depth = 1; depth <= 6; ++depth) {
    CAPTURE(depth);
    // The midpoint rule misses h^2/24 times the rise of the slope over each of the 2^L smooth
    // pieces, which lie between a zero and an extremum of z_L.
    const int points = 1 << 14;
    const double measured = measureFold(depth, 2, Tying::None, 0.5, points).loss;
    const double slopeRise = 200 * (0.5 - 1 / (1 + std::exp(std::ldexp(200.0, -depth))));
    const double missed = slopeRise / points / points / 24 * (1 << depth);
    CHECK(foldLoss(depth, 200) == doctest::Approx(measured + missed).epsilon(1e-9));
    if (depth > 1 && depth <= 4) {
      CHECK(foldLoss(depth, 200) / foldLoss(depth - 1, 200) == doctest::Approx(2).epsilon(1e-4));
    }
  }
}

TEST_CASE("fold: halving of the hidden parameters") {
  const Layout layout(foldArchitecture(3, 2));
  CHECK(TyingMap::none(layout).parameterCount() == 19);
  CHECK(TyingMap::negative(layout).parameterCount() == 11);
}
