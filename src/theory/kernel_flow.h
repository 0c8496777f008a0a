#pragma once

#include "linalg/types.h"

namespace basin {

/// Training in function space under a fixed kernel: with H the kernel on the training set and
/// r = y - f_0 its first residual, f_t(x) = f_0(x) + k(x)^T a_t for the loss 1/2 sum (f - y)^2.
/// Holds the eigenvectors of H.
class KernelFlow {
 public:
  /// H symmetric and positive semidefinite, n x n.
  explicit KernelFlow(const MatrixXd& H);

  /// Ascending eigenvalues.
  const VectorXd& eigenvalues() const { return lambda_; }
  /// Orthonormal eigenvectors as columns; the largest entry of each is positive.
  const MatrixXd& eigenvectors() const { return U_; }
  double largest() const { return lambda_[lambda_.size() - 1]; }
  double smallest() const { return lambda_[0]; }
  /// False when the smallest eigenvalue is below 1e-10 of the largest: labels then exist that no
  /// function of this kernel fits.
  bool strictlyPositive() const { return smallest() >= 1e-10 * largest(); }

  /// a of the minimum-norm interpolation (kernel regression), H^-1 r; directions with eigenvalues
  /// below 1e-12 of the largest are left out.
  VectorXd regression(const VectorXd& r) const;
  /// a_t of gradient flow: (1 - e^(-lambda t)) / lambda on each eigenvector.
  VectorXd flow(const VectorXd& r, double t) const;
  /// a_T after `steps` of gradient descent: (1 - (1 - rate lambda)^steps) / lambda. Stable for
  /// rate < 2/largest().
  VectorXd descent(const VectorXd& r, double rate, double steps) const;
  /// Residual y - f_T on the training set in the eigenbasis: (1 - rate lambda_i)^steps u_i^T r.
  VectorXd residualModes(const VectorXd& r, double rate, double steps) const;

 private:
  template <class Gain>
  VectorXd coefficients(const VectorXd& r, Gain gain) const;

  MatrixXd U_;
  VectorXd lambda_;
};

}  // namespace basin
