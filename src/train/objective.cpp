#include "train/objective.h"

#include <algorithm>
#include <cmath>

namespace basin {

template <class S>
void Objective<S>::hessianVector(const Vector<S>& x, const Vector<S>& v, Vector<S>& out) {
  const S length = v.norm();
  if (length == S(0)) {
    out.setZero(v.size());
    return;
  }
  // Balances the third-order error of the difference against rounding.
  const S unit = sizeof(S) == 4 ? S(5e-3) : S(6e-6);
  const S h = unit * std::max(S(1), x.norm()) / length;
  Vector<S> ahead, behind;
  gradient(x + h * v, ahead);
  gradient(x - h * v, behind);
  out = (ahead - behind) / (2 * h);
}

template <class S>
void Objective<S>::hessian(const Vector<S>& x, Matrix<S>& H) {
  const Index n = size();
  H.resize(n, n);
  Vector<S> unit = Vector<S>::Zero(n), column(n);
  for (Index i = 0; i < n; ++i) {
    unit[i] = S(1);
    hessianVector(x, unit, column);
    H.col(i) = column;
    unit[i] = S(0);
  }
  // Rounding leaves a small antisymmetric part.
  for (Index j = 0; j < n; ++j) {
    for (Index i = 0; i < j; ++i) H(i, j) = H(j, i) = (H(i, j) + H(j, i)) / S(2);
  }
}

template class Objective<float>;
template class Objective<double>;

}  // namespace basin
