#pragma once

#include "nn/network.h"

namespace basin {

/// Tangent kernel of a network at theta on the rows of X (n x inputs): J J^T summed over the
/// outputs, n x n, with J the Jacobian of the outputs with respect to theta.
MatrixXd networkTangentKernel(Network<double>& network, const VectorXd& theta, const MatrixXd& X);

/// Kernel-target alignment <K, y y^T> / (|K|_F |y|^2) (Cristianini et al. 2001): 1 when K is y y^T
/// up to a factor, 0 for no relation; 0 where a norm vanishes.
double kernelAlignment(const MatrixXd& K, const VectorXd& y);

/// |K - K0|_F / |K0|_F; 0 for K0 = 0.
double relativeChange(const MatrixXd& K, const MatrixXd& K0);

}  // namespace basin
