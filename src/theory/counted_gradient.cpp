#include "theory/counted_gradient.h"

#include <cmath>
#include <vector>

namespace basin {

namespace {

// Arithmetic that counts itself.
class Counter {
 public:
  double sum(double a, double b) { return ++flop_, a + b; }
  double product(double a, double b) { return ++flop_, a * b; }
  double tanh(double z) { return ++flop_, std::tanh(z); }
  long long flop() const { return flop_; }

 private:
  long long flop_ = 0;
};

}  // namespace

CountedGradient countedGradient(const Layout& layout, const VectorXd& theta, const VectorXd& x,
                                const VectorXd& y) {
  Counter count;
  CountedGradient found{.gradient = VectorXd::Zero(theta.size())};
  const std::vector<LayerBlock>& layers = layout.layers();
  std::vector<VectorXd> h = {x};
  for (std::size_t l = 0; l < layers.size(); ++l) {
    const LayerBlock& block = layers[l];
    VectorXd z(block.out);
    for (Index j = 0; j < block.out; ++j) {
      z[j] = theta[block.bias + j];
      for (Index i = 0; i < block.in; ++i) {
        z[j] = count.sum(z[j], count.product(theta[block.weight + j + i * block.out], h[l][i]));
      }
      if (l + 1 < layers.size()) z[j] = count.tanh(z[j]);
    }
    h.push_back(std::move(z));
  }
  found.forward = count.flop();

  VectorXd delta(y.size());
  for (Index j = 0; j < y.size(); ++j) delta[j] = count.sum(h.back()[j], -y[j]);
  for (std::size_t l = layers.size(); l-- > 0;) {
    const LayerBlock& block = layers[l];
    for (Index j = 0; j < block.out; ++j) {
      for (Index i = 0; i < block.in; ++i) {
        double& g = found.gradient[block.weight + j + i * block.out];
        g = count.sum(g, count.product(delta[j], h[l][i]));
      }
      double& g = found.gradient[block.bias + j];
      g = count.sum(g, delta[j]);
    }
    if (l == 0) break;
    VectorXd before = VectorXd::Zero(block.in);
    for (Index i = 0; i < block.in; ++i) {
      for (Index j = 0; j < block.out; ++j) {
        before[i] =
            count.sum(before[i], count.product(theta[block.weight + j + i * block.out], delta[j]));
      }
      // tanh' = 1 - tanh^2.
      before[i] = count.product(before[i], count.sum(1, -count.product(h[l][i], h[l][i])));
    }
    delta = std::move(before);
  }
  found.backward = count.flop() - found.forward;
  return found;
}

}  // namespace basin
