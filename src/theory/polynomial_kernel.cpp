#include "theory/polynomial_kernel.h"

#include <algorithm>
#include <cmath>

#include "base/check.h"
#include "linalg/decompositions.h"

namespace basin {

namespace {

constexpr double kRank = 1e-13;  // of the largest singular value

// sqrt(C(p, k)) for k = 0 ... p.
VectorXd scales(int degree) {
  VectorXd scale(degree + 1);
  double binomial = 1;
  for (int k = 0; k <= degree; ++k) {
    scale[k] = std::sqrt(binomial);
    binomial *= static_cast<double>(degree - k) / (k + 1);
  }
  return scale;
}

}  // namespace

double polynomialKernel(double x, double z, int degree) {
  return std::pow(1 + x * z, degree);
}

double KernelPolynomial::operator()(double x) const {
  double value = 0;
  for (Index k = coefficients.size() - 1; k >= 0; --k) value = value * x + coefficients[k];
  return value;
}

VectorXd KernelPolynomial::terms(double x) const {
  VectorXd terms(coefficients.size());
  double power = 1;
  for (Index k = 0; k < terms.size(); ++k, power *= x) terms[k] = coefficients[k] * power;
  return terms;
}

KernelPolynomial fitPolynomial(const VectorXd& x, const VectorXd& y, int degree) {
  CHECK(degree >= 0 && x.size() == y.size() && x.size() > 0);
  const VectorXd scale = scales(degree);
  MatrixXd features(x.size(), degree + 1);
  VectorXd power = VectorXd::Ones(x.size());
  for (int k = 0; k <= degree; ++k, power.array() *= x.array()) features.col(k) = scale[k] * power;
  const SingularValueDecomposition parts = decomposeSingular(features);
  const double least = kRank * parts.values[0];
  VectorXd weights = VectorXd::Zero(degree + 1);
  KernelPolynomial fit;
  for (Index i = 0; i < parts.values.size(); ++i) {
    fit.condition = std::pow(parts.values[0] / std::max(parts.values[i], least), 2);
    if (parts.values[i] <= least) break;
    weights += parts.left.col(i).dot(y) / parts.values[i] * parts.right.col(i);
  }
  fit.squaredNorm = weights.squaredNorm();
  fit.coefficients = scale.cwiseProduct(weights);
  return fit;
}

double interpolantNorm(const VectorXd& x, const VectorXd& y, int degree) {
  MatrixXd kernel(x.size(), x.size());
  for (Index i = 0; i < x.size(); ++i) {
    for (Index j = 0; j < x.size(); ++j) kernel(i, j) = polynomialKernel(x[i], x[j], degree);
  }
  return y.dot(leastSquares(kernel, y).col(0));
}

}  // namespace basin
