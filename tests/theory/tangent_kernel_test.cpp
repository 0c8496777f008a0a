#include "theory/tangent_kernel.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "base/rng.h"
#include "base/stats.h"
#include "theory/kernel_flow.h"
#include "theory/wide_network.h"

using namespace basin;

namespace {

constexpr auto kRelu = KernelActivation::Relu;
constexpr auto kErf = KernelActivation::Erf;
constexpr auto kLinear = KernelActivation::Linear;

double theta(KernelActivation activation, int depth, double bias, double rho) {
  return exactKernel({activation, depth, bias}, 1, 1, rho).theta;
}
/// The pair of unequal lengths in the tables: |x|^2 = 4, |x'|^2 = 1/4, <x,x'> = 0.3.
double uneven(KernelActivation activation, int depth, double bias) {
  return exactKernel({activation, depth, bias}, 4, 0.25, 0.3).theta;
}

double activation(KernelActivation kind, double z) {
  const double c = std::sqrt(kernelScale(kind));
  return c * (kind == kRelu ? std::max(z, 0.0) : kind == kErf ? std::erf(z) : z);
}
double slope(KernelActivation kind, double z) {
  const double c = std::sqrt(kernelScale(kind));
  return c * (kind == kRelu  ? (z > 0 ? 1.0 : 0.0)
              : kind == kErf ? 2 / std::sqrt(std::numbers::pi) * std::exp(-z * z)
                             : 1.0);
}

/// E[g(u) g(v)] over the normal pair with these covariances, in polar coordinates: the radius by
/// Simpson's rule, the angle piecewise between the kinks of ReLU.
template <class G>
double expectation(double a, double b, double s, G g) {
  const double l21 = s / std::sqrt(a), l22 = std::sqrt(std::max(b - s * s / a, 0.0));
  const double kink = std::atan2(-l21, l22);
  const double pi = std::numbers::pi;
  // v = l21 x + l22 y vanishes at the angles kink and kink + pi, u at +-pi/2.
  std::vector<double> cuts{-pi, -pi / 2, pi / 2, pi};
  for (double angle : {kink, kink + pi, kink - pi}) {
    if (angle > -pi && angle < pi) cuts.push_back(angle);
  }
  std::ranges::sort(cuts);
  double total = 0;
  for (std::size_t k = 0; k + 1 < cuts.size(); ++k) {
    const double from = cuts[k] + 1e-15, to = cuts[k + 1] - 1e-15;
    constexpr int kAngles = 200, kRadii = 600;
    constexpr double kFar = 12;
    if (to - from < 1e-9) continue;
    for (int i = 0; i <= kAngles; ++i) {
      const double angle = from + (to - from) * i / kAngles;
      const double wa = (i == 0 || i == kAngles ? 1 : i % 2 ? 4 : 2) * (to - from) / kAngles / 3;
      for (int j = 0; j <= kRadii; ++j) {
        const double r = kFar * j / kRadii;
        const double wr = (j == 0 || j == kRadii ? 1 : j % 2 ? 4 : 2) * kFar / kRadii / 3;
        const double x = r * std::cos(angle), y = r * std::sin(angle);
        // Just inside the piece, so that a kink belongs to one side only.
        total += wa * wr * r * std::exp(-r * r / 2) / (2 * pi) * g(std::sqrt(a) * x) *
                 g(l21 * x + l22 * y);
      }
    }
  }
  return total;
}

}  // namespace

TEST_CASE("the tangent kernel of ReLU at the tabulated places") {
  const auto t = [](int depth, double rho) { return theta(kRelu, depth, 0, rho); };
  for (const int depth : {1, 2, 3, 5, 7, 10})
    CHECK(t(depth, 1) == doctest::Approx(depth + 1).epsilon(1e-14));
  const double table[4][5] = {
      {0.9423311144, 1.3514795611, 1.7378446792, 2.4628931325, 4.1083515264},
      {0.3183098862, 0.6857086363, 1.0603881068, 1.7921959668, 3.4793767120},
      {-0.0576688856, 0.3438622463, 0.7422493226, 1.5071068020, 3.2371556139},
      {0, 0.3183098862, 0.6857086363, 1.4303904972, 3.1559474489}};
  const double rhos[4] = {0.5, 0, -0.5, -1};
  const int depths[5] = {1, 2, 3, 5, 10};
  const double lengths[5] = {0.6618402890, 1.0346012996, 1.4040337266, 2.1190002973, 3.7727777512};
  for (int l = 0; l < 5; ++l) {
    for (int r = 0; r < 4; ++r) CHECK(std::abs(t(depths[l], rhos[r]) - table[r][l]) < 1e-9);
    CHECK(std::abs(uneven(kRelu, depths[l], 0) - lengths[l]) < 1e-9);
  }
  const double sigma[3] = {0.6089977810, 0.6839056509, 0.7381281923};
  for (int l = 0; l < 3; ++l) {
    CHECK(std::abs(exactKernel({kRelu, l + 1, 0}, 1, 1, 0.5).sigma - sigma[l]) < 1e-9);
  }
}

