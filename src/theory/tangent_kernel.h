#pragma once

#include "linalg/types.h"

namespace basin {

/// Activations whose kernels have a closed form. All are scaled by sqrt(c), c = 1/E[sigma(z)^2] for
/// standard normal z: ReLU 2, erf pi / (2 asin(2/3)), linear 1.
enum class KernelActivation { Relu, Erf, Linear };

/// c of the activation.
double kernelScale(KernelActivation activation);

/// A fully connected network in tangent-kernel parametrisation: `depth` hidden layers,
/// g_0 = x, f_h = W_h g_{h-1} + bias b_h, g_h = sqrt(c/m) sigma(f_h), output W g + bias b, all W
/// and b standard normal (Jacot, Gabriel, Hongler 2018; Arora et al. 2019).
struct KernelSpec {
  KernelActivation activation = KernelActivation::Relu;
  int depth = 1;    ///< Hidden layers, >= 1.
  double bias = 0;  ///< beta >= 0; 0: none.
};

/// Covariance Sigma of the outputs at random weights, and tangent kernel Theta, at infinite width.
struct KernelValue {
  double sigma = 0;
  double theta = 0;
};
/// Of two inputs with <x,x>, <x',x'>, <x,x'>. A zero input counts as uncorrelated with all others.
KernelValue exactKernel(const KernelSpec& spec, double xx, double yy, double xy);

struct KernelMatrices {
  MatrixXd sigma;
  MatrixXd theta;
};
/// Between the rows of X (n x d).
KernelMatrices exactKernels(const KernelSpec& spec, const MatrixXd& X);
/// Between the rows of X (n x d) and of Z (p x d): n x p.
KernelMatrices exactKernels(const KernelSpec& spec, const MatrixXd& X, const MatrixXd& Z);

}  // namespace basin
