#pragma once

#include <vector>

#include "linalg/types.h"

namespace basin {

/// Principal directions of points in many dimensions.
struct PrincipalComponents {
  MatrixXd directions;  ///< Orthonormal columns, the most important first; sign: the largest
                        ///< entry of each is positive.
  std::vector<double> explained;  ///< Part of the squared lengths along each of all directions.
};

/// Of the rows of `points` (T x P, as offsets from a centre of the caller's choice), at most
/// `count` directions; through the T x T Gram matrix, for few points in many dimensions.
PrincipalComponents principalComponents(const MatrixXd& points, int count);

}  // namespace basin
