#pragma once

#include <vector>

#include "nn/network.h"

namespace basin {

// One unit under batch normalisation in training: of the m answers a of a batch, mu their mean and
// s^2 their (biased) variance, it makes z = gamma n + shift with n = (a - mu)/sqrt(s^2 + epsilon)
// (Ioffe and Szegedy 2015, arXiv 1502.03167). What the loss says of z, g = dL/dz, comes back to a
// as gamma/sqrt(s^2 + epsilon) (g - mean(g) - n mean(g n)).
//
// The length of that is an identity, in which Santurkar et al. 2018 (arXiv 1805.11604, Theorem 4.1)
// see why the loss becomes smoother. 1.n = 0 and |n|^2 = m r with r = s^2/(s^2 + epsilon), so that
//
//     |dL/da|^2 = gamma^2/(s^2 + epsilon) (|g|^2 - (1.g)^2/m - (2 - r) (g.n)^2/m),
//
// and with epsilon = 0 the brackets hold |g|^2 less its projections on 1 and on n: two directions
// of the m are taken out, and gamma/s scales the rest.

/// The terms of the identity.
struct BatchNormGradient {
  double factor = 0;  ///< gamma^2/(s^2 + epsilon).
  double square = 0;  ///< |g|^2.
  double mean = 0;    ///< (1.g)^2/m.
  double normal = 0;  ///< (2 - r) (g.n)^2/m.

  /// |dL/da|^2; never below 0 but by rounding.
  double value() const { return factor * (square - mean - normal); }
  /// What it would be if nothing were taken out.
  double whole() const { return factor * square; }
};

/// The identity of a unit with answers a, of which the loss has derivatives g = dL/dz after the
/// normalisation; a and g are m >= 1 numbers each. With epsilon = 0 the answers must differ.
BatchNormGradient batchNormGradient(const VectorXd& a, const VectorXd& g, double gamma,
                                    double epsilon);

/// |dL/da|^2 of a normalised layer, its units together.
struct NormalisedLayer {
  double measured = 0;   ///< As the network's backward pass has it.
  double predicted = 0;  ///< By the identity, from dL/dz.
  double whole = 0;      ///< BatchNormGradient::whole: nothing taken out.
  double error = 0;      ///< Largest |measured - predicted| of a unit, of its whole.
};
/// Of every hidden layer, after gradient() at theta of a fully connected network with batch
/// normalisation (Architecture::batchNorm, without skips). dL/dz comes from the layer above, W^T
/// dL/da, and the activation's derivative: the normalisation's own backward pass has no part in it.
std::vector<NormalisedLayer> normalisedLayers(const Network<double>& network,
                                              const VectorXd& theta);

}  // namespace basin
