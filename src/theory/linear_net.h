#pragma once

#include <vector>

#include "linalg/types.h"

namespace basin {

/// A deep linear network c W_L...W_1 X and its loss R = 1/2 |c W_L...W_1 X - Y|_F^2, with gradient
/// descent on all factors at once. Widths may differ from layer to layer; one factor is linear
/// least squares.
class LinearNet {
 public:
  /// `factors` in the order in which they act, W_1 first, one at least; `inputs` X has an example a
  /// column (the identity for a loss of the product alone), `targets` Y one target a column.
  LinearNet(std::vector<MatrixXd> factors, MatrixXd inputs, MatrixXd targets, double scale = 1);

  /// L, the number of factors.
  Index depth() const { return static_cast<Index>(factors_.size()); }
  /// W_1, ..., W_L.
  const std::vector<MatrixXd>& factors() const { return factors_; }
  /// Puts the network elsewhere; shapes stay.
  void setFactors(std::vector<MatrixXd> factors);
  double scale() const { return scale_; }

  /// R at the present factors.
  double loss() const { return 0.5 * residual_.squaredNorm(); }
  /// E = c W_L...W_1 X - Y.
  const MatrixXd& residual() const { return residual_; }
  /// W_i...W_1 X, unscaled; i = 0 is X itself.
  const MatrixXd& layer(Index i) const { return layers_[static_cast<std::size_t>(i)]; }
  /// W_L...W_1, unscaled.
  MatrixXd product() const;
  /// dR/dW_i = c (W_L...W_{i+1})^T E (W_{i-1}...W_1 X)^T for all i, W_1 first.
  std::vector<MatrixXd> gradient() const;

  /// One step of gradient descent, W_i <- W_i - rate dR/dW_i for all i at once.
  void step(double rate);

 private:
  void forward();

  std::vector<MatrixXd> factors_;
  MatrixXd targets_;
  double scale_;
  std::vector<MatrixXd> layers_;
  MatrixXd residual_, back_, nextBack_;
};

/// The tangent kernel of a deep linear network on its inputs: the symmetric matrix of size
/// (outputs n) that E follows while the factors hardly move, vec(E) <- (I - rate K) vec(E), with
/// K = c^2 sum_i (layer i-1)^T (layer i-1) (x) (W_L...W_{i+1}) (W_L...W_{i+1})^T.
MatrixXd linearNetKernel(const LinearNet& net);

/// Singular values of a small matrix in descending order, from its smaller Gram matrix: those below
/// 1e-8 of the largest are not exact.
VectorXd singularValues(const MatrixXd& matrix);

}  // namespace basin
