#pragma once

#include "linalg/types.h"

namespace basin {

/// The kernel (1 + x z)^degree on the line, degree >= 0. Its functions are the polynomials up to
/// this degree, f(x) = sum over k of sqrt(C(degree, k)) w_k x^k with norm |w|: a basis in which
/// <features(x), features(z)> = (1 + x z)^degree.
double polynomialKernel(double x, double z, int degree);

/// A polynomial on the line.
struct KernelPolynomial {
  VectorXd coefficients;   ///< Of x^0, x^1, ...
  double squaredNorm = 0;  ///< |w|^2, in the kernel's space.
  /// Largest over smallest eigenvalue (not below 1e-26 of the largest) of the kernel matrix of the
  /// points it was fitted to, that of the features where these are fewer.
  double condition = 1;

  int degree() const { return static_cast<int>(coefficients.size()) - 1; }
  double operator()(double x) const;
  /// c_k x^k for each k; their sum is the value.
  VectorXd terms(double x) const;
};

/// Of the polynomials up to this degree with the least squared error at the points (x, y), the one
/// of least norm: what kernel regression without a ridge comes to, and gradient descent on w from
/// 0. By the singular values of the features. From degree x.size() - 1 on it passes through all
/// points, if no two share an x; at that degree it is Lagrange's, whatever the norm.
KernelPolynomial fitPolynomial(const VectorXd& x, const VectorXd& y, int degree);

/// y' K^-1 y, K the kernel matrix of the points: by the representer theorem the squared norm of
/// what fitPolynomial finds from degree x.size() - 1 on. It falls as the degree grows, since
/// K_(p+1) - K_p = (x x') o K_p has no negative eigenvalue (Schur's product theorem).
double interpolantNorm(const VectorXd& x, const VectorXd& y, int degree);

}  // namespace basin
