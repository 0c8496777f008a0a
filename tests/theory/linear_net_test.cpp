#include "theory/linear_net.h"

#include <cmath>

#include <doctest/doctest.h>

#include "base/rng.h"

using namespace basin;

namespace {

MatrixXd normal(Index rows, Index cols, Rng& rng) {
  MatrixXd matrix(rows, cols);
  for (Index i = 0; i < matrix.size(); ++i) matrix.data()[i] = rng.normal();
  return matrix;
}

// Widths 4, 3, 5, 2 on six examples.
LinearNet small(Rng& rng) {
  return {{normal(3, 4, rng), normal(5, 3, rng), normal(2, 5, rng)},
          normal(4, 6, rng),
          normal(2, 6, rng),
          0.7};
}

}  // namespace

TEST_CASE("linear net: loss, residual and layers are those of the product") {
  Rng rng(3);
  const LinearNet net = small(rng);
  const auto& W = net.factors();
  CHECK(net.depth() == 3);
  CHECK((net.product() - W[2] * W[1] * W[0]).norm() < 1e-12);
  CHECK((net.layer(2) - W[1] * W[0] * net.layer(0)).norm() < 1e-12);
  CHECK(net.loss() == doctest::Approx(0.5 * net.residual().squaredNorm()).epsilon(1e-14));
  Rng again(3);
  const LinearNet twin = small(again);
  CHECK(net.loss() == twin.loss());
}

TEST_CASE("linear net: the gradient is that of differences, and a step goes against it") {
  Rng rng(5);
  const LinearNet net = small(rng);
  const std::vector<MatrixXd> gradient = net.gradient();
  const double h = 1e-5;
  for (std::size_t i = 0; i < gradient.size(); ++i) {
    for (Index k = 0; k < gradient[i].size(); ++k) {
      LinearNet moved = net;
      std::vector<MatrixXd> factors = net.factors();
      factors[i].data()[k] += h;
      moved.setFactors(factors);
      const double above = moved.loss();
      factors[i].data()[k] -= 2 * h;
      moved.setFactors(factors);
      CHECK(gradient[i].data()[k] ==
            doctest::Approx((above - moved.loss()) / (2 * h)).epsilon(1e-6).scale(1));
    }
  }
  LinearNet stepped = net;
  stepped.step(0.01);
  for (std::size_t i = 0; i < gradient.size(); ++i) {
    CHECK((net.factors()[i] - 0.01 * gradient[i] - stepped.factors()[i]).norm() < 1e-13);
  }
}

TEST_CASE("linear net: the kernel is what the residual follows") {
  Rng rng(7);
  const LinearNet net = small(rng);
  const MatrixXd kernel = linearNetKernel(net);
  CHECK((kernel - kernel.transpose()).norm() < 1e-10);
  LinearNet stepped = net;
  const double rate = 1e-7;
  stepped.step(rate);
  const VectorXd before = net.residual().reshaped(), after = stepped.residual().reshaped();
  CHECK((after - (before - rate * (kernel * before))).norm() < 1e-5 * (after - before).norm());
}

TEST_CASE("linear net: one factor is least squares, and descent on it a linear map") {
  Rng rng(9);
  LinearNet net({normal(2, 3, rng)}, MatrixXd::Identity(3, 3), normal(2, 3, rng));
  const MatrixXd first = net.residual();
  for (int t = 0; t < 10; ++t) net.step(0.25);
  CHECK((net.residual() - std::pow(0.75, 10) * first).norm() < 1e-13);
  CHECK((linearNetKernel(net) - MatrixXd::Identity(6, 6)).norm() < 1e-14);
}

TEST_CASE("linear net: singular values, of tall and of wide matrices") {
  MatrixXd wide(2, 3);
  wide << 3, 0, 0, 0, 0, -4;
  for (const MatrixXd& matrix : {wide, MatrixXd(wide.transpose())}) {
    const VectorXd values = singularValues(matrix);
    REQUIRE(values.size() == 2);
    CHECK(values[0] == doctest::Approx(4).epsilon(1e-14));
    CHECK(values[1] == doctest::Approx(3).epsilon(1e-14));
  }
  CHECK(singularValues(MatrixXd::Zero(2, 2)).norm() == 0);
}
