#include "theory/tangent_kernel.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

#include "base/check.h"
#include "theory/arc_cosine.h"

namespace basin {

namespace {

using std::numbers::pi;

struct Layer {
  double value;  // c E[sigma(u) sigma(v)]
  double slope;  // c E[sigma'(u) sigma'(v)]
};

// (u, v) normal with variances a, b and covariance s; r = sqrt(a b).
Layer layer(KernelActivation activation, double a, double b, double s, double r) {
  switch (activation) {
    case KernelActivation::Relu: {
      const double rho = r > 0 ? s / r : 0;
      return {r * arcCosine1(rho), arcCosine0(rho)};
    }
    case KernelActivation::Erf: {
      const double c = kernelScale(activation);
      const double product = (1 + 2 * a) * (1 + 2 * b);
      return {c * 2 / pi * std::asin(std::clamp(2 * s / std::sqrt(product), -1.0, 1.0)),
              c * 4 / pi / std::sqrt(product - 4 * s * s)};
    }
    case KernelActivation::Linear:
      return {s, 1};
  }
  return {};
}

// Variances of the pre-activations of each layer at one input, the first one <x,x> + beta^2.
void variances(const KernelSpec& spec, double xx, double* out) {
  const double bias = spec.bias * spec.bias;
  out[0] = xx + bias;
  for (int h = 1; h < spec.depth; ++h) {
    const double a = out[h - 1];
    out[h] = layer(spec.activation, a, a, a, a).value + bias;
  }
}

KernelValue recursion(const KernelSpec& spec, const double* a, const double* b, double xy) {
  const double bias = spec.bias * spec.bias;
  KernelValue k{xy + bias, xy + bias};
  for (int h = 0; h < spec.depth; ++h) {
    const Layer next = layer(spec.activation, a[h], b[h], k.sigma, std::sqrt(a[h] * b[h]));
    k.sigma = next.value + bias;
    k.theta = k.theta * next.slope + k.sigma;
  }
  return k;
}

// Row i: the variances at input i.
std::vector<double> allVariances(const KernelSpec& spec, const MatrixXd& X) {
  std::vector<double> out(static_cast<std::size_t>(X.rows()) *
                          static_cast<std::size_t>(spec.depth));
  for (Index i = 0; i < X.rows(); ++i) {
    variances(spec, X.row(i).squaredNorm(), out.data() + i * spec.depth);
  }
  return out;
}

}  // namespace

double kernelScale(KernelActivation activation) {
  switch (activation) {
    case KernelActivation::Relu:
      return 2;
    case KernelActivation::Erf:
      return pi / (2 * std::asin(2.0 / 3));
    case KernelActivation::Linear:
      return 1;
  }
  return 1;
}

KernelValue exactKernel(const KernelSpec& spec, double xx, double yy, double xy) {
  CHECK(spec.depth >= 1);
  std::vector<double> a(static_cast<std::size_t>(spec.depth)), b(a.size());
  variances(spec, xx, a.data());
  variances(spec, yy, b.data());
  return recursion(spec, a.data(), b.data(), xy);
}

KernelMatrices exactKernels(const KernelSpec& spec, const MatrixXd& X) {
  CHECK(spec.depth >= 1);
  const Index n = X.rows();
  const std::vector<double> a = allVariances(spec, X);
  const MatrixXd inner = X * X.transpose();
  KernelMatrices k{MatrixXd(n, n), MatrixXd(n, n)};
  for (Index j = 0; j < n; ++j) {
    for (Index i = j; i < n; ++i) {
      const KernelValue value =
          recursion(spec, a.data() + i * spec.depth, a.data() + j * spec.depth, inner(i, j));
      k.sigma(i, j) = k.sigma(j, i) = value.sigma;
      k.theta(i, j) = k.theta(j, i) = value.theta;
    }
  }
  return k;
}

KernelMatrices exactKernels(const KernelSpec& spec, const MatrixXd& X, const MatrixXd& Z) {
  CHECK(spec.depth >= 1 && X.cols() == Z.cols());
  const std::vector<double> a = allVariances(spec, X), b = allVariances(spec, Z);
  const MatrixXd inner = X * Z.transpose();
  KernelMatrices k{MatrixXd(X.rows(), Z.rows()), MatrixXd(X.rows(), Z.rows())};
  for (Index j = 0; j < Z.rows(); ++j) {
    for (Index i = 0; i < X.rows(); ++i) {
      const KernelValue value =
          recursion(spec, a.data() + i * spec.depth, b.data() + j * spec.depth, inner(i, j));
      k.sigma(i, j) = value.sigma;
      k.theta(i, j) = value.theta;
    }
  }
  return k;
}

}  // namespace basin
