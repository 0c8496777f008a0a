#pragma once

#include "nn/layout.h"

namespace basin {

/// The gradient of 1/2 |f(x) - y|^2 for one example by backpropagation, every operation counted:
/// an addition, a product and a tanh are one flop each.
struct CountedGradient {
  VectorXd gradient;      ///< As Network::gradient gives it.
  long long forward = 0;  ///< Flop of f(x).
  long long backward = 0;

  long long flop() const { return forward + backward; }
};

/// For fully connected tanh networks with biases: `layout` of such an Architecture, nothing tied.
/// Needs at most 6 flop a weight.
CountedGradient countedGradient(const Layout& layout, const VectorXd& theta, const VectorXd& x,
                                const VectorXd& y);

}  // namespace basin
