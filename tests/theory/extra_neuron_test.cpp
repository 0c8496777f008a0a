#include "theory/extra_neuron.h"
#include "linalg/decompositions.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "base/rng.h"

using namespace basin;

namespace {

LinePoints pointsAt(std::vector<double> x, std::vector<double> y) {
  return {Eigen::Map<VectorXd>(x.data(), static_cast<Index>(x.size())),
          Eigen::Map<VectorXd>(y.data(), static_cast<Index>(y.size()))};
}
LinePoints twoPoints() {
  return pointsAt({-1, 1}, {-1, 1});
}

VectorXd randomTheta(Rng& rng) {
  VectorXd theta(NeuronLoss::kSize);
  for (double& value : theta) value = rng.normal();
  return theta;
}

}  // namespace

TEST_CASE("extra neuron: gradient and Hessian agree with differences") {
  NeuronLoss loss(pointsAt({-1.5, -0.4, 0.3, 1.1}, {-1, 1, -1, 1}), 0.3);
  Rng rng(2);
  for (int k = 0; k < 20; ++k) {
    const VectorXd theta = randomTheta(rng);
    VectorXd g, plus, minus, product;
    MatrixXd H;
    CHECK(loss.gradient(theta, g) == doctest::Approx(loss.value(theta)).epsilon(1e-14));
    loss.hessian(theta, H);
    const double h = 1e-6, scale = 1 + H.cwiseAbs().maxCoeff();
    for (Index i = 0; i < NeuronLoss::kSize; ++i) {
      const VectorXd step = h * VectorXd::Unit(NeuronLoss::kSize, i);
      const double slope = (loss.value(theta + step) - loss.value(theta - step)) / (2 * h);
      CHECK(std::abs(slope - g[i]) < 1e-6 * scale);
      loss.gradient(theta + step, plus);
      loss.gradient(theta - step, minus);
      CHECK(((plus - minus) / (2 * h) - H.col(i)).lpNorm<Eigen::Infinity>() < 1e-5 * scale);
    }
    loss.hessianVector(theta, g, product);
    CHECK((product - H * g).norm() < 1e-9 * (1 + product.norm()));
  }
}

TEST_CASE("extra neuron: the dead network is a local minimum of loss 2") {
  const LinePoints points = twoPoints();
  NeuronLoss loss(points, 0);
  const VectorXd dead = deadNetwork(points);
  CHECK(loss.networkLoss(dead) == doctest::Approx(2).epsilon(1e-15));
  CHECK(deadLoss(points) == doctest::Approx(2).epsilon(1e-15));
  Rng rng(3);
  double least = 1e9;
  for (int k = 0; k < 20000; ++k) {
    VectorXd theta = dead;
    for (Index i = 0; i < 4; ++i) theta[i] += rng.normal(0, 0.3);
    least = std::min(least, loss.networkLoss(theta));
  }
  CHECK(least >= 2);
  CHECK(least < 2 + 1e-6);
  // And there is a network without any loss.
  VectorXd good = dead;
  good[NeuronLoss::U] = -4;
  good[NeuronLoss::C0] = 1;
  CHECK(loss.networkLoss(good) == 0);
}

TEST_CASE("extra neuron: with the neuron it is a strict saddle, by the listed eigenvalues") {
  const LinePoints points = twoPoints();
  NeuronLoss loss(points, 0.1);
  VectorXd g;
  CHECK(loss.gradient(deadNetwork(points), g) == doctest::Approx(2));
  CHECK(g.norm() < 1e-14);
  MatrixXd H;
  loss.hessian(deadNetwork(points), H);
  const VectorXd found = symmetricEigenvalues(H);
  CHECK(found[0] == doctest::Approx(-4.5387).epsilon(1e-4));
  CHECK(found.segment(1, 4).cwiseAbs().maxCoeff() < 1e-13);
  CHECK(found[5] == doctest::Approx(3.8378).epsilon(1e-4));
  CHECK(found[6] == doctest::Approx(24.8008).epsilon(1e-5));
  const MatrixXd small = deadHessian(points, 0.1);
  CHECK((small - (MatrixXd(3, 3) << 12, 12, 0, 12, 12.1, -6, 0, -6, 0).finished()).norm() < 1e-13);
  const VectorXd predicted = symmetricEigenvalues(small);
  CHECK((predicted - VectorXd{{found[0], found[5], found[6]}}).norm() < 1e-12);
}

