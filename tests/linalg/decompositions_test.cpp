#include "linalg/decompositions.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "base/rng.h"

using namespace basin;

namespace {

MatrixXd normal(Index rows, Index columns, std::uint64_t seed) {
  Rng rng(seed);
  MatrixXd A(rows, columns);
  for (double& a : A.reshaped()) a = rng.normal();
  return A;
}

double off(const MatrixXd& A, const MatrixXd& B) {
  return (A - B).norm() / (1 + B.norm());
}

MatrixXd identity(Index n) {
  return MatrixXd::Identity(n, n);
}

}  // namespace

TEST_CASE("decompositions: a symmetric matrix is its eigenvectors and ascending eigenvalues") {
  for (const Index n : {1, 2, 7, 40}) {
    const MatrixXd half = normal(n, n, 10 + static_cast<std::uint64_t>(n));
    const MatrixXd A = half + half.transpose();
    const auto [values, vectors] = symmetricEigen(A);
    CHECK(off(vectors * values.asDiagonal() * vectors.transpose(), A) < 1e-13);
    CHECK(off(vectors.transpose() * vectors, identity(n)) < 1e-13);
    for (Index i = 1; i < n; ++i) CHECK(values[i - 1] <= values[i]);
    CHECK(off(symmetricEigenvalues(A), values) < 1e-14);
  }
  // The lower triangle alone is read.
  CHECK(off(symmetricEigenvalues(MatrixXd{{2, 100}, {1, 2}}), VectorXd{{1, 3}}) < 1e-15);
}

TEST_CASE("decompositions: the second difference has eigenvalues 2 - 2 cos(k pi / (n + 1))") {
  constexpr Index n = 30;
  const VectorXd diagonal = VectorXd::Constant(n, 2), beside = VectorXd::Constant(n - 1, -1);
  const SymmetricEigen<double> eigen = tridiagonalEigen<double>(diagonal, beside);
  for (Index k = 1; k <= n; ++k) {
    const double angle = M_PI * static_cast<double>(k) / (n + 1);
    CHECK(eigen.values[k - 1] == doctest::Approx(2 - 2 * std::cos(angle)).epsilon(1e-13));
    // Eigenvector k is sin(j angle), of norm sqrt((n + 1)/2).
    CHECK(std::abs(eigen.vectors(0, k - 1)) ==
          doctest::Approx(std::sin(angle) * std::sqrt(2. / (n + 1))).epsilon(1e-10));
  }
  const auto single = tridiagonalEigen<float>(diagonal.cast<float>(), beside.cast<float>(), false);
  CHECK((single.values.cast<double>() - eigen.values).cwiseAbs().maxCoeff() < 1e-5);
  CHECK(single.vectors.size() == 0);
}

TEST_CASE("decompositions: singular values, also small ones, and bases on both sides") {
  for (const auto& [rows, columns] : {std::pair<Index, Index>{5, 3}, {3, 5}, {4, 4}, {1, 6}}) {
    const MatrixXd A = normal(rows, columns, 3);
    const Index rank = std::min(rows, columns);
    const SingularValueDecomposition svd = decomposeSingular(A);
    CHECK(off(svd.left * svd.values.asDiagonal() * svd.right.transpose(), A) < 1e-13);
    CHECK(svd.left.cols() == rank);
    CHECK(off(svd.left.transpose() * svd.left, identity(rank)) < 1e-13);
    CHECK(off(svd.right.transpose() * svd.right, identity(rank)) < 1e-13);
    for (Index i = 1; i < rank; ++i) CHECK(svd.values[i - 1] >= svd.values[i]);
    const SingularValueDecomposition full = decomposeSingular(A, true);
    CHECK(full.left.cols() == rows);
    CHECK(off(full.left * full.left.transpose(), identity(rows)) < 1e-13);
  }
  const MatrixXd graded = identity(3) * VectorXd{{1, 1e-10, 1e-20}}.asDiagonal();
  CHECK(decomposeSingular(graded).values[2] == doctest::Approx(1e-20).epsilon(1e-12));
}

TEST_CASE("decompositions: of all least squares solutions the shortest") {
  const MatrixXd tall = normal(6, 3, 4), b = normal(6, 2, 5);
  // The residual is normal to the columns.
  CHECK((tall.transpose() * (tall * leastSquares(tall, b) - b)).norm() < 1e-12);
  // x + y = 2 leaves a line; (1, 1) is next to the origin.
  CHECK(off(leastSquares(MatrixXd{{1, 1}}, MatrixXd{{2}}), VectorXd{{1, 1}}) < 1e-15);
  // Two equal columns share.
  CHECK(off(leastSquares(MatrixXd{{1, 1}, {2, 2}}, VectorXd{{1, 2}}), VectorXd{{.5, .5}}) < 1e-14);
}

TEST_CASE("decompositions: determinants and orthonormal columns") {
  CHECK(determinant(MatrixXd{{0, 2}, {3, 1}}) == doctest::Approx(-6));
  const MatrixXd A = normal(5, 3, 6), Q = orthonormalColumns(A);
  CHECK(off(Q.transpose() * Q, identity(3)) < 1e-14);
  // The first k columns span the first k of A.
  for (Index k = 1; k <= 3; ++k) {
    const MatrixXd first = Q.leftCols(k);
    CHECK((A.leftCols(k) - first * (first.transpose() * A.leftCols(k))).norm() < 1e-13);
  }
}
