#pragma once

#include "linalg/types.h"

namespace basin {

// Eigen's dense decompositions, compiled once: each file that names one of its solvers takes ten
// times as long to compile, and every shelf's core would carry a copy.

/// A = vectors diag(values) vectors^T.
template <class S>
struct SymmetricEigen {
  Vector<S> values;  ///< Ascending.
  Matrix<S>
      vectors;  ///< Orthonormal columns in the order of the values; their signs are arbitrary.
};

/// Of a symmetric matrix, of which the lower triangle is read.
SymmetricEigen<double> symmetricEigen(const MatrixXd& A);

/// Its eigenvalues alone, ascending.
VectorXd symmetricEigenvalues(const MatrixXd& A);

/// Of the symmetric tridiagonal matrix with this diagonal of n and these n - 1 entries beside it;
/// without `vectors` these stay empty.
template <class S>
SymmetricEigen<S> tridiagonalEigen(const Vector<S>& diagonal, const Vector<S>& offDiagonal,
                                   bool vectors = true);

/// A = left diag(values) right^T.
struct SingularValueDecomposition {
  MatrixXd left;    ///< Orthonormal columns, as many as values; with `fullLeft` a basis.
  VectorXd values;  ///< Descending, min(rows, columns) of them.
  MatrixXd right;   ///< Orthonormal columns, as many as values.
};

/// By two-sided Jacobi rotations: small singular values keep their relative precision.
SingularValueDecomposition decomposeSingular(const MatrixXd& A, bool fullLeft = false);

/// The shortest X of those with the least |A X - B|_F; columns of X belong to columns of B.
MatrixXd leastSquares(const MatrixXd& A, const MatrixXd& B);

/// Of a square matrix.
double determinant(const MatrixXd& A);

/// Orthonormal columns that span A's in turn (Q of A = QR, by Householder); A has no more columns
/// than rows. Of a matrix of independent normal entries they are uniform up to signs.
MatrixXd orthonormalColumns(const MatrixXd& A);

}  // namespace basin
