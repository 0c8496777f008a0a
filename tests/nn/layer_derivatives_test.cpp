#include <doctest/doctest.h>

#include "support/layer_fixtures.h"

using namespace basin;
using fixtures::Problem;

namespace {

double relative(const Vector<double>& a, const Vector<double>& b) {
  return (a - b).norm() / std::max({a.norm(), b.norm(), 1e-4});
}

Vector<double> unitVector(Index n, uint64_t seed) {
  Rng rng(seed);
  Vector<double> v(n);
  for (double& x : v) x = rng.normal();
  return v.normalized();
}

// Every partial derivative against central differences.
void checkGradient(Problem& p) {
  constexpr double h = 1e-5;
  Vector<double> g, differences(p.theta.size()), at = p.theta;
  const double value = p.network.gradient(p.theta, p.X, p.Y, p.loss, g);
  CHECK(value == p.network.loss(p.theta, p.X, p.Y, p.loss));
  CHECK(g.norm() > 1e-3);
  for (Index i = 0; i < at.size(); ++i) {
    at[i] = p.theta[i] + h;
    const double ahead = p.network.loss(at, p.X, p.Y, p.loss);
    at[i] = p.theta[i] - h;
    differences[i] = (ahead - p.network.loss(at, p.X, p.Y, p.loss)) / (2 * h);
    at[i] = p.theta[i];
  }
  CHECK(relative(g, differences) < 1e-7);
}

// Along two directions: gradient and Hessian against differences, the Hessian's symmetry.
void checkDirections(Problem& p) {
  constexpr double h = 1e-6;
  const Vector<double> u = unitVector(p.theta.size(), 77), v = unitVector(p.theta.size(), 78);
  Vector<double> g, ahead, behind, Hu, Hv;
  p.network.gradient(p.theta, p.X, p.Y, p.loss, g);
  const double up = p.network.gradient(p.theta + h * v, p.X, p.Y, p.loss, ahead);
  const double down = p.network.gradient(p.theta - h * v, p.X, p.Y, p.loss, behind);
  CHECK(std::abs(g.dot(v) - (up - down) / (2 * h)) < 1e-7 * (1 + std::abs(g.dot(v))));
  p.network.hessianVector(p.theta, v, p.X, p.Y, p.loss, Hv);
  p.network.hessianVector(p.theta, u, p.X, p.Y, p.loss, Hu);
  CHECK(Hv.norm() > 1e-4);
  CHECK(relative(Hv, (ahead - behind) / (2 * h)) < 1e-6);
  CHECK(std::abs(u.dot(Hv) - v.dot(Hu)) < 1e-12 * (1 + Hv.norm()));
}

// The Jacobian against differences, and weighted to the gradient of the squared loss.
void checkJacobian(Problem& p) {
  constexpr double h = 1e-6;
  Matrix<double> J;
  p.network.jacobian(p.theta, p.X, J);
  REQUIRE(J.rows() == p.Y.size());
  REQUIRE(J.cols() == p.theta.size());
  const Vector<double> v = unitVector(p.theta.size(), 79);
  const Matrix<double> ahead = p.network.forward(p.theta + h * v, p.X);
  const Matrix<double> behind = p.network.forward(p.theta - h * v, p.X);
  CHECK(relative(J * v, ((ahead - behind) / (2 * h)).reshaped()) < 1e-7);
  const Matrix<double> f = p.network.forward(p.theta, p.X);
  Vector<double> g;
  p.network.gradient(p.theta, p.X, p.Y, {.kind = Loss::Squared}, g);
  const Vector<double> residual = ((f - p.Y) / static_cast<double>(p.X.rows())).reshaped();
  CHECK((J.transpose() * residual - g).norm() < 1e-12 * g.norm());
}

void checkAll(Problem& p) {
  for (const bool training : {false, true}) {
    if (!training && p.network.layout().norms().empty()) continue;
    INFO((training ? "training" : "evaluation"));
    p.network.setTraining(training);
    checkGradient(p);
    checkDirections(p);
    checkJacobian(p);
  }
}

void check(const FeatureShape& input, std::vector<LayerSpec> layers,
           const std::string& tying = "none", Loss loss = Loss::Squared) {
  const Architecture a = Architecture::ofLayers(input, std::move(layers));
  REQUIRE(a.validate().error() == "");
  Problem p = fixtures::makeLayerProblem(a, loss, 5, tying);
  checkAll(p);
}

const ActivationLayer kTanh{Activation::Tanh};

}  // namespace

TEST_CASE("layers: derivatives of batch normalisation") {
  check({3, 1, 1}, {DenseLayer{4}, BatchNormLayer{}, kTanh, DenseLayer{2}});
  // First, last, twice in a row, over the positions of a map, with little data.
  check({3, 1, 1}, {BatchNormLayer{0.1}, DenseLayer{4}, BatchNormLayer{}, BatchNormLayer{0.3}});
  check({2, 3, 2}, {BatchNormLayer{}, kTanh, BatchNormLayer{0.01}, DenseLayer{2}});
  // Its input is wanted elsewhere, too.
  check({2, 2, 2},
        {ConvolutionLayer{3}, ResidualLayer{{BatchNormLayer{}, kTanh}, {}}, DenseLayer{2}});
}