TEST_CASE("extra neuron: of any points that a network can part the dead network is a saddle") {
  Rng rng(4);
  for (int k = 0; k < 50; ++k) {
    const int n = 2 + rng.below(7);
    std::vector<double> x, y;
    for (int i = 0; i < n; ++i) {
      x.push_back(rng.uniform(-2, 2));
      y.push_back(x.back() < 0 ? -1 : 1);
    }
    x[0] = -1, y[0] = -1, x[1] = 1, y[1] = 1;
    const LinePoints points = pointsAt(x, y);
    REQUIRE(points.realizable());
    CHECK(deadLoss(points) > 0);
    NeuronLoss loss(points, 0.2);
    VectorXd g;
    loss.gradient(deadNetwork(points), g);
    CHECK(g.norm() < 1e-12);
    MatrixXd H;
    loss.hessian(deadNetwork(points), H);
    const double least = symmetricEigenvalues(deadHessian(points, 0.2))[0];
    CHECK(least < 0);
    CHECK(symmetricEigenvalues(H)[0] == doctest::Approx(least).epsilon(1e-11));
  }
}

TEST_CASE("extra neuron: which points a monotone network parts") {
  CHECK(twoPoints().realizable());
  CHECK(pointsAt({1, -1}, {-1, 1}).realizable());
  CHECK(pointsAt({0, 1}, {1, 1}).realizable());
  CHECK_FALSE(pointsAt({-1, 0, 1}, {-1, 1, -1}).realizable());
  CHECK_FALSE(pointsAt({0.5, 0.5}, {-1, 1}).realizable());
  // One class has no bad minimum: the constant is right.
  CHECK(deadLoss(pointsAt({0, 1}, {1, 1})) == 0);
}

TEST_CASE("extra neuron: a dL/da - dL/db = lambda a^2 everywhere, and so bounds the gradient") {
  Rng rng(5);
  NeuronLoss loss(pointsAt({-1.2, 0.1, 0.9}, {1, -1, 1}), 0.7);
  for (int k = 0; k < 500; ++k) {
    const VectorXd theta = randomTheta(rng);
    VectorXd g;
    loss.gradient(theta, g);
    const double a = theta[NeuronLoss::A];
    const double scale = 1 + std::abs(a * g[NeuronLoss::A]) + std::abs(g[NeuronLoss::B]);
    CHECK(std::abs(a * g[NeuronLoss::A] - g[NeuronLoss::B] - 0.7 * a * a) < 1e-12 * scale);
    CHECK(g.norm() >= neuronGradientBound(0.7, a) * (1 - 1e-12));
  }
}

TEST_CASE("extra neuron: exponents are held, so that nothing overflows") {
  NeuronLoss loss(twoPoints(), 0.1);
  VectorXd theta = deadNetwork(twoPoints());
  theta[NeuronLoss::A] = 1;
  theta[NeuronLoss::B] = 1000;
  VectorXd g;
  CHECK(std::isfinite(loss.gradient(theta, g)));
  CHECK(g.allFinite());
}

TEST_CASE("extra neuron: the laws of the valley belong together") {
  CHECK(neuronAmplitude(0.1, 1000) == doctest::Approx(0.05));
  for (const double penalty : {0.01, 0.3, 1.0}) {
    const double a = neuronAmplitude(penalty, 50);
    CHECK(0.5 * penalty * a * a == doctest::Approx(neuronLoss(50)).epsilon(1e-14));
  }
}

TEST_CASE("extra neuron: both points stay on the hinge while the neuron does the work") {
  // Descent holds c0 between them: neither margin ever leaves -1 by more than the loss allows, and
  // the law 1/sqrt(4 lambda t) is that of the point at 1 because e^(b - w) is so much smaller.
  const LinePoints points = twoPoints();
  NeuronLoss loss(points, 0.1);
  VectorXd theta = deadNetwork(points), g;
  theta[NeuronLoss::A] = theta[NeuronLoss::W] = 0.01;
  for (int t = 0; t < 100000; ++t) {
    loss.gradient(theta, g);
    theta -= 0.01 * g;
  }
  for (Index i = 0; i < 2; ++i) {
    const double x = points.x[i], y = points.y[i];
    const double seen = -y * (NeuronLoss::network(theta, x) + NeuronLoss::neuron(theta, x));
    CHECK(seen > -1);
    // 3 (1 + z)^2 a e^s = lambda a^2 with a e^s = 2.
    CHECK(1 + seen == doctest::Approx(theta[NeuronLoss::A] * std::sqrt(0.1 / 6)).epsilon(0.05));
  }
  CHECK(theta[NeuronLoss::A] == doctest::Approx(0.0499499).epsilon(1e-5));
}
