#include "theory/linear_net.h"

#include <utility>

#include "base/check.h"
#include "linalg/decompositions.h"

namespace basin {

LinearNet::LinearNet(std::vector<MatrixXd> factors, MatrixXd inputs, MatrixXd targets, double scale)
    : targets_(std::move(targets)), scale_(scale), layers_(factors.size() + 1) {
  CHECK(!factors.empty(), "a linear network has a factor");
  layers_[0] = std::move(inputs);
  setFactors(std::move(factors));
}

void LinearNet::setFactors(std::vector<MatrixXd> factors) {
  factors_ = std::move(factors);
  forward();
}

void LinearNet::forward() {
  for (std::size_t i = 0; i < factors_.size(); ++i) {
    layers_[i + 1].noalias() = factors_[i] * layers_[i];
  }
  residual_ = scale_ * layers_.back() - targets_;
}

MatrixXd LinearNet::product() const {
  MatrixXd product = factors_.front();
  for (std::size_t i = 1; i < factors_.size(); ++i) product = (factors_[i] * product).eval();
  return product;
}

std::vector<MatrixXd> LinearNet::gradient() const {
  std::vector<MatrixXd> gradient(factors_.size());
  MatrixXd back = scale_ * residual_;
  for (std::size_t i = factors_.size(); i-- > 0;) {
    gradient[i].noalias() = back * layers_[i].transpose();
    back = (factors_[i].transpose() * back).eval();
  }
  return gradient;
}

void LinearNet::step(double rate) {
  back_ = (rate * scale_) * residual_;
  for (std::size_t i = factors_.size(); i-- > 0;) {
    // What goes on to the layer below passes through the factor as it was.
    if (i > 0) nextBack_.noalias() = factors_[i].transpose() * back_;
    factors_[i].noalias() -= back_ * layers_[i].transpose();
    back_.swap(nextBack_);
  }
  forward();
}

MatrixXd linearNetKernel(const LinearNet& net) {
  const Index outputs = net.residual().rows(), n = net.residual().cols();
  MatrixXd kernel = MatrixXd::Zero(outputs * n, outputs * n);
  MatrixXd above = MatrixXd::Identity(outputs, outputs);  // W_L...W_{i+1}
  for (Index i = net.depth() - 1; i >= 0; --i) {
    const MatrixXd across = above * above.transpose();
    const MatrixXd inputs = net.layer(i).transpose() * net.layer(i);
    for (Index b = 0; b < n; ++b) {
      for (Index a = 0; a < n; ++a) {
        kernel.block(a * outputs, b * outputs, outputs, outputs) += inputs(a, b) * across;
      }
    }
    above = (above * net.factors()[static_cast<std::size_t>(i)]).eval();
  }
  return net.scale() * net.scale() * kernel;
}

VectorXd singularValues(const MatrixXd& matrix) {
  const bool wide = matrix.cols() > matrix.rows();
  const MatrixXd gram =
      wide ? MatrixXd(matrix * matrix.transpose()) : MatrixXd(matrix.transpose() * matrix);
  return symmetricEigenvalues(gram).reverse().cwiseMax(0).cwiseSqrt();
}

}  // namespace basin