TEST_CASE("the tangent kernels with a bias, of erf, and of linear networks") {
  const double rhos[5] = {1, 0.5, 0, -0.5, -1};
  const double relu1[5] = {2.75, 1.6255590332, 0.9218955090, 0.4218955090, 0.1255590332};
  const double relu3[5] = {6.5, 3.8197071754, 2.8625277531, 2.3131266067, 2.0070780815};
  const double erf1[4] = {2.7389061887, 1.5069794844, 0.6442363069, -0.1442363069};
  const double erf3[4] = {6.0563801500, 2.7856494773, 1.5217292579, 0.5990047267};
  for (int r = 0; r < 5; ++r) {
    CHECK(std::abs(theta(kRelu, 1, 0.5, rhos[r]) - relu1[r]) < 1e-9);
    CHECK(std::abs(theta(kRelu, 3, 0.5, rhos[r]) - relu3[r]) < 1e-9);
    if (r == 4) continue;
    CHECK(std::abs(theta(kErf, 1, 0.5, rhos[r]) - erf1[r]) < 1e-9);
    CHECK(std::abs(theta(kErf, 3, 0.5, rhos[r]) - erf3[r]) < 1e-9);
  }
  CHECK(std::abs(uneven(kRelu, 1, 0.5) - 1.3651793486) < 1e-9);
  CHECK(std::abs(uneven(kRelu, 3, 0.5) - 3.5560810577) < 1e-9);
  const double one[4] = {2.2257000038, 3.7280405031, 5.5694592587, 10.5929242073};
  const double half[4] = {0.9502042223, 1.3458271038, 1.6850063986, 2.1980726537};
  const int depths[4] = {1, 2, 3, 5};
  for (int l = 0; l < 4; ++l) {
    CHECK(std::abs(theta(kErf, depths[l], 0, 1) - one[l]) < 1e-9);
    CHECK(std::abs(theta(kErf, depths[l], 0, 0.5) - half[l]) < 1e-9);
    // Odd without a bias.
    CHECK(std::abs(theta(kErf, depths[l], 0, -0.5) + half[l]) < 1e-9);
    CHECK(theta(kErf, depths[l], 0, 0) == 0);
  }
  CHECK(theta(kLinear, 3, 0.5, 0.5) == doctest::Approx(4.5).epsilon(1e-14));
  for (const int depth : {1, 4, 9}) {
    const double beta = 0.7;
    CHECK(theta(kLinear, depth, beta, 0.3) ==
          doctest::Approx((depth + 1) * 0.3 + beta * beta * (depth + 1) * (depth + 2) / 2)
              .epsilon(1e-13));
  }
}

TEST_CASE(
    "one layer of the recursion is the expectation over a normal pair, at values not listed") {
  for (const auto kind : {kRelu, kErf}) {
    for (const auto& [a, b, s] : {std::array{1.3, 0.7, 0.4}, std::array{0.9, 2.1, -1.1}}) {
      const double value = expectation(a, b, s, [&](double z) { return activation(kind, z); });
      const double rise = expectation(a, b, s, [&](double z) { return slope(kind, z); });
      const KernelValue k = exactKernel({kind, 1, 0}, a, b, s);
      CHECK(k.sigma == doctest::Approx(value).epsilon(2e-7));
      // Simpson's rule ends on the kinks of the step function: exact only to the grid.
      CHECK(k.theta == doctest::Approx(s * rise + value).epsilon(kind == kErf ? 1e-7 : 1e-4));
    }
  }
}

TEST_CASE("the ReLU kernel scales with the lengths of its inputs, and a zero input is harmless") {
  for (const int depth : {1, 3}) {
    const KernelSpec spec{kRelu, depth, 0};
    CHECK(exactKernel(spec, 4 * 2, 9 * 3, -6 * 0.8).theta ==
          doctest::Approx(6 * exactKernel(spec, 2, 3, -0.8).theta).epsilon(1e-13));
    CHECK(exactKernel(spec, 0, 1, 0).theta == 0);
    CHECK(exactKernel(spec, 0, 0, 0).theta == 0);
  }
  // Parallel inputs, whose correlation rounds above 1.
  CHECK(std::isfinite(exactKernel({kErf, 4, 0.2}, 3, 3, 3).theta));
}

