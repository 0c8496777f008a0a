#pragma once

#include <vector>

#include "base/rng.h"
#include "linalg/types.h"

namespace basin {

// Starts of a product W_L...W_1 of d x d matrices that is to become a target Phi, R = 1/2
// |W_L...W_1 - Phi|_F^2, and what is proved of the zero-asymmetric one (Wu, Wang, Ma 2019, arXiv
// 1911.00645).
//
// From that start the problem falls apart. With Phi = U diag(sigma_k) V^T and one w_k and u_k a
// singular value, W_l = V diag(w_k) V^T for all l < L and W_L = U diag(u_k) V^T hold at the start
// (w_k = 1, u_k = 0) and after every step: all gradients have that form. So Phi may be anything,
// its determinant negative as well; each singular value is a scalar product with gaps 1.

/// Which start: W_L = 0 and all others I; all I + spread N(0, 1); all N(0, 1)/sqrt(d) (Xavier).
enum class LinearStart { ZeroAsymmetric, NearIdentity, Xavier };

/// The factors W_1, ..., W_L of such a start; `spread` is NearIdentity's.
std::vector<MatrixXd> linearStart(LinearStart kind, Index depth, Index dimension, double spread,
                                  Rng rng);

/// phi = max{2 |Phi|_F, 3 L^(-1/2), 1} of Theorem 4.3.
double zeroAsymmetricPhi(double targetNorm, Index depth);
/// min{1/(4 L^3 phi^6), 1/(144 L^2 phi^4)}: up to this step size R(t) <= (1 - rate/2)^t R(0) is
/// proved.
double zeroAsymmetricRate(double targetNorm, Index depth);

/// log of (1 - rate/2)^t.
double provedDecay(double rate, double steps);
/// log of (1 - rate)^(2 t): R(t)/R(0) from the zero-asymmetric start stays below for every step
/// size <= 1 as long as no u_k w_k^(L-1) has gone beyond its sigma_k. Until then 0 <= u_k and
/// w_k >= 1 only grow, so that a step takes at least the share rate off each sigma_k - u_k
/// w_k^(L-1): d(u w^(L-1)) >= w^(L-1) du = rate w^(2 (L-1)) (sigma - u w^(L-1)).
double oneSidedDecay(double rate, double steps);

}  // namespace basin
