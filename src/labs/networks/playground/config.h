#pragma once

// Claim. A network of the reader's own design learns data of the reader's own making while the
// largest curvature of the loss is watched. As long as it stays below what the step size can stand,
// gradient descent goes downhill at every step; above it the run oscillates or blows up.
//
// Equation. Descent lemma (Nesterov 2004, section 1.2.3): where the Hessian is at most beta along
// the step, L(theta - eta g) <= L(theta) - eta (1 - eta beta / 2) |g|^2. On a quadratic with
// largest eigenvalue lambda gradient descent is stable iff lambda < 2/eta, with heavy-ball momentum
// m iff lambda < 2(1+m)/eta (Polyak 1964). That full-batch gradient descent on networks hovers at
// lambda_max = 2/eta is an observation (Cohen et al. 2021, arXiv 2103.00065), shown, not checked.
//
// What would falsify it. A smooth network under plain full-batch gradient descent with eta beta < 2
// along a step whose loss falls by less than the lemma says; or an exact Hessian-vector product
// (Pearlmutter 1994) that a central difference of gradients contradicts.

#include "study/network_setup.h"

namespace basin::playground {

enum class LensKind { None, Landscape, Kernel };

struct Config {
  NetworkSetup network;
  LensKind lens = LensKind::None;  ///< What is shown besides.
};

}  // namespace basin::playground
