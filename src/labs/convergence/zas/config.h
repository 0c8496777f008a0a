#pragma once

// Claim. A product of L matrices that starts at W_1 = ... = W_{L-1} = I, W_L = 0 is driven to any
// target by gradient descent, the sooner the deeper it is. Started near the identity it has to take
// its determinant through zero to reach a target of negative determinant, and the time for that
// grows exponentially with L; so does that from Xavier's start, where half of the draws have to.
//
// Equations. R = 1/2 |W_L...W_1 - Phi|_F^2; R(t) <= (1 - eta/2)^t R(0) for eta <= min{1/(4 L^3
// phi^6), 1/(144 L^2 phi^4)}, phi = max{2 |Phi|_F, 3 L^(-1/2), 1}; for eta <= 1 also while no
// singular value has gone beyond its target (theory/zero_asymmetric.h). Scalars: du/dt = -P(u) (u
// P(u) - y), P = prod sqrt(u^2 + delta_j) (theory/scalar_product.h).
//
// References. Wu, Wang, Ma 2019 (arXiv 1911.00645); Shamir 2018 (1809.08587).
//
// What would falsify it. A zero-asymmetric run above its bound; scalars that need other times than
// the flow; times near the identity that do not grow with L when det Phi < 0.

namespace basin::zas {

enum class Target { Reflection, Minus, Random };
enum class Constants { Practical, Theorem };

struct Config {
  Target target = Target::Reflection;
  int dimension = 1;
  int factors = 6;
  double spread = 0.1;
  Constants constants = Constants::Practical;
  double rate = 0.01;
  double epsilon = 0.01;
  int stepLimit = 20000;
  int runs = 21;
};

}  // namespace basin::zas
