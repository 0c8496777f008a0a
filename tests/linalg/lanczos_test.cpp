#include "linalg/lanczos.h"
#include "linalg/decompositions.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "support/allocation_counter.h"

using namespace basin;

namespace {

Matrix<double> randomSymmetric(Index n, uint64_t seed) {
  Rng rng(seed);
  Matrix<double> A(n, n);
  for (Index i = 0; i < A.size(); ++i) A.data()[i] = rng.normal();
  return (A + A.transpose()) / 2;
}

}  // namespace

TEST_CASE("lanczos: extreme eigenvalues agree with the dense solver") {
  for (Index n : {1, 2, 3, 17, 60}) {
    const Matrix<double> A = randomSymmetric(n, 100 + static_cast<uint64_t>(n));
    const Vector<double> dense = symmetricEigenvalues(A);
    Rng rng(1);
    const Extremes found = extremeEigenvalues<double>(
        n, [&](const Vector<double>& v, Vector<double>& out) { out.noalias() = A * v; },
        static_cast<int>(n), rng);
    const double scale = dense.cwiseAbs().maxCoeff();
    CHECK(std::abs(found.smallest - dense[0]) < 1e-10 * scale);
    CHECK(std::abs(found.largest - dense[n - 1]) < 1e-10 * scale);
  }
}

TEST_CASE("lanczos: few steps suffice at a gap, all Ritz values come out at full length") {
  const Index n = 120;
  Vector<double> spectrum = Vector<double>::LinSpaced(n, -1, 1);
  spectrum[n - 1] = 10;
  spectrum[0] = -6;
  const Matrix<double> Q = orthonormalColumns(randomSymmetric(n, 4));
  const Matrix<double> A = Q * spectrum.asDiagonal() * Q.transpose();
  const auto product = [&](const Vector<double>& v, Vector<double>& out) { out.noalias() = A * v; };
  Rng rng(2);
  const Extremes found = extremeEigenvalues<double>(n, product, 25, rng);
  CHECK(found.steps <= 25);
  CHECK(std::abs(found.largest - 10) < 1e-10);
  CHECK(std::abs(found.smallest + 6) < 1e-10);

  Lanczos<double> lanczos;
  lanczos.start(n, static_cast<int>(n), rng);
  while (lanczos.step(product)) {
  }
  REQUIRE(lanczos.steps() == n);
  std::sort(spectrum.data(), spectrum.data() + n);
  CHECK((lanczos.ritzValues() - spectrum).cwiseAbs().maxCoeff() < 1e-10);
  const Vector<double> top = lanczos.ritzVector(true), bottom = lanczos.ritzVector(false);
  CHECK((A * top - 10 * top).norm() < 1e-9);
  CHECK((A * bottom + 6 * bottom).norm() < 1e-9);
}

TEST_CASE("lanczos: an exhausted Krylov space ends the iteration exactly") {
  // Three distinct eigenvalues: three steps.
  const Index n = 30;
  Vector<double> diagonal(n);
  for (Index i = 0; i < n; ++i) diagonal[i] = static_cast<double>(i % 3) - 1;
  Rng rng(3);
  const Extremes found = extremeEigenvalues<double>(
      n,
      [&](const Vector<double>& v, Vector<double>& out) {
        out = (diagonal.array() * v.array()).matrix();
      },
      20, rng);
  CHECK(found.steps == 3);
  CHECK(std::abs(found.largest - 1) < 1e-10);
  CHECK(std::abs(found.smallest + 1) < 1e-10);
  const Extremes zero = extremeEigenvalues<double>(
      5, [](const Vector<double>&, Vector<double>& out) { out.setZero(); }, 20, rng);
  CHECK(zero.largest == 0);
  CHECK(zero.steps == 1);
}

TEST_CASE("lanczos: float works and a diverged product is told") {
  const Matrix<float> A = randomSymmetric(20, 7).cast<float>();
  const Vector<double> dense = symmetricEigenvalues(A.cast<double>());
  Rng rng(1);
  const Extremes found = extremeEigenvalues<float>(
      20, [&](const Vector<float>& v, Vector<float>& out) { out.noalias() = A * v; }, 20, rng);
  CHECK(std::abs(found.largest - dense[19]) < 1e-5 * dense[19]);
  const Extremes bad = extremeEigenvalues<double>(
      4,
      [](const Vector<double>&, Vector<double>& out) {
        out.setConstant(std::numeric_limits<double>::quiet_NaN());
      },
      4, rng);
  CHECK(bad.steps == 0);
}

TEST_CASE("lanczos: a step allocates nothing") {
  if (tests::allocationCount() < 0) return;
  Vector<double> diagonal = Vector<double>::LinSpaced(500, -3, 2);
  const MatrixProduct<double> product = [&](const Vector<double>& v, Vector<double>& out) {
    out = diagonal.cwiseProduct(v);
  };
  Rng rng(1);
  Lanczos<double> lanczos;
  lanczos.start(500, 30, rng);
  const long long before = tests::allocationCount();
  while (lanczos.step(product)) {
  }
  CHECK(tests::allocationCount() == before);
  CHECK(lanczos.steps() == 30);
}
