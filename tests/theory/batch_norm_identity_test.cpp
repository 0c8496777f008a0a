#include "theory/batch_norm_identity.h"

#include <doctest/doctest.h>

#include <cmath>

#include "base/rng.h"

using namespace basin;

namespace {

VectorXd normals(Index n, double scale, Rng& rng) {
  VectorXd v(n);
  for (double& x : v) x = scale * rng.normal();
  return v;
}

VectorXd normalised(const VectorXd& a, double epsilon) {
  const VectorXd centred = a.array() - a.mean();
  const double variance = centred.squaredNorm() / static_cast<double>(a.size());
  return centred / std::sqrt(variance + epsilon);
}

// dL/da by the chain rule through mean and variance: dz_i/da_j = gamma/sqrt(s^2 + epsilon)
// (delta_ij
// - 1/m - n_i n_j/m), for dmu/da_j = 1/m, ds^2/da_j = 2 (a_j - mu)/m.
VectorXd comesBack(const VectorXd& a, const VectorXd& g, double gamma, double epsilon) {
  const auto m = static_cast<double>(a.size());
  const VectorXd n = normalised(a, epsilon), centred = a.array() - a.mean();
  const double deviation = std::sqrt(centred.squaredNorm() / m + epsilon);
  return gamma / deviation * (g.array() - g.mean() - n.array() * (g.dot(n) / m)).matrix();
}

}  // namespace

TEST_CASE("batch-norm identity: what comes back is the derivative, by differences") {
  Rng rng(1);
  for (const double epsilon : {0.0, 1e-5, 0.3}) {
    const VectorXd a = normals(12, 1.5, rng), weights = normals(12, 1, rng);
    const double gamma = 1.7;
    // A loss whose derivatives by z are not constant: sum of w_i sin z_i.
    const auto loss = [&](const VectorXd& at) {
      return weights.dot((gamma * normalised(at, epsilon).array() + 0.3).sin().matrix());
    };
    const VectorXd z = gamma * normalised(a, epsilon).array() + 0.3;
    const VectorXd g = weights.array() * z.array().cos();
    const VectorXd back = comesBack(a, g, gamma, epsilon);
    constexpr double h = 1e-5;
    for (Index i = 0; i < a.size(); ++i) {
      VectorXd ahead = a, behind = a;
      ahead[i] += h;
      behind[i] -= h;
      CHECK(std::abs(back[i] - (loss(ahead) - loss(behind)) / (2 * h)) < 1e-8);
    }
  }
}

// With P = I - 1 1^T/m, n = P n, and q = (g.n)/m: |g - mean - n q|^2 = g.P g - 2 q (g.n) + q^2
// |n|^2 = |g|^2 - (1.g)^2/m - (2 - r) (g.n)^2/m, for |n|^2 = m s^2/(s^2 + epsilon) = m r.
TEST_CASE("batch-norm identity: the length of what comes back, to rounding") {
  Rng rng(2);
  for (const double epsilon : {0.0, 1e-5, 1e-2, 10.0}) {
    for (const Index m : {2, 3, 16, 64, 257}) {
      for (const double scale : {1e-3, 1.0, 1e4}) {
        const VectorXd a = normals(m, scale, rng).array() + scale, g = normals(m, 2, rng);
        const double gamma = rng.normal();
        const BatchNormGradient terms = batchNormGradient(a, g, gamma, epsilon);
        const double length = comesBack(a, g, gamma, epsilon).squaredNorm();
        CHECK(std::abs(terms.value() - length) < 1e-12 * terms.whole());
        CHECK(length <= terms.whole());
      }
    }
  }
}

TEST_CASE("batch-norm identity: with epsilon = 0 two directions are taken out, and nothing else") {
  Rng rng(3);
  const VectorXd a = normals(20, 1, rng);
  const VectorXd n = normalised(a, 0), ones = VectorXd::Ones(20);
  // What the loss says along 1 and along n is lost, what is orthogonal to both only scaled.
  const BatchNormGradient lost = batchNormGradient(a, 2 * ones - 3 * n, 1, 0);
  CHECK(lost.square == doctest::Approx(20 * (4 + 9)).epsilon(1e-12));
  CHECK(std::abs(lost.value()) < 1e-12 * lost.whole());
  VectorXd rest = normals(20, 1, rng);
  rest -= ones * rest.mean();
  rest -= n * (rest.dot(n) / 20);
  const BatchNormGradient kept = batchNormGradient(a, rest, 0.5, 0);
  CHECK(kept.value() == doctest::Approx(kept.whole()).epsilon(1e-12));
  CHECK(kept.factor == doctest::Approx(0.25 * 20 / (a.array() - a.mean()).matrix().squaredNorm()));
}

TEST_CASE(
    "batch-norm identity: epsilon keeps a dead unit finite, and a batch of one teaches nothing") {
  const VectorXd dead = VectorXd::Constant(8, 3), g = VectorXd::LinSpaced(8, -1, 2);
  const BatchNormGradient terms = batchNormGradient(dead, g, 1, 1e-5);
  CHECK(terms.factor == doctest::Approx(1e5));
  CHECK(terms.normal == 0);
  CHECK(terms.value() == doctest::Approx(1e5 * (g.array() - g.mean()).matrix().squaredNorm()));
  CHECK(batchNormGradient(VectorXd::Constant(1, 2), VectorXd::Constant(1, 5), 1, 1e-5).value() ==
        0);
}
