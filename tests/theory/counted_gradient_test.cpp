#include "theory/counted_gradient.h"

#include <doctest/doctest.h>

#include <vector>

#include "base/rng.h"
#include "nn/network.h"

using namespace basin;

TEST_CASE("counted gradient: it is the network's gradient, in at most six flop a weight") {
  Rng rng(4);
  for (const std::vector<int>& widths :
       {std::vector{3, 1}, {1, 1, 1}, {4, 8, 1}, {4, 16, 16, 2}, {2, 30, 30, 30, 3}}) {
    Network<double> network(Architecture{.widths = widths, .activation = Activation::Tanh});
    VectorXd theta(network.parameterCount());
    for (double& value : theta) value = 0.4 * rng.normal();
    MatrixXd X(1, widths.front()), Y(1, widths.back());
    for (Index i = 0; i < X.size(); ++i) X(0, i) = rng.normal();
    for (Index i = 0; i < Y.size(); ++i) Y(0, i) = rng.normal();
    VectorXd expected;
    network.gradient(theta, X, Y, {.kind = Loss::Squared}, expected);
    const CountedGradient counted =
        countedGradient(network.layout(), theta, X.row(0).transpose(), Y.row(0).transpose());
    CHECK((counted.gradient - expected).norm() <= 1e-12 * expected.norm());
    CHECK(counted.flop() <= 6 * theta.size());
  }
}

TEST_CASE("counted gradient: the operations of 4-8-1, counted by hand") {
  const Layout layout({.widths = {4, 8, 1}, .activation = Activation::Tanh});
  const CountedGradient counted = countedGradient(layout, VectorXd::Zero(layout.weightCount()),
                                                  VectorXd::Ones(4), VectorXd::Ones(1));
  // 8 units of 4 products, 4 sums and a tanh; one of 8 products and 8 sums.
  CHECK(counted.forward == 8 * 9 + 16);
  // The output: its error, 8 products and sums into weights, one into the bias, back 8 of each and
  // the 3 operations of tanh'; the hidden units: 4 products and sums, and one into the bias.
  CHECK(counted.backward == 1 + 16 + 1 + 8 * (2 + 3) + 8 * 9);
}
