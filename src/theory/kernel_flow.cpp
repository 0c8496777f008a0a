#include "theory/kernel_flow.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "base/check.h"
#include "linalg/decompositions.h"

namespace basin {

namespace {

/// (1 - eta lambda)^steps; powers of negative numbers have whole exponents only.
double decay(double rate, double lambda, double steps) {
  return std::pow(1 - rate * lambda, std::round(steps));
}

}  // namespace

KernelFlow::KernelFlow(const MatrixXd& H) {
  CHECK(H.rows() > 0 && H.rows() == H.cols());
  SymmetricEigen<double> eigen = symmetricEigen(H);
  lambda_ = std::move(eigen.values);
  U_ = std::move(eigen.vectors);
  // A rule for the sign makes pictures of eigenvectors the same everywhere.
  for (Index j = 0; j < U_.cols(); ++j) {
    Index at = 0;
    U_.col(j).cwiseAbs().maxCoeff(&at);
    if (U_(at, j) < 0) U_.col(j) = -U_.col(j);
  }
}

template <class Gain>
VectorXd KernelFlow::coefficients(const VectorXd& r, Gain gain) const {
  VectorXd c = U_.transpose() * r;
  for (Index i = 0; i < c.size(); ++i) c[i] *= gain(lambda_[i]);
  return U_ * c;
}

VectorXd KernelFlow::regression(const VectorXd& r) const {
  const double least = 1e-12 * largest();
  return coefficients(r, [&](double l) { return l > least ? 1 / l : 0; });
}

VectorXd KernelFlow::flow(const VectorXd& r, double t) const {
  return coefficients(r, [&](double l) {
    const double x = l * t;
    return std::abs(x) < 1e-12 ? t : -std::expm1(-x) / l;
  });
}

VectorXd KernelFlow::descent(const VectorXd& r, double rate, double steps) const {
  return coefficients(r, [&](double l) {
    const double x = rate * l;
    if (std::abs(x) * std::max(steps, 1.0) < 1e-12) return rate * steps;
    // log1p keeps the digits of small eigenvalues that 1 - (1 - x)^T would cancel.
    return x < 1 ? -std::expm1(steps * std::log1p(-x)) / l : (1 - decay(rate, l, steps)) / l;
  });
}

VectorXd KernelFlow::residualModes(const VectorXd& r, double rate, double steps) const {
  VectorXd c = U_.transpose() * r;
  for (Index i = 0; i < c.size(); ++i) c[i] *= decay(rate, lambda_[i], steps);
  return c;
}

}  // namespace basin
