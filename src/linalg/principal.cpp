#include "linalg/principal.h"

#include <algorithm>
#include <cmath>

#include "linalg/decompositions.h"

namespace basin {

PrincipalComponents principalComponents(const MatrixXd& points, int count) {
  PrincipalComponents result;
  const Index T = points.rows();
  if (T == 0) return result;
  const auto [eigenvalues, vectors] = symmetricEigen(points * points.transpose());
  const VectorXd values = eigenvalues.cwiseMax(0);
  const double total = values.sum();
  const Index rank = std::min<Index>(count, std::min(T, points.cols()));
  result.directions = MatrixXd::Zero(points.cols(), rank);
  for (Index k = 0; k < T; ++k) {
    result.explained.push_back(total > 0 ? values[T - 1 - k] / total : 0);
  }
  for (Index k = 0; k < rank; ++k) {
    VectorXd direction = points.transpose() * vectors.col(T - 1 - k);
    const double length = direction.norm();
    // Points in fewer dimensions than asked for leave further directions empty.
    if (!(length > 1e-12 * std::sqrt(total))) continue;
    direction /= length;
    Index at = 0;
    direction.cwiseAbs().maxCoeff(&at);
    result.directions.col(k) = direction[at] < 0 ? VectorXd(-direction) : direction;
  }
  return result;
}

}  // namespace basin
