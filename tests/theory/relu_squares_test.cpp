#include "theory/relu_squares.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

#include "base/rng.h"
#include "base/stats.h"
#include "nn/network.h"

using namespace basin;

namespace {

constexpr double kOnes[] = {1, 1, 1, 1};
constexpr double kTurn = 2 * std::numbers::pi;

// sin(2 pi x)/(2 pi)^n, of whose first n derivatives none is beyond 1.
double sine(double x, int n, int derivative = 0) {
  return std::sin(kTurn * x + derivative * std::numbers::pi / 2) * std::pow(kTurn, derivative - n);
}

LocalTaylor taylorOfSine(const TaylorSize& size) {
  MatrixXd a(size.N + 1, size.n);
  for (int i = 0; i <= size.N; ++i) {
    for (int k = 0, factorial = 1; k < size.n; factorial *= ++k) {
      a(i, k) = sine(static_cast<double>(i) / size.N, size.n, k) / factorial;
    }
  }
  return {size, a};
}

double errorOnSine(const LocalTaylor& taylor, int places = 6000) {
  double error = 0;
  for (int i = 0; i <= places; ++i) {
    const double x = static_cast<double>(i) / places;
    error = std::max(error, std::abs(taylor(x) - sine(x, taylor.size().n)));
  }
  return error;
}

// What taylorError comes to as N grows, for smooth f: for odd n the remainders of two nodes have
// opposite signs and 1/((3N)^n n!) is left, at u = 1/3; for even n nothing changes.
double taylorErrorLimit(const TaylorSize& size, double derivative) {
  return taylorError(size, derivative) * (size.n % 2 == 0 ? 1 : std::pow(2.0 / 3, size.n));
}

VectorXd dyadic(int bits) {
  return VectorXd::LinSpaced((Index{1} << bits) + 1, 0, 1);
}

}  // namespace

TEST_CASE(
    "relu squares: f_m interpolates x² with error 4^(-m-1), as formula, as layers, as a network") {
  const VectorXd x = dyadic(16);
  for (int m = 1; m <= 10; ++m) {
    const ReluNet net = squareNet(m);
    CHECK(net.hiddenLayers() == m);
    CHECK(net.weights() == squareWeights(m));
    const VectorXd made = net.outputs(x);
    double most = 0, least = 1, apart = 0;
    for (Index i = 0; i < x.size(); ++i) {
      const double error = squareInterpolant(x[i], m) - x[i] * x[i];
      most = std::max(most, error);
      least = std::min(least, error);
      apart = std::max(apart, std::abs(made[i] - squareInterpolant(x[i], m)));
    }
    CHECK(most == squareError(m));
    CHECK(least == 0);
    CHECK(apart == 0);
  }
  // The engine that trains networks makes the same of the same weights.
  Network<double> network(Architecture{.widths = {1, 3, 3, 3, 1}, .activation = Activation::Relu});
  VectorXd theta = VectorXd::Zero(network.parameterCount());
  const ReluNet net = squareNet(3);
  for (std::size_t l = 0; l < net.layers.size(); ++l) {
    const LayerBlock& block = network.layout().layers()[l];
    for (std::size_t u = 0; u < net.layers[l].size(); ++u) {
      theta[block.bias + static_cast<Index>(u)] = net.layers[l][u].bias;
      for (const ReluNet::Wire& wire : net.layers[l][u].wires) {
        theta[block.weight + static_cast<Index>(u) + wire.from * block.out] = wire.weight;
      }
    }
  }
  CHECK(network.parameterCount() == squareWeights(3));
  const MatrixXd some = dyadic(8);
  CHECK(MatrixXd(network.forward(theta, some)) == net.outputs(some));
}

TEST_CASE("relu squares: values at 0.3, no layer at all, and places outside") {
  const double at[] = {0.3, 0.15, 0.10, 0.09375, 0.090625, 0.090234375, 0.0900390625};
  for (int m = 0; m <= 6; ++m) CHECK(std::abs(squareInterpolant(0.3, m) - at[m]) < 1e-14);
  CHECK(squareError(0) == 0.25);
  CHECK(squareInterpolant(-3, 4) == 0);
  CHECK(squareInterpolant(7, 4) == 1);
}

TEST_CASE("relu squares: products err between -M² 4^-m and 0, and their layers make the same") {
  const double least[] = {-0.0625, -0.00390625, -0.000244140625};
  const double at[] = {-0.25, -0.2125, -0.21015625};
  for (int j = 0; j < 3; ++j) {
    const int m = 2 + 2 * j, side = 1 << (m + 2);
    double low = 0, high = -1;
    MatrixXd inputs((side + 1) * (side + 1), 2);
    VectorXd made(inputs.rows());
    for (Index k = 0; k < inputs.rows(); ++k) {
      const double x = 2.0 * (k / (side + 1)) / side - 1, y = 2.0 * (k % (side + 1)) / side - 1;
      inputs.row(k) << x, y;
      made[k] = reluProduct(x, y, m);
      low = std::min(low, made[k] - x * y);
      high = std::max(high, made[k] - x * y);
      if (x == 0 || y == 0) CHECK(made[k] == 0);
    }
    CHECK(low == least[j]);
    CHECK(high == 0);
    CHECK(std::abs(reluProduct(0.3, -0.7, m) - at[j]) < 1e-14);
    CHECK(productNet(m).outputs(inputs) == MatrixXd(made));
    CHECK(productNet(m).hiddenLayers() == m + 1);
  }
  double low = 0;
  for (int k = 0; k <= 64 * 64; ++k) {
    const double x = k / 65 / 32.0, y = k % 65 / 32.0;
    low = std::min(low, reluProduct(x, y, 4, 2) - x * y);
  }
  CHECK(low == -0.015625);
}

