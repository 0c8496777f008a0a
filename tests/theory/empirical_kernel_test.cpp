#include "theory/empirical_kernel.h"

#include <doctest/doctest.h>

#include <cmath>

#include "support/counter_random.h"
#include "theory/wide_network.h"

using namespace basin;

TEST_CASE(
    "the tangent kernel of a network is that of the same network in another parametrisation") {
  // f = sqrt(2/m) a^T relu(W x): with weights W and sqrt(2/m) a of an ordinary network the kernel
  // has the parts of W as they are, and those of a divided by the factor squared.
  const int m = 5;
  WideNetwork<double> wide({KernelActivation::Relu, 1, 0}, m, 2, Rng(3));
  const double scale = std::sqrt(2.0 / m);
  Architecture architecture;
  architecture.widths = {2, m, 1};
  architecture.activation = Activation::Relu;
  architecture.bias = false;
  Network<double> network(architecture);
  VectorXd theta(network.parameterCount());
  for (Index i = 0; i < m; ++i) {
    for (Index j = 0; j < 2; ++j) {
      theta[network.layout().weightIndex(0, i, j)] = wide.firstLayer()(i, j);
    }
    theta[network.layout().weightIndex(1, 0, i)] = scale * wide.outputLayer()[i];
  }
  const MatrixXd X = test::counterNormals(8, 6, 2);
  const MatrixXd active = (X * wide.firstLayer().transpose()).cwiseMax(0);
  const MatrixXd outer = active * active.transpose();
  const MatrixXd expected = wide.tangentKernel(X) - scale * scale * outer + outer;
  CHECK((networkTangentKernel(network, theta, X) - expected).norm() < 1e-12 * expected.norm());
}

TEST_CASE("with several outputs the kernel sums over them, by finite differences") {
  Architecture architecture;
  architecture.widths = {2, 3, 2};
  Network<double> network(architecture);
  const VectorXd theta = test::counterNormals(4, network.parameterCount(), 1).col(0);
  const MatrixXd X = test::counterNormals(5, 3, 2);
  const MatrixXd K = networkTangentKernel(network, theta, X);
  MatrixXd sum = MatrixXd::Zero(3, 3);
  for (Index p = 0; p < theta.size(); ++p) {
    const double h = 1e-6;
    VectorXd moved = theta;
    moved[p] += h;
    const MatrixXd plus = network.forward(moved, X);
    moved[p] -= 2 * h;
    const MatrixXd slope = (plus - MatrixXd(network.forward(moved, X))) / (2 * h);
    sum += slope * slope.transpose();
  }
  CHECK((K - sum).norm() < 1e-7 * K.norm());
}

TEST_CASE("alignment and change of kernels") {
  VectorXd y(3);
  y << 1, -1, 2;
  CHECK(kernelAlignment(3 * y * y.transpose(), y) == doctest::Approx(1));
  CHECK(kernelAlignment(MatrixXd::Identity(3, 3), y) == doctest::Approx(1 / std::sqrt(3.0)));
  CHECK(kernelAlignment(MatrixXd::Zero(3, 3), y) == 0);
  CHECK(relativeChange(1.1 * MatrixXd::Identity(3, 3), MatrixXd::Identity(3, 3)) ==
        doctest::Approx(0.1));
}
