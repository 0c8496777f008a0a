#pragma once

#include <Eigen/Core>

namespace basin {

/// Signed size and position type of everything numerical.
using Index = Eigen::Index;
/// Dense column vector.
template <class S>
using Vector = Eigen::Matrix<S, Eigen::Dynamic, 1>;
/// Dense column-major matrix.
template <class S>
using Matrix = Eigen::Matrix<S, Eigen::Dynamic, Eigen::Dynamic>;
using VectorXd = Vector<double>;
using VectorXf = Vector<float>;
using MatrixXd = Matrix<double>;
using MatrixXf = Matrix<float>;

/// A view of a column-major matrix in foreign memory whose columns lie `outerStride()` apart.
template <class S>
using StridedMap = Eigen::Map<const Matrix<S>, Eigen::Unaligned, Eigen::OuterStride<>>;

}  // namespace basin
