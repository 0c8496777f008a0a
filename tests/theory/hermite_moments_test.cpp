#include "theory/hermite_moments.h"
#include "linalg/decompositions.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "base/stats.h"

using namespace basin;

namespace {

constexpr double kPi = std::numbers::pi;

// n orthonormal directions in d dimensions, not along the axes.
MatrixXd teacher(Index n, Index d) {
  Rng rng(5);
  MatrixXd A(d, n);
  for (double& a : A.reshaped()) a = rng.normal();
  return orthonormalColumns(A);
}

HermiteMoments sampled(const MatrixXd& V, Index count, std::uint64_t seed, Index batch = 1000) {
  HermiteMoments moments(V.rows());
  Rng rng(seed);
  for (Index left = count; left > 0; left -= batch) {
    addSamples(moments, V, std::min(left, batch), rng);
  }
  return moments;
}

}  // namespace

TEST_CASE("hermite moments: the second one is the sum of v v^T over sqrt(2 pi)") {
  const MatrixXd V = teacher(3, 5);
  const HermiteMoments moments = sampled(V, 40000, 1);
  CHECK(moments.count() == 40000);
  const MatrixXd error = moments.second() - momentStrength() * V * V.transpose();
  const double allowed = std::sqrt(secondMomentVariance(3, 5) / 40000);
  CHECK(error.norm() < 1.5 * allowed);
  CHECK(moments.second().trace() == doctest::Approx(3 / std::sqrt(2 * kPi)).epsilon(0.1));
}

TEST_CASE("hermite moments: the mean squared error of the second one is the formula's") {
  const MatrixXd V = teacher(3, 6);
  std::vector<double> errors;
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    const MatrixXd error = sampled(V, 200, seed).second() - momentStrength() * V * V.transpose();
    errors.push_back(200 * error.squaredNorm());
  }
  const double deviation = std::sqrt(variance(errors) / 300);
  CHECK(std::abs(mean(errors) - secondMomentVariance(3, 6)) < 4 * deviation);
  CHECK(deviation < 0.08 * secondMomentVariance(3, 6));
}

TEST_CASE("hermite moments: the fourth one finds the units, signs too") {
  for (const auto& [n, d] : {std::pair<Index, Index>{2, 2}, {3, 5}, {4, 4}}) {
    const MatrixXd V = teacher(n, d);
    const Index count = 60000;
    const MatrixXd found = sampled(V, count, 3).directions(n, Rng(4));
    const VectorXd distances = matchedDistances(V, found);
    INFO(n, " of ", d, ": ", distances.transpose());
    CHECK(distances.maxCoeff() < 0.5);
    CHECK(std::sqrt(distances.squaredNorm() / static_cast<double>(n)) <
          1.6 * std::sqrt(directionVariance(n, d) / static_cast<double>(count)));
  }
}

TEST_CASE("hermite moments: the order in which samples are added does not show") {
  // Orthonormal units leave the signs and turns of the span's basis to noise. Of few samples the
  // power method may find no point where it stays.
  for (std::uint64_t seed = 1; seed <= 3; ++seed) {
    const MatrixXd V = teacher(4, 4);
    const MatrixXd found = sampled(V, 60000, seed).directions(4, Rng(4));
    const MatrixXd again = sampled(V, 60000, seed, 700).directions(4, Rng(4));
    INFO(seed);
    CHECK((found - again).norm() < 1e-10);
  }
}

TEST_CASE("hermite moments: units need not be orthogonal") {
  MatrixXd V(3, 2);
  V << 1, 0.5, 0, std::sqrt(0.75), 0, 0;
  CHECK(matchedDistances(V, sampled(V, 200000, 1).directions(2, Rng(1))).maxCoeff() < 0.2);
}

TEST_CASE("hermite moments: opposite units count as one direction, of twice the strength") {
  MatrixXd V(3, 2);
  V << 1, -1, 0, 0, 0, 0;
  const VectorXd eigenvalues = symmetricEigenvalues(sampled(V, 100000, 1).second());
  CHECK(eigenvalues[2] == doctest::Approx(2 * momentStrength()).epsilon(0.05));
  CHECK(std::abs(eigenvalues[1]) < 0.05);
}

TEST_CASE("hermite moments: the third derivative of relu has no mean, the others have these") {
  // E relu(z) He_k(z) by the trapezoidal rule.
  const auto coefficient = [](auto hermite) {
    double sum = 0;
    for (double z = 0; z < 12; z += 1e-3) {
      sum += 1e-3 * z * hermite(z) * std::exp(-z * z / 2) / std::sqrt(2 * kPi);
    }
    return sum;
  };
  CHECK(coefficient([](double z) { return z; }) == doctest::Approx(0.5));
  CHECK(coefficient([](double z) { return z * z - 1; }) ==
        doctest::Approx(momentStrength()).epsilon(1e-6));
  CHECK(std::abs(coefficient([](double z) { return z * z * z - 3 * z; })) < 1e-6);
  CHECK(coefficient([](double z) { return z * z * z * z - 6 * z * z + 3; }) ==
        doctest::Approx(-momentStrength()).epsilon(1e-5));
}

TEST_CASE("hermite moments: the error of directions found is the formula's [statistics]") {
  const Index count = 100000;
  for (const auto& [n, d] : {std::pair<Index, Index>{3, 5}, {4, 4}, {3, 8}}) {
    const MatrixXd V = teacher(n, d);
    std::vector<double> errors;
    for (std::uint64_t seed = 0; seed < 40; ++seed) {
      const VectorXd distances =
          matchedDistances(V, sampled(V, count, 100 + seed).directions(n, Rng(seed)));
      errors.push_back(distances.squaredNorm() / static_cast<double>(n) *
                       static_cast<double>(count) / directionVariance(n, d));
    }
    INFO(n, " of ", d, ": ", mean(errors), " +- ", std::sqrt(variance(errors) / 40));
    CHECK(mean(errors) == doctest::Approx(1).epsilon(0.15));
  }
}
