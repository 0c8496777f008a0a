#pragma once

// Claim. As the width grows, a network trained by gradient descent becomes the regression with its
// tangent kernel: the kernel at random weights approaches its exact limit, weights and kernel stop
// moving, and the trained network agrees with its linearisation and with the closed form.
//
// Equations. Theta^h = Theta^{h-1} Sigma'^h + Sigma^h (theory/tangent_kernel.h); f_t(x) = f_0(x) +
// k(x)^T (I - (I - eta H)^t) H^{-1} (y - f_0) (theory/kernel_flow.h). Relative motion of the
// weights ~ m^{-1/2}, of the kernel ~ m^{-1}, fluctuation of Theta(x,x) = sqrt(12/m) (ReLU, one
// layer).
//
// References. Jacot, Gabriel, Hongler 2018 (arXiv 1806.07572); Arora, Du, Hu, Li, Salakhutdinov,
// Wang 2019 (1904.11955); Lee et al. 2019 (1902.06720); Chizat, Oyallon, Bach 2019 (1812.07956).
//
// What would falsify it. Gaps to the kernel that do not shrink with the width; weights or kernel
// that move as much in wide networks as in narrow ones; motion that does not fall like 1/alpha with
// the output multiplier alpha; a linear twin off its closed form.

#include "theory/tangent_kernel.h"

namespace basin::ntk {

enum class View { Exact, Empirical, Difference, Drift };

struct Config {
  int width = 1024;
  int narrow = 16;
  KernelActivation activation = KernelActivation::Relu;
  int depth = 1;
  double bias = 0;
  int points = 7;
  double rate = 0.2;
  bool stable = true;
  int steps = 800;
  bool antisymmetric = true;
  double multiplier = 1;
  bool sweep = true;
  View view = View::Exact;
};

/// Widest network that is trained with so many hidden layers; wider ones are cut to it.
int widestTrained(int depth);

}  // namespace basin::ntk