TEST_CASE("relu squares: one hidden layer of N units on x² errs by 1/(4N²)") {
  for (const int N : {1, 3, 39}) {
    const VectorXd nodes = VectorXd::LinSpaced(N + 1, 0, 1),
                   places = VectorXd::LinSpaced(2 * N + 1, 0, 1);
    const ReluNet net = polygonNet(nodes.array().square());
    CHECK(net.weights() == 3 * N + 1);
    const double error = (net.outputs(places).col(0).array() - places.array().square()).maxCoeff();
    CHECK(error == doctest::Approx(polygonError(2, N)).epsilon(1e-12));
  }
  // At equal weights, N = 4m - 1, depth wins from m = 4 on.
  for (int m = 1; m <= 12; ++m) {
    CHECK((squareWeights(m) - 1) / 3 == 4 * m - 1);
    CHECK((squareError(m) < polygonError(2, 4 * m - 1)) == (m >= 4));
  }
}

TEST_CASE("relu squares: Theorem 1 in one dimension, listed errors, slopes and bounds") {
  const double listed[3][4] = {{0.07951, 0.04105, 0.02069, 0.01024},
                               {4.869e-3, 1.738e-3, 4.743e-4, 1.212e-4},
                               {1.266e-4, 1.191e-5, 1.488e-6, 1.825e-7}};
  const std::vector<double> nodes = {4, 8, 16, 32};
  for (int n = 1; n <= 3; ++n) {
    std::vector<double> errors;
    for (std::size_t j = 0; j < nodes.size(); ++j) {
      const LocalTaylor taylor = taylorOfSine({n, 12, static_cast<int>(nodes[j])});
      errors.push_back(errorOnSine(taylor));
      CHECK(errors.back() == doctest::Approx(listed[n - 1][j]).epsilon(2e-3));
      CHECK(errors.back() <= taylorBound(taylor.size(), kOnes));
      CHECK(taylorBound(taylor.size(), kOnes) <
            std::pow(2 / (3 * nodes[j]), n));  // that of the paper, times n!
    }
    CHECK(std::abs(fitLogLog(nodes, errors).slope + n) < 0.3);
    CHECK(errors.back() == doctest::Approx(taylorErrorLimit({n, 12, 32}, 1)).epsilon(0.035));
  }
}

TEST_CASE(
    "relu squares: the two remainders at a place are weighed to at most 2^-n, or 3^-n of opposite "
    "signs") {
  for (int n = 1; n <= 3; ++n) {
    double same = 0, opposite = 0;
    for (int i = 0; i <= 3000; ++i) {
      const double u = i / 3000.0, left = std::clamp(2 - 3 * u, 0.0, 1.0);
      const double a = left * std::pow(u, n), b = (1 - left) * std::pow(1 - u, n);
      same = std::max(same, a + b);
      opposite = std::max(opposite, std::abs(a - b));
    }
    CHECK(same == doctest::Approx(std::pow(2, -n)).epsilon(1e-12));
    CHECK(opposite == doctest::Approx(std::pow(3, -n)).epsilon(1e-12));
  }
}

TEST_CASE("relu squares: with the sizes of a level the error is at most its accuracy") {
  for (int n = 1; n <= 3; ++n) {
    for (int m = 1; m <= 8; ++m) {
      const TaylorSize size = TaylorSize::ofLevel(n, m);
      if (size.N > 128) continue;
      const LocalTaylor taylor = taylorOfSine(size);
      CHECK(errorOnSine(taylor, 2000) <= size.accuracy());
      CHECK(taylorBound(taylor.size(), kOnes) <= size.accuracy());
    }
  }
  CHECK(TaylorSize::ofLevel(2, 8).N == 31);
}

TEST_CASE("relu squares: Theorem 1 as layers is the formula, with the weights that were counted") {
  const VectorXd x = VectorXd::LinSpaced(98, 0, 1);
  for (const TaylorSize size : {TaylorSize{1, 3, 7}, {2, 1, 1}, {2, 5, 9}, {3, 4, 6}, {3, 1, 1}}) {
    const LocalTaylor taylor = taylorOfSine(size);
    const ReluNet net = taylor.net();
    CHECK(net.weights() == size.weights());
    CHECK(net.hiddenLayers() == size.hiddenLayers());
    const VectorXd made = net.outputs(x);
    double sum = 0;
    for (Index i = 0; i < x.size(); ++i) {
      CHECK(std::abs(made[i] - taylor(x[i])) < 1e-13);
      sum = 0;
      for (int node = 0; node <= size.N; ++node) sum += taylor.part(node, 0, x[i]);
      CHECK(sum == doctest::Approx(1).epsilon(1e-13));
    }
  }
}
