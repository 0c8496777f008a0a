#include "theory/step_probe.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "support/layer_fixtures.h"
#include "theory/batch_norm_identity.h"

using namespace basin;
using fixtures::Problem;

namespace {

Problem problem(bool batchNorm, Activation activation, std::uint64_t seed) {
  Problem p{Network<double>(Architecture{
                .widths = {2, 6, 5, 4, 2}, .activation = activation, .batchNorm = batchNorm}),
            {.kind = Loss::CrossEntropy},
            {},
            {},
            {}};
  Rng rng(seed);
  fixtures::makeData<double>(Loss::CrossEntropy, 9, 2, 2, rng, p.X, p.Y);
  initialise<double>(p.network.layout(), p.network.tying(), {.scheme = InitScheme::He}, rng,
                     p.theta);
  return p;
}

StepMeasurement measured(Problem& p, const std::vector<double>& ways, double rate) {
  StepProbe probe(ways, rate);
  VectorXd gradient;
  const double loss = p.network.gradient(p.theta, p.X, p.Y, p.loss, gradient);
  probe.begin(loss, gradient);
  int passes = 1;
  while (!probe.advance(p.network, p.theta, gradient, p.X, p.Y, p.loss)) ++passes;
  CHECK(passes == static_cast<int>(ways.size()) + 2);
  return probe.measurement();
}

// The layer's gradient as its own weights see it, the lower layers given by their parameters alone.
VectorXd layerGradient(Problem& p, const VectorXd& theta, int layer) {
  const LayerBlock& block = p.network.layout().layers()[static_cast<std::size_t>(layer)];
  VectorXd gradient;
  p.network.gradient(theta, p.X, p.Y, p.loss, gradient);
  return gradient.segment(block.weight, block.weights());
}

}  // namespace

TEST_CASE("step probe: losses and gradients along the step are those at its points") {
  for (const bool batchNorm : {false, true}) {
    Problem p = problem(batchNorm, Activation::Relu, 3);
    const std::vector<double> ways = spreadWays(0.05, 0.4, 4);
    CHECK(ways.front() == 0.05);
    CHECK(ways[1] == doctest::Approx(0.1).epsilon(1e-14));
    const StepMeasurement m = measured(p, ways, 0.1);
    VectorXd g, other;
    CHECK(m.loss == p.network.gradient(p.theta, p.X, p.Y, p.loss, g));
    CHECK(m.squaredNorm == g.squaredNorm());
    double change = 0, smoothness = 0;
    for (std::size_t k = 0; k < ways.size(); ++k) {
      CHECK(m.along[k] == p.network.gradient(p.theta - ways[k] * g, p.X, p.Y, p.loss, other));
      change = std::max(change, (g - other).norm());
      smoothness = std::max(smoothness, (g - other).norm() / (ways[k] * g.norm()));
    }
    CHECK(m.change == doctest::Approx(change).epsilon(1e-13));
    CHECK(m.smoothness == doctest::Approx(smoothness).epsilon(1e-13));
    CHECK(m.variation() == std::ranges::max(m.along) - std::ranges::min(m.along));
  }
}

TEST_CASE("step probe: covariate shift moves the layers below and no other") {
  for (const bool batchNorm : {false, true}) {
    Problem p = problem(batchNorm, Activation::Tanh, 4);
    constexpr double rate = 0.3;
    const StepMeasurement m = measured(p, {0.1, 0.2}, rate);
    VectorXd g;
    p.network.gradient(p.theta, p.X, p.Y, p.loss, g);
    double shift = 0, cosine = 0;
    for (const int layer : {1, 2}) {
      VectorXd moved = p.theta;
      for (int below = 0; below < layer; ++below) {
        const auto b = static_cast<std::size_t>(below);
        const LayerBlock& block = p.network.layout().layers()[b];
        const auto step = [&](Index from, Index count) {
          moved.segment(from, count) -= rate * g.segment(from, count);
        };
        step(block.weight, block.weights());
        if (block.bias >= 0) step(block.bias, block.biases());
        if (!batchNorm) continue;
        step(p.network.layout().norms()[b].scale, block.out);
        step(p.network.layout().norms()[b].shift, block.out);
      }
      const VectorXd before = layerGradient(p, p.theta, layer);
      const VectorXd after = layerGradient(p, moved, layer);
      shift += (before - after).norm() / 2;
      cosine += before.dot(after) / (before.norm() * after.norm()) / 2;
    }
    CHECK(m.shift == doctest::Approx(shift).epsilon(1e-12));
    CHECK(m.cosine == doctest::Approx(cosine).epsilon(1e-12));
    // Without a step nothing moves.
    const StepMeasurement still = measured(p, {0.1, 0.2}, 0);
    CHECK(still.shift == 0);
    CHECK(still.cosine == doctest::Approx(1).epsilon(1e-13));
  }
}

TEST_CASE("step probe: a dead network has a band of no width and no number that is none") {
  Problem p = problem(false, Activation::Relu, 5);
  p.theta.setZero();
  p.Y.setConstant(0.5);
  const StepMeasurement m = measured(p, {0.1, 0.2}, 0.1);
  CHECK(m.variation() == 0);
  CHECK(m.smoothness == 0);
  CHECK(m.cosine == 0);
}

TEST_CASE("batch-norm identity: of every layer of a network, and its gradient by differences") {
  for (const Activation activation : {Activation::Relu, Activation::Tanh}) {
    Problem p = problem(true, activation, 6);
    VectorXd g;
    p.network.gradient(p.theta, p.X, p.Y, p.loss, g);
    const auto layers = normalisedLayers(p.network, p.theta);
    REQUIRE(layers.size() == 3);
    for (const NormalisedLayer& layer : layers) {
      CHECK(layer.error < 1e-12);
      CHECK(layer.measured == doctest::Approx(layer.predicted).epsilon(1e-10));
      CHECK(layer.measured < layer.whole);
    }
    constexpr double h = 1e-5;
    VectorXd at = p.theta;
    for (Index i = 0; i < at.size(); ++i) {
      at[i] = p.theta[i] + h;
      const double ahead = p.network.loss(at, p.X, p.Y, p.loss);
      at[i] = p.theta[i] - h;
      const double slope = (ahead - p.network.loss(at, p.X, p.Y, p.loss)) / (2 * h);
      at[i] = p.theta[i];
      CHECK(std::abs(slope - g[i]) < 1e-7 * std::max(1.0, std::abs(g[i])));
    }
  }
}
