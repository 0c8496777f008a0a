#include "nn/init.h"

#include <doctest/doctest.h>

#include <cmath>

#include "support/network_fixtures.h"

using namespace basin;

TEST_CASE("init: variances by scheme") {
  const Layout layout(Architecture{.widths = {150, 250, 1}});
  const TyingMap tying = TyingMap::none(layout);
  const double n = 150, m = 250;
  const auto expected = [&](InitScheme scheme) {
    switch (scheme) {
      case InitScheme::Zero: return 0.0;
      case InitScheme::Normal: return 1.0;
      case InitScheme::Uniform: return 1.0 / 3;
      case InitScheme::Xavier:
      case InitScheme::XavierUniform: return 2 / (n + m);
      case InitScheme::He: return 2 / n;
      case InitScheme::LeCun: return 1 / n;
      case InitScheme::LeCunUniform: return 1 / (3 * n);
    }
    return -1.0;
  };
  for (InitScheme scheme : kInitSchemes) {
    INFO(initSchemeName(scheme));
    CHECK(initSchemeFromName(initSchemeName(scheme)) == scheme);
    Rng rng(4);
    Vector<double> theta;
    initialise<double>(layout, tying, {.scheme = scheme, .gain = 1.5}, rng, theta);
    const auto W = theta.head(150 * 250);
    const double variance = W.squaredNorm() / W.size();
    CHECK(std::abs(variance - 2.25 * expected(scheme)) <= 0.03 * 2.25 * expected(scheme));
    CHECK(theta.segment(150 * 250, 250).norm() == 0);
    Rng again(4);
    Vector<float> single;
    initialise<float>(layout, tying, {.scheme = scheme, .gain = 1.5}, again, single);
    CHECK(single == theta.cast<float>());
  }
}

TEST_CASE("init: biases and tied weights") {
  const Layout layout(Architecture{.widths = {2, 400, 400, 1}});
  const TyingMap tying = TyingMap::negative(layout);
  Rng rng(6);
  Vector<double> theta, w(layout.weightCount());
  initialise<double>(layout, tying, {.scheme = InitScheme::He, .biasStd = 0.5}, rng, theta);
  tying.expand(theta.data(), w.data());
  const LayerBlock& block = layout.layers()[1];
  CHECK(std::abs(w.segment(block.bias, 400).squaredNorm() / 400 - 0.25) < 0.07);
  CHECK(std::abs(w.segment(block.weight, 160000).squaredNorm() / 160000 - 2.0 / 400) < 1e-4);
}
