#include "linalg/decompositions.h"

#include <Eigen/Eigenvalues>
#include <Eigen/LU>
#include <Eigen/QR>
#include <Eigen/SVD>

namespace basin {

SymmetricEigen<double> symmetricEigen(const MatrixXd& A) {
  const Eigen::SelfAdjointEigenSolver<MatrixXd> solver(A);
  return {solver.eigenvalues(), solver.eigenvectors()};
}

VectorXd symmetricEigenvalues(const MatrixXd& A) {
  return Eigen::SelfAdjointEigenSolver<MatrixXd>(A, Eigen::EigenvaluesOnly).eigenvalues();
}

template <class S>
SymmetricEigen<S> tridiagonalEigen(const Vector<S>& diagonal, const Vector<S>& offDiagonal,
                                   bool vectors) {
  Eigen::SelfAdjointEigenSolver<Matrix<S>> solver;
  solver.computeFromTridiagonal(diagonal, offDiagonal,
                                vectors ? Eigen::ComputeEigenvectors : Eigen::EigenvaluesOnly);
  if (!vectors) return {solver.eigenvalues(), {}};
  return {solver.eigenvalues(), solver.eigenvectors()};
}

template SymmetricEigen<float> tridiagonalEigen(const VectorXf&, const VectorXf&, bool);
template SymmetricEigen<double> tridiagonalEigen(const VectorXd&, const VectorXd&, bool);

SingularValueDecomposition decomposeSingular(const MatrixXd& A, bool fullLeft) {
  const Eigen::JacobiSVD<MatrixXd> svd(
      A, (fullLeft ? Eigen::ComputeFullU : Eigen::ComputeThinU) | Eigen::ComputeThinV);
  return {svd.matrixU(), svd.singularValues(), svd.matrixV()};
}

MatrixXd leastSquares(const MatrixXd& A, const MatrixXd& B) {
  return A.completeOrthogonalDecomposition().solve(B);
}

double determinant(const MatrixXd& A) {
  return A.determinant();
}

MatrixXd orthonormalColumns(const MatrixXd& A) {
  return A.householderQr().householderQ() * MatrixXd::Identity(A.rows(), A.cols());
}

}  // namespace basin