TEST_CASE("matrices of kernels hold the pairs' values") {
  Rng rng(2);
  MatrixXd X(5, 3), Z(4, 3);
  for (Index i = 0; i < X.size(); ++i) X.data()[i] = rng.normal();
  for (Index i = 0; i < Z.size(); ++i) Z.data()[i] = rng.normal();
  for (const auto kind : {kRelu, kErf, kLinear}) {
    const KernelSpec spec{kind, 3, 0.4};
    const KernelMatrices square = exactKernels(spec, X), cross = exactKernels(spec, X, Z);
    for (Index i = 0; i < 5; ++i) {
      for (Index j = 0; j < 4; ++j) {
        const KernelValue k = exactKernel(spec, X.row(i).squaredNorm(), Z.row(j).squaredNorm(),
                                          X.row(i).dot(Z.row(j)));
        CHECK(cross.theta(i, j) == doctest::Approx(k.theta).epsilon(1e-13));
        CHECK(cross.sigma(i, j) == doctest::Approx(k.sigma).epsilon(1e-13));
      }
    }
    CHECK((square.theta - square.theta.transpose()).norm() == 0);
    CHECK((exactKernels(spec, X, X).theta - square.theta).norm() < 1e-12);
  }
}

TEST_CASE("the empirical kernel is that of finite differences, for every activation and depth") {
  Rng rng(4);
  MatrixXd X(3, 2);
  for (Index i = 0; i < X.size(); ++i) X.data()[i] = rng.normal();
  for (const auto kind : {kRelu, kErf, kLinear}) {
    for (const int depth : {1, 2, 3}) {
      for (const double bias : {0.0, 0.6}) {
        const KernelSpec spec{kind, depth, bias};
        WideNetwork<double> network(spec, 4, 2, Rng(7));
        const MatrixXd kernel = network.tangentKernel(X);
        // <grad f(x_i), grad f(x_j)>: the change of f(x_i) along the gradient of f(x_j).
        for (Index j = 0; j < 3; ++j) {
          const double h = 1e-6;
          WideNetwork<double> plus = network, minus = network;
          VectorXd e = VectorXd::Zero(3);
          e[j] = h;
          plus.forward(X);
          plus.addGradients(X, e);
          minus.forward(X);
          minus.addGradients(X, -e);
          const VectorXd change = (plus.forward(X) - minus.forward(X)) / (2 * h);
          CHECK((change - kernel.col(j)).norm() < 1e-7 * (1 + kernel.norm()));
          CHECK(plus.squaredDistance(network) ==
                doctest::Approx(h * h * kernel(j, j)).epsilon(1e-6));
        }
        CHECK(network.parameterCount() ==
              4 * 2 + (depth - 1) * 16 + 4 + (bias != 0 ? 4 * depth + 1 : 0));
      }
    }
  }
}

TEST_CASE("wide networks have the exact kernel; its fluctuation is sqrt(12/m)") {
  MatrixXd X(2, 2);
  X << 1, 0, 0.5, std::sqrt(0.75);
  for (const auto kind : {kRelu, kErf}) {
    for (const int depth : {1, 2}) {
      const KernelSpec spec{kind, depth, 0.3};
      const MatrixXd exact = exactKernels(spec, X).theta;
      MatrixXd sum = MatrixXd::Zero(2, 2);
      const int runs = 40, m = depth == 1 ? 2000 : 300;
      for (int run = 0; run < runs; ++run) {
        sum += WideNetwork<double>(spec, m, 2, Rng(9).split(static_cast<std::uint64_t>(run)))
                   .tangentKernel(X);
      }
      CHECK((sum / runs - exact).norm() < 0.05 * exact.norm());
    }
  }
  // Each neuron adds 2 sigma(g)^2 + 2 a^2 1{g > 0}: mean 2, variance 12.
  std::vector<double> values;
  const int m = 256;
  for (std::uint64_t seed = 0; seed < 600; ++seed) {
    values.push_back(WideNetwork<double>({kRelu, 1, 0}, m, 2, Rng(seed)).tangentKernel(X)(0, 0));
  }
  // The standard error of a deviation from 600 draws is about 3.5 % (kurtosis above the normal's).
  CHECK(std::sqrt(variance(values) * m / 12) == doctest::Approx(1).epsilon(0.13));
  CHECK(std::abs(mean(values) - 2) < 4 * std::sqrt(12.0 / m / 600));
}

