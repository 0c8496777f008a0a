#pragma once

// Claim. A ReLU network of m hidden layers of three units squares with error 4^(-m-1); one hidden
// layer with as many weights errs by 1/(4N²), N = 4m - 1 units. From squares come products, from
// products Taylor polynomials: any f with n bounded derivatives is followed to epsilon by about
// epsilon^(-1/n) log(1/epsilon) weights.
//
// Equations. f_m(x) = x - sum of g_s(x)/4^s, s = 1..m, g_s the tooth 2 min(x, 1 - x) s times over;
// xy = 2 (f_m(|x+y|/2) - f_m(|x|/2) - f_m(|y|/2)); f~ = sum of f^(k)(i/N)/k! phi_i(x) (x - i/N)^k,
// whose error is at most max |f^(n)|/((2N)^n n!) and that of its products (theory/relu_squares.h).
//
// References. Yarotsky 2017 (arXiv 1610.01145); Telgarsky 2015 (1509.08101).
//
// What would falsify it. An f_m off 4^(-m-1); layers that make anything else than the formula; a
// smooth f that is missed by more than the bound.

#include <string>

namespace basin::yarotsky {

enum class Target { Square, Sine, Formula, Own };

struct Config {
  Target target = Target::Square;
  std::string formula = "e^(-2x) sin(8x)";
  std::string samples = "0,0; 0.2,0.7; 0.45,0.2; 0.7,0.9; 1,0.3";
  int smoothness = 2;
  int level = 10;
};

}  // namespace basin::yarotsky
