#include "theory/empirical_kernel.h"

namespace basin {

MatrixXd networkTangentKernel(Network<double>& network, const VectorXd& theta, const MatrixXd& X) {
  MatrixXd J;
  network.jacobian(theta, X, J);
  const Index n = X.rows();
  MatrixXd K = MatrixXd::Zero(n, n);
  for (Index k = 0; k * n < J.rows(); ++k) {
    const auto block = J.middleRows(k * n, n);
    K.noalias() += block * block.transpose();
  }
  return K;
}

double kernelAlignment(const MatrixXd& K, const VectorXd& y) {
  const double norms = K.norm() * y.squaredNorm();
  return norms > 0 ? y.dot(K * y) / norms : 0;
}

double relativeChange(const MatrixXd& K, const MatrixXd& K0) {
  const double norm = K0.norm();
  return norm > 0 ? (K - K0).norm() / norm : 0;
}

}  // namespace basin