TEST_CASE("layers: derivatives of convolutions") {
  for (const bool shared : {true, false}) {
    for (const bool bias : {true, false}) {
      check({2, 1, 7}, {ConvolutionLayer{3, Window::line(3), bias, shared}, kTanh, DenseLayer{2}});
      check({1, 1, 6}, {ConvolutionLayer{2, Window::line(5, 2, 2), bias, shared}, kTanh,
                        ConvolutionLayer{5, Window::line(2), bias, shared}});
      check({3, 4, 5},
            {ConvolutionLayer{2, Window::square(3, 2, 1), bias, shared}, kTanh,
             ConvolutionLayer{3, {2, 1, 1, 2, 1, 0}, bias, shared}, kTanh, DenseLayer{1}});
    }
    // A stride longer than the window leaves positions unseen.
    check({1, 5, 5},
          {kTanh, ConvolutionLayer{6, Window::square(2, 3), true, shared}, kTanh, DenseLayer{2}});
  }
}

TEST_CASE("layers: derivatives of poolings") {
  for (const PoolingKind kind : {PoolingKind::Max, PoolingKind::Average}) {
    for (const Window& window :
         {Window::square(2, 2), Window::square(3, 2, 1), Window::square(2, 1), Window::whole()}) {
      check({2, 5, 4}, {ConvolutionLayer{3}, PoolingLayer{kind, window}, kTanh, DenseLayer{2}});
    }
    check({1, 1, 9}, {PoolingLayer{kind, Window::line(3, 2)}, DenseLayer{3}, kTanh, DenseLayer{1}});
    // One that ends a network, and two from one map.
    check({2, 1, 6},
          {ConvolutionLayer{2, Window::line(3)}, kTanh, PoolingLayer{kind, Window::whole()}});
    check({2, 1, 6}, {ConvolutionLayer{2, Window::line(3)},
                      BranchesLayer{{{PoolingLayer{kind, Window::line(2)}},
                                     {PoolingLayer{kind, Window::line(2)}, kTanh}}},
                      kTanh, DenseLayer{1}});
  }
}

TEST_CASE("layers: derivatives of residual blocks, branches and skips to the output") {
  const std::vector<LayerSpec> body{DenseLayer{4}, kTanh, DenseLayer{4}};
  check({4, 1, 1}, {ResidualLayer{body, {}}, kTanh, ResidualLayer{body, {DenseLayer{4, false}}},
                    DenseLayer{2}});
  // Activation first (its input goes around, too), nested, doubled, with skips to the output.
  check({3, 1, 1},
        {DenseLayer{4}, ResidualLayer{{kTanh, ResidualLayer{body, {}}}, {}}, OutputSkipLayer{},
         ResidualLayer{{}, {}}, kTanh, OutputSkipLayer{}, DenseLayer{2}});
  check({2, 3, 3}, {BranchesLayer{{{}, {ConvolutionLayer{2}, kTanh}, {kTanh}}}, DenseLayer{2}});
  check({2, 1, 1}, {BranchesLayer{{{DenseLayer{3}, kTanh, OutputSkipLayer{}}, {DenseLayer{2}}}},
                    kTanh, DenseLayer{2}});
}

TEST_CASE("layers: derivatives under tying") {
  for (const char* tying : fixtures::kTyings) {
    INFO(tying);
    check({2, 1, 5},
          {ConvolutionLayer{3, Window::line(3)}, BatchNormLayer{}, kTanh,
           ConvolutionLayer{4, Window::line(3, 1, 1), true, false}, kTanh, DenseLayer{4}, kTanh,
           DenseLayer{4}, kTanh, DenseLayer{2}},
          tying);
  }
}

TEST_CASE("layers: derivatives of whole networks") {
  for (const Activation activation : {Activation::Tanh, Activation::Relu}) {
    INFO(activationName(activation));
    std::vector<Architecture> networks{fixtures::batchNormNet(3, 6, activation),
                                       fixtures::alexnetSmall(8, 64, activation)};
    for (const char* kind : {"dense", "local", "shared"}) {
      networks.push_back(fixtures::signalNet(kind, 12, 2, activation));
    }
    for (const Architecture& a : networks) {
      const Loss loss = a.outputs() == 1 ? Loss::Logistic : Loss::CrossEntropy;
      Problem p = fixtures::makeLayerProblem(a, loss, 6);
      checkAll(p);
    }
  }
  for (const bool batchNorm : {false, true}) {
    Problem p = fixtures::makeLayerProblem(
        fixtures::inceptionSmall(6, 48, batchNorm, Activation::Tanh), Loss::CrossEntropy, 6);
    checkAll(p);
  }
}