TEST_CASE("kernel regression and training in closed form at the tabulated places") {
  const auto circle = [](std::initializer_list<double> degrees) {
    MatrixXd X(static_cast<Index>(degrees.size()), 2);
    Index i = 0;
    for (const double d : degrees) {
      const double a = d * std::numbers::pi / 180;
      X.row(i++) << std::cos(a), std::sin(a);
    }
    return X;
  };
  const MatrixXd X = circle({0, 60, 150}), Z = circle({30, 100, 250});
  const Eigen::Vector3d y(1, -1, 0.5);
  const double table[3][3] = {{-0.0780359532, -0.7512542048, 0.1691678301},
                              {-0.0384231386, -0.5335163732, 0.2074488601},
                              {-0.0182666760, -0.4018750690, 0.1950097879}};
  for (int depth = 1; depth <= 3; ++depth) {
    const KernelSpec spec{kRelu, depth, 0};
    const KernelFlow flow(exactKernels(spec, X).theta);
    const VectorXd f = exactKernels(spec, Z, X).theta * flow.regression(y);
    for (Index i = 0; i < 3; ++i) CHECK(std::abs(f[i] - table[depth - 1][i]) < 1e-8);
  }
  const KernelSpec spec{kRelu, 1, 0};
  const KernelFlow flow(exactKernels(spec, X).theta);
  const MatrixXd k = exactKernels(spec, Z, X).theta;
  CHECK(y.dot(flow.regression(y)) == doctest::Approx(2.3399398050).epsilon(1e-9));
  const Eigen::Vector3d spectrum(0.9603736244, 2.0776963003, 2.9619300752);
  CHECK((flow.eigenvalues() - spectrum).norm() < 1e-8);
  CHECK(flow.strictlyPositive());
  const VectorXd r = y - Eigen::Vector3d(0.2, -0.1, 0.3);
  const Eigen::Vector3d f0(0.1, 0, -0.2);
  const auto at = [&](const VectorXd& a, double p, double q, double s) {
    return (f0 + k * a - Eigen::Vector3d(p, q, s)).norm();
  };
  CHECK(at(flow.regression(r), -0.0020519820, -0.7654917486, -0.0766685561) < 1e-8);
  CHECK(at(flow.flow(r, 0.5), 0.0479809964, -0.3272433423, -0.1556598697) < 1e-8);
  CHECK(at(flow.flow(r, 2), 0.0090328416, -0.6693123429, -0.0960572065) < 1e-8);
  CHECK(at(flow.descent(r, 0.1, 5), 0.0451119130, -0.3423458990, -0.1540736008) < 1e-8);
  CHECK(at(flow.descent(r, 0.1, 50), -0.0015531242, -0.7613407515, -0.0775249563) < 1e-8);
  // At a place not listed: the iteration itself, and a step so large that modes change sign.
  for (const double rate : {0.31, 0.62}) {
    VectorXd residual = r, a = VectorXd::Zero(3);
    for (int t = 0; t < 23; ++t) {
      a += rate * residual;
      residual = r - exactKernels(spec, X).theta * a;
    }
    CHECK((flow.descent(r, rate, 23) - a).norm() < 1e-10);
    CHECK((flow.eigenvectors() * flow.residualModes(r, rate, 23) - residual).norm() < 1e-10);
  }
}

TEST_CASE("eight equal steps around the circle are singular without a bias, and are seen to be") {
  MatrixXd X(8, 2);
  for (Index i = 0; i < 8; ++i) {
    X.row(i) << std::cos(i * std::numbers::pi / 4), std::sin(i * std::numbers::pi / 4);
  }
  const auto flow = [&](int depth, double bias) {
    return KernelFlow(exactKernels({kRelu, depth, bias}, X).theta);
  };
  CHECK_FALSE(flow(1, 0).strictlyPositive());
  CHECK(flow(1, 0.5).smallest() == doctest::Approx(0.18618).epsilon(1e-4));
  CHECK(flow(2, 0).smallest() == doctest::Approx(0.54783).epsilon(1e-4));
  // Directions that cannot be fitted stay out of the regression instead of blowing it up.
  CHECK(flow(1, 0).regression(VectorXd::LinSpaced(8, -1, 1)).norm() < 10);
}
