#include <doctest/doctest.h>

#include <algorithm>

#include "support/network_fixtures.h"
#include "nn/network.h"

using namespace basin;
using fixtures::Problem;

namespace {

Vector<double> differenceGradient(Problem& p) {
  Vector<double> g(p.theta.size()), at = p.theta;
  constexpr double h = 2e-5;
  for (Index i = 0; i < g.size(); ++i) {
    at[i] = p.theta[i] + h;
    const double ahead = p.network.loss(at, p.X, p.Y, p.loss);
    at[i] = p.theta[i] - h;
    const double behind = p.network.loss(at, p.X, p.Y, p.loss);
    at[i] = p.theta[i];
    g[i] = (ahead - behind) / (2 * h);
  }
  return g;
}

Vector<double> differenceProduct(Problem& p, const Vector<double>& v) {
  constexpr double h = 1e-5;
  Vector<double> ahead, behind;
  p.network.gradient(p.theta + h * v, p.X, p.Y, p.loss, ahead);
  p.network.gradient(p.theta - h * v, p.X, p.Y, p.loss, behind);
  return (ahead - behind) / (2 * h);
}

// |a - b| relative to the larger, as long as that is not so small that the difference quotient's
// own rounding (1e-11) shows.
double relative(const Vector<double>& a, const Vector<double>& b) {
  return (a - b).norm() / std::max({a.norm(), b.norm(), 1e-4});
}

template <class Visit>
void everyCombination(Visit visit) {
  for (Activation activation : kActivations) {
    for (Loss loss : kLosses) {
      for (const char* tying : fixtures::kTyings) {
        for (bool skip : {false, true}) {
          INFO(fixtures::describe(activation, loss, tying, skip));
          Problem p = fixtures::makeProblem(activation, loss, tying, skip);
          visit(p);
        }
      }
    }
  }
}

}  // namespace

TEST_CASE("gradient: central differences for every activation, loss, tying, skip") {
  int count = 0;
  everyCombination([&](Problem& p) {
    Vector<double> g;
    const double value = p.network.gradient(p.theta, p.X, p.Y, p.loss, g);
    CHECK(value == p.network.loss(p.theta, p.X, p.Y, p.loss));
    CHECK(g.norm() > 1e-3);
    CHECK(relative(g, differenceGradient(p)) < 1e-6);
    ++count;
  });
  CHECK(count == 10 * 6 * static_cast<int>(fixtures::kTyings.size()) * 2);
}

TEST_CASE("hessian-vector product: central differences for every activation, loss, tying, skip") {
  everyCombination([&](Problem& p) {
    Rng rng(77);
    Vector<double> v(p.theta.size()), product;
    for (double& x : v) x = rng.normal();
    v.normalize();
    p.network.hessianVector(p.theta, v, p.X, p.Y, p.loss, product);
    CHECK(relative(product, differenceProduct(p, v)) < 1e-6);
    const bool piecewiseConstant =
        p.network.architecture().activation == Activation::Threshold && p.loss.kind == Loss::Hinge;
    CHECK((product.norm() > 1e-4) == !piecewiseConstant);
  });
}

TEST_CASE("hessian-vector product: symmetric and linear") {
  Problem p = fixtures::makeProblem(Activation::Gelu, Loss::CrossEntropy, "negative", true);
  Rng rng(5);
  Vector<double> u(p.theta.size()), v(p.theta.size()), Hu, Hv, Hw;
  for (double& x : u) x = rng.normal();
  for (double& x : v) x = rng.normal();
  p.network.hessianVector(p.theta, u, p.X, p.Y, p.loss, Hu);
  p.network.hessianVector(p.theta, v, p.X, p.Y, p.loss, Hv);
  p.network.hessianVector(p.theta, 2 * u - 3 * v, p.X, p.Y, p.loss, Hw);
  CHECK(std::abs(u.dot(Hv) - v.dot(Hu)) < 1e-13 * u.norm() * Hv.norm());
  CHECK((Hw - (2 * Hu - 3 * Hv)).norm() < 1e-13 * Hw.norm());
}

TEST_CASE("derivatives: without biases, without hidden layers, wide") {
  Problem p = fixtures::makeProblem(Activation::Tanh, Loss::Logistic, "negative", true, false);
  Vector<double> g;
  p.network.gradient(p.theta, p.X, p.Y, p.loss, g);
  CHECK(relative(g, differenceGradient(p)) < 1e-6);

  Problem affine{Network<double>(Architecture{.widths = {3, 2}}), {}, {}, {}, {}};
  Rng rng(3);
  fixtures::makeData<double>(Loss::Squared, 5, 3, 2, rng, affine.X, affine.Y);
  affine.theta = Vector<double>::LinSpaced(8, -1, 1);
  affine.network.gradient(affine.theta, affine.X, affine.Y, affine.loss, g);
  CHECK(relative(g, differenceGradient(affine)) < 1e-6);

  Problem wide{Network<double>(Architecture{.widths = {2, 300, 270, 1}, .skip = true}), {}, {}, {},
               {}};
  fixtures::makeData<double>(Loss::Squared, 9, 2, 1, rng, wide.X, wide.Y);
  initialise<double>(wide.network.layout(), wide.network.tying(), {.biasStd = 0.1}, rng,
                     wide.theta);
  wide.network.gradient(wide.theta, wide.X, wide.Y, wide.loss, g);
  Vector<double> v(g.size()), product;
  for (double& x : v) x = rng.normal();
  v.normalize();
  const double slope =
      (wide.network.loss(wide.theta + 1e-5 * v, wide.X, wide.Y, wide.loss) -
       wide.network.loss(wide.theta - 1e-5 * v, wide.X, wide.Y, wide.loss)) / 2e-5;
  CHECK(std::abs(g.dot(v) - slope) < 1e-6 * std::abs(slope));
  wide.network.hessianVector(wide.theta, v, wide.X, wide.Y, wide.loss, product);
  CHECK(relative(product, differenceProduct(wide, v)) < 1e-6);
}

TEST_CASE("jacobian: weighted rows add up to the gradient, rows match differences") {
  for (const char* tying : fixtures::kTyings) {
    for (Activation activation : {Activation::Tanh, Activation::Relu, Activation::Gelu}) {
      INFO(tying);
      Problem p = fixtures::makeProblem(activation, Loss::Squared, tying, true);
      const Index n = p.X.rows(), outputs = p.Y.cols();
      Matrix<double> J;
      p.network.jacobian(p.theta, p.X, J);
      REQUIRE(J.rows() == n * outputs);
      REQUIRE(J.cols() == p.theta.size());
      const Matrix<double> f = p.network.forward(p.theta, p.X);
      const Matrix<double> residual = (f - p.Y) / static_cast<double>(n);
      Vector<double> g;
      p.network.gradient(p.theta, p.X, p.Y, p.loss, g);
      const Vector<double> assembled = J.transpose() * residual.reshaped();
      CHECK((assembled - g).norm() < 1e-13 * g.norm());
      Vector<double> v = Vector<double>::LinSpaced(p.theta.size(), -1, 1).normalized();
      const Matrix<double> ahead = p.network.forward(p.theta + 1e-5 * v, p.X);
      const Matrix<double> behind = p.network.forward(p.theta - 1e-5 * v, p.X);
      const Vector<double> Jv = J * v;
      CHECK((Jv - ((ahead - behind) / 2e-5).reshaped()).norm() < 1e-6 * Jv.norm());
    }
  }
}
