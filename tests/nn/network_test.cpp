#include "nn/network.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "support/network_fixtures.h"

using namespace basin;

namespace {

// The definition, example by example and weight by weight.
Vector<double> forwardByDefinition(const Architecture& a, const Vector<double>& weights,
                                   Vector<double> h) {
  const Layout layout(a);
  std::vector<Vector<double>> hidden;
  Vector<double> z;
  for (size_t l = 0; l < layout.layers().size(); ++l) {
    const LayerBlock& block = layout.layers()[l];
    z.setZero(block.out);
    for (Index to = 0; to < block.out; ++to) {
      for (Index from = 0; from < block.in; ++from) {
        z[to] += weights[layout.weightIndex(static_cast<int>(l), to, from)] * h[from];
      }
      if (a.bias) z[to] += weights[layout.biasIndex(static_cast<int>(l), to)];
    }
    h = z;
    for (double& v : h) v = activate(a.activation, v, a.slope);
    hidden.push_back(h);
  }
  for (const SkipBlock& skip : layout.skips()) {
    for (Index to = 0; to < skip.out; ++to) {
      for (Index from = 0; from < skip.in; ++from) {
        z[to] += weights[skip.weight + to + from * skip.out] *
                 hidden[static_cast<size_t>(skip.layer)][from];
      }
    }
  }
  return z;
}

template <class S>
void compareWithDefinition(const Architecture& a, Index batch, double tolerance) {
  Network<S> network(a);
  Rng rng(31);
  Matrix<S> X, Y;
  fixtures::makeData<S>(Loss::Squared, batch, a.inputs(), a.outputs(), rng, X, Y);
  Vector<S> theta;
  initialise<S>(network.layout(), network.tying(), {.biasStd = 0.3}, rng, theta);
  const Matrix<S> f = network.forward(theta, X);
  REQUIRE(f.rows() == batch);
  REQUIRE(f.cols() == a.outputs());
  for (Index r = 0; r < batch; ++r) {
    const Vector<double> exact = forwardByDefinition(
        a, theta.template cast<double>(), X.row(r).transpose().template cast<double>());
    const Vector<double> got = f.row(r).transpose().template cast<double>();
    CHECK((got - exact).norm() < tolerance * (1 + exact.norm()));
  }
}

}  // namespace

TEST_CASE("network: forward is the definition at every width and batch") {
  for (bool skip : {false, true}) {
    for (Index batch = 1; batch <= 13; ++batch) {
      const Architecture small{.widths = {3, 7, 6, 5, 2}, .skip = skip};
      compareWithDefinition<double>(small, batch, 1e-14);
      compareWithDefinition<float>(small, batch, 3e-6);
    }
    // More terms than one pass of the kernels takes.
    const Architecture wide{.widths = {300, 270, 2}, .bias = skip, .skip = skip};
    compareWithDefinition<double>(wide, 33, 1e-13);
    compareWithDefinition<float>(wide, 33, 2e-5);
  }
}

TEST_CASE("network: float and double agree") {
  for (Activation activation : kActivations) {
    INFO(activationName(activation));
    auto p = fixtures::makeProblem(activation, Loss::Logistic, "negative", true);
    Network<float> network(p.network.architecture(), p.network.tying());
    const Matrix<float> X = p.X.cast<float>(), Y = p.Y.cast<float>();
    const Vector<float> theta = p.theta.cast<float>();
    Vector<double> g, Hv;
    Vector<float> gf, Hvf;
    const double value = p.network.gradient(p.theta, p.X, p.Y, p.loss, g);
    CHECK(std::abs(network.gradient(theta, X, Y, p.loss, gf) - value) < 2e-6 * (1 + value));
    CHECK((gf.cast<double>() - g).norm() < 1e-5 * g.norm());
    p.network.hessianVector(p.theta, p.theta, p.X, p.Y, p.loss, Hv);
    network.hessianVector(theta, theta, X, Y, p.loss, Hvf);
    CHECK((Hvf.cast<double>() - Hv).norm() < 2e-5 * Hv.norm());
  }
}

TEST_CASE("network: the batch is a mean over its examples, whatever the padding") {
  auto p = fixtures::makeProblem(Activation::Exp, Loss::Exponential, "none", true);
  const Index n = p.X.rows();
  Vector<double> g, one, sum = Vector<double>::Zero(p.theta.size());
  double losses = 0;
  for (Index r = 0; r < n; ++r) {
    const Matrix<double> x = p.X.row(r), y = p.Y.row(r);
    losses += p.network.gradient(p.theta, x, y, p.loss, one);
    sum += one;
  }
  const double value = p.network.gradient(p.theta, p.X, p.Y, p.loss, g);
  CHECK(std::abs(value - losses / static_cast<double>(n)) < 1e-14 * (1 + value));
  CHECK((g - sum / static_cast<double>(n)).norm() < 1e-14 * (1 + g.norm()));
}

