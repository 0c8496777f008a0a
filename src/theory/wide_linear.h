#pragma once

#include "base/rng.h"
#include "theory/linear_net.h"

namespace basin {

// Gradient descent on wide deep linear networks, 1/2 |(m^(L-1) d_out)^(-1/2) W_L...W_1 X - Y|_F^2
// with N(0, 1) entries and all hidden widths m (Du, Hu 2019, arXiv 1901.08572). lambda_1 >= ... >=
// lambda_r > 0 are the eigenvalues of X^T X.

/// The data of an experiment with loss 0 at the best linear map. Examples enter through X X^T
/// alone: with X = A Q, Q having orthonormal rows, (c W A - Phi A) Q has the norm of c W A - Phi A,
/// and all gradients are equal. So `inputs` is A, one column a direction instead of one an example.
struct WideLinearData {
  MatrixXd inputs;                   ///< d_in x r.
  MatrixXd targets;                  ///< Phi A, d_out x r; Phi has spectral norm 1.
  double largest = 0, smallest = 0;  ///< lambda_1 and lambda_r.
};
/// d_in inputs of rank r <= d_in, eigenvalues evenly from 4 to 4 condition in random directions,
/// and a random Phi.
WideLinearData wideLinearData(Index inputs, Index outputs, Index rank, double condition, Rng rng);

/// The network of L = `depth` factors of width m with N(0, 1) entries on such data; one factor has
/// no hidden layer.
LinearNet wideLinearNet(const WideLinearData& data, Index depth, Index width, Rng rng);

/// d_out / (3 L lambda_1), up to which the theorem is proved.
double wideLinearRate(Index depth, Index outputs, double largest);
/// 1 - rate L lambda_r / (4 d_out): what the theorem multiplies the loss by in a step, at most, for
/// widths beyond a constant it does not name. At the largest rate 1 - lambda_r / (12 lambda_1).
double provedFactor(double rate, Index depth, Index outputs, double smallest);
/// (1 - rate L lambda / d_out)^2: the factor on the mode of eigenvalue lambda at infinite width,
/// where the kernel is (L/d_out) X^T X and stays so.
double limitFactor(double rate, Index depth, Index outputs, double lambda);

/// Shapes of the maps that a hidden layer i sees, as 2 x 2 matrices: `below`, what W_i...W_1 makes
/// of a circle of the first two inputs' directions, and `above`, what (W_L...W_{i+1})^T makes of a
/// circle of outputs; symmetric square roots, the larger axis scaled to 1. At infinite width both
/// are circles, and every direction learns alike.
struct LayerShapes {
  MatrixXd below, above;
};
LayerShapes layerShapes(const LinearNet& net, const MatrixXd& directions, Index layer);

}  // namespace basin
