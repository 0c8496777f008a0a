#pragma once

// Claim. The loss of a deep linear network has no bad local minimum: all it can rest at are critical
// points that have learnt some of the data's modes exactly and none of the others, and each of them
// but the best is a saddle. With one hidden layer every saddle has a direction of negative
// curvature. With more there are saddles without one, and the loss can rest there for very long.
//
// Equations. L(W) = 1/2 |W_{H+1} ... W_1 X - Y|^2; L = 1/2 (tr YY^T - sum over S of lambda_i) at
// every critical point, S the modes learnt; index (p - r)(d_y - r) + #{i not in S, j in S: lambda_i
// > lambda_j} where rank(W_H ... W_2) = p, only the second term at saddles that cut the spare width
// (theory/deep_linear.h).
//
// References. Baldi, Hornik 1989; Kawaguchi 2016 (arXiv 1605.07110); Achour, Malgouyres,
// Gerchinovitz 2021 (arXiv 2107.13289).
//
// What would falsify it. A critical point, constructed or met, whose loss is none of the levels; a
// Hessian with another number of negative eigenvalues; a start that comes to rest above the least
// loss.

#include "theory/deep_linear.h"

namespace basin::deep_linear {

enum class Inputs { Orthonormal, Random };

struct Config {
  Inputs inputs = Inputs::Orthonormal;
  double strong = 4, medium = 3, weak = 2;
  int count = 12;          // random inputs
  double dataNoise = 0.3;  // random inputs
  int depth = 2;
  int width = 3;
  bool learnStrong = false, learnMedium = false, learnWeak = false;
  double middle = 1;
  double offset = 1e-4;
  double rate = 0.02;
  int stepLimit = 20000;
};

inline constexpr Index kInputs = 4, kOutputs = 3;

}  // namespace basin::deep_linear
