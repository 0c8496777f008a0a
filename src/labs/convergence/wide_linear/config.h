#pragma once

// Claim. A deep linear network that is wide enough for its depth learns at a linear rate that does
// not depend on the depth: at the theorem's largest step size each step takes at least 1/(12 kappa)
// off the loss. Narrow deep networks do not keep to it.
//
// Equations. l = 1/2 |(m^(L-1) d_out)^(-1/2) W_L...W_1 X - Y|_F^2, entries N(0, 1); l(t) - OPT <=
// (1
// - eta L lambda_r(X^T X)/(4 d_out))^t (l(0) - OPT) for eta <= d_out/(3 L lambda_1), with high
// probability for m >= C L (...), C not named. Infinite width: the kernel is (L/d_out) X^T X, the
// slowest mode has the factor (1 - eta L lambda_r/d_out)^2 (theory/wide_linear.h).
//
// References. Du, Hu 2019 (arXiv 1901.08572).
//
// What would falsify it. Wide networks above the bound; rates that do not come nearer to the limit
// as the width grows.

namespace basin::wide_linear {

inline constexpr int kInputs = 5;
inline constexpr int kOutputs = 2;

struct Config {
  int factors = 4;
  int width = 64;
  double condition = 1;
  int rank = kInputs;
  double rate = 1;  // of the theorem's largest
  int stepLimit = 200;
  int runs = 8;
};

}  // namespace basin::wide_linear