TEST_CASE("network: a batch longer than one pass of the kernels") {
  auto p = fixtures::makeProblem(Activation::Tanh, Loss::Logistic, "none", true);
  constexpr Index n = 601, cut = 200;
  Rng rng(12);
  Matrix<double> X, Y;
  fixtures::makeData<double>(Loss::Logistic, n, 2, 1, rng, X, Y);
  const Matrix<double> X1 = X.topRows(cut), Y1 = Y.topRows(cut);
  const Matrix<double> X2 = X.middleRows(cut, cut), Y2 = Y.middleRows(cut, cut);
  const Matrix<double> X3 = X.bottomRows(n - 2 * cut), Y3 = Y.bottomRows(n - 2 * cut);
  Vector<double> all, g1, g2, g3;
  p.network.gradient(p.theta, X, Y, p.loss, all);
  p.network.gradient(p.theta, X1, Y1, p.loss, g1);
  p.network.gradient(p.theta, X2, Y2, p.loss, g2);
  p.network.gradient(p.theta, X3, Y3, p.loss, g3);
  const Vector<double> parts = (cut * (g1 + g2) + (n - 2 * cut) * g3) / n;
  CHECK((all - parts).norm() < 1e-13 * all.norm());
}

TEST_CASE("network: pre-activations and activations can be looked at") {
  auto p = fixtures::makeProblem(Activation::Softplus, Loss::Squared, "none", false);
  const Matrix<double> f = p.network.forward(p.theta, p.X);
  const auto& a = p.network.architecture();
  CHECK(p.network.activation(a.layers() - 1) == f);
  CHECK(p.network.preActivation(a.layers() - 1) == f);
  for (int l = 0; l + 1 < a.layers(); ++l) {
    const Matrix<double> z = p.network.preActivation(l), h = p.network.activation(l);
    REQUIRE(z.rows() == p.X.rows());
    REQUIRE(z.cols() == a.widths[static_cast<size_t>(l) + 1]);
    for (Index i = 0; i < z.size(); ++i) {
      CHECK(std::abs(h.data()[i] - activate(a.activation, z.data()[i])) < 1e-15);
    }
  }
}

TEST_CASE("network: divergence shows as inf or NaN in the loss, never hides") {
  const Architecture a{.widths = {1, 3, 1}};
  for (Activation activation : kActivations) {
    INFO(activationName(activation));
    Architecture b = a;
    b.activation = activation;
    Network<double> network(b);
    Vector<double> theta = Vector<double>::Ones(network.parameterCount());
    theta[theta.size() - 1] = std::numeric_limits<double>::quiet_NaN();
    const Matrix<double> X = Matrix<double>::Ones(3, 1);
    CHECK_FALSE(std::isfinite(network.loss(theta, X, X, {})));
    theta.setOnes();
    theta[0] = std::numeric_limits<double>::quiet_NaN();
    CHECK_FALSE(std::isfinite(network.loss(theta, X, X, {})));
  }
}

TEST_CASE("architecture: messages for shapes that cannot be") {
  CHECK(Architecture{}.validate().ok());
  CHECK(Architecture{.widths = {3}}.validate().error() ==
        "a network needs at least an input and an output width");
  CHECK(Architecture{.widths = {3, 0, 1}}.validate().error() == "layer width 0 is below 1");
  CHECK_FALSE(Architecture{.slope = -0.5}.validate().ok());
  CHECK_FALSE(Architecture{.slope = std::numeric_limits<double>::quiet_NaN()}.validate().ok());
}

TEST_CASE("layout: blocks fill the weight vector without gaps") {
  const Layout layout(Architecture{.widths = {2, 3, 4, 5, 2}, .skip = true});
  std::vector<int> owners(static_cast<size_t>(layout.weightCount()), 0);
  const auto claim = [&](Index from, Index count) {
    for (Index i = from; i < from + count; ++i) ++owners[static_cast<size_t>(i)];
  };
  for (const LayerBlock& b : layout.layers()) {
    claim(b.weight, b.in * b.out);
    claim(b.bias, b.out);
  }
  REQUIRE(layout.skips().size() == 2);
  for (const SkipBlock& s : layout.skips()) claim(s.weight, s.in * s.out);
  CHECK(std::count(owners.begin(), owners.end(), 1) == layout.weightCount());
  CHECK(layout.weightCount() == 9 + 16 + 25 + 12 + 6 + 8);
}
