#include "theory/zero_asymmetric.h"

#include <algorithm>
#include <cmath>

#include <doctest/doctest.h>

#include "theory/linear_net.h"
#include "theory/scalar_product.h"

using namespace basin;

namespace {

LinearNet ownNet(const MatrixXd& target, Index depth) {
  const Index d = target.rows();
  return {linearStart(LinearStart::ZeroAsymmetric, depth, d, 0, Rng(1)), MatrixXd::Identity(d, d),
          target};
}

MatrixXd randomTarget(Index d, std::uint64_t seed) {
  Rng rng(seed);
  MatrixXd target(d, d);
  for (Index i = 0; i < target.size(); ++i) target.data()[i] = rng.normal();
  return target / target.norm();
}

}  // namespace

TEST_CASE("zero-asymmetric: the theorem's step sizes are those of the theory page") {
  CHECK(zeroAsymmetricPhi(1, 3) == 2);
  CHECK(zeroAsymmetricPhi(0.3, 4) == 1.5);
  CHECK(zeroAsymmetricPhi(0.1, 16) == 1);
  CHECK(zeroAsymmetricRate(1, 3) == doctest::Approx(4.8225e-5).epsilon(1e-4));
  CHECK(zeroAsymmetricRate(1, 6) == doctest::Approx(1.20563e-5).epsilon(1e-5));
  CHECK(zeroAsymmetricRate(1, 12) == doctest::Approx(2.26056e-6).epsilon(1e-5));
  CHECK(zeroAsymmetricRate(0.3, 4) == doctest::Approx(8.5734e-5).epsilon(1e-4));
}

TEST_CASE("zero-asymmetric: the theorem's bound holds in each of 20 000 steps") {
  struct Row {
    Index depth;
    double left, bound;
  };
  for (const Row& row : {Row{3, 0.0735, 0.617}, Row{6, 0.592, 0.886}, Row{12, 0.913, 0.978}}) {
    const double rate = zeroAsymmetricRate(1, row.depth);
    const MatrixXd minus = -MatrixXd::Identity(2, 2) / std::sqrt(2.0);
    for (const MatrixXd& target : {minus, randomTarget(2, 5)}) {
      LinearNet net = ownNet(target, row.depth);
      const double first = net.loss();
      double largest = 0;
      for (int t = 1; t <= 20000; ++t) {
        net.step(rate);
        largest = std::max(largest, std::log(net.loss() / first) - provedDecay(rate, t));
      }
      CHECK(largest <= 0);
      CHECK(std::exp(provedDecay(rate, 20000)) == doctest::Approx(row.bound).epsilon(1e-3));
      if (target == minus) CHECK(net.loss() / first == doctest::Approx(row.left).epsilon(1e-2));
    }
  }
}

TEST_CASE("zero-asymmetric: whatever the target, each singular value goes its own scalar way") {
  for (const Index d : {2, 3, 4}) {
    const MatrixXd target = randomTarget(d, static_cast<std::uint64_t>(d));
    const VectorXd sigma = singularValues(target);
    LinearNet net = ownNet(target, 5);
    std::vector<LinearNet> scalars;
    for (const double each : sigma) scalars.push_back(ownNet(MatrixXd::Constant(1, 1, each), 5));
    for (int t = 0; t < 400; ++t) {
      net.step(0.02);
      double sum = 0;
      for (LinearNet& scalar : scalars) {
        scalar.step(0.02);
        sum += scalar.loss();
      }
      REQUIRE(net.loss() == doctest::Approx(sum).epsilon(1e-9).scale(1e-3));
    }
    // All of it is learnt, though the determinant of one target in two is negative.
    CHECK(net.loss() < 1e-3);
  }
}

TEST_CASE("zero-asymmetric: (1 - rate)^(2t) holds for large steps until a scalar overshoots") {
  for (const double rate : {0.01, 0.1, 0.3, 0.9}) {
    for (const Index depth : {2, 6, 12}) {
      LinearNet net = ownNet(MatrixXd::Constant(1, 1, 1), depth);
      const double first = net.loss();
      for (int t = 1; t <= 200; ++t) {
        net.step(rate);
        if (net.residual()(0, 0) > 0 || net.loss() < 1e-25) break;
        CHECK(std::log(net.loss() / first) <= oneSidedDecay(rate, t) + 1e-9);
      }
    }
  }
  // It is the better bound of the two at every step size up to 1.
  for (const double rate : {1e-5, 0.1, 0.5, 0.99}) {
    CHECK(oneSidedDecay(rate, 1) < provedDecay(rate, 1));
  }
}

TEST_CASE("zero-asymmetric: the starts are what they are called") {
  const auto own = linearStart(LinearStart::ZeroAsymmetric, 4, 3, 0.1, Rng(1));
  for (std::size_t i = 0; i < 3; ++i) CHECK(own[i] == MatrixXd::Identity(3, 3));
  CHECK(own[3].norm() == 0);
  CHECK(linearStart(LinearStart::NearIdentity, 3, 2, 0, Rng(1))[1] == MatrixXd::Identity(2, 2));
  double near = 0, xavier = 0;
  const auto spread = linearStart(LinearStart::NearIdentity, 100, 4, 0.2, Rng(2));
  const auto wide = linearStart(LinearStart::Xavier, 100, 4, 0.2, Rng(2));
  for (const MatrixXd& W : spread) near += (W - MatrixXd::Identity(4, 4)).squaredNorm();
  for (const MatrixXd& W : wide) xavier += W.squaredNorm();
  // 1600 squares of normal numbers: their mean has a standard error of 3.5 %.
  CHECK(near / 1600 == doctest::Approx(0.04).epsilon(0.12));
  CHECK(xavier / 1600 == doctest::Approx(0.25).epsilon(0.12));
}
