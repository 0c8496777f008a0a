#pragma once

#include "linalg/types.h"

namespace basin {

/// A function of a flat vector with derivatives: all that optimisers and landscapes know.
template <class S>
class Objective {
 public:
  virtual ~Objective() = default;

  /// Length of x.
  virtual Index size() const = 0;
  virtual S value(const Vector<S>& x) = 0;
  /// Value at x; g becomes the gradient (length size(), resized if needed).
  virtual S gradient(const Vector<S>& x, Vector<S>& g) = 0;
  /// out = Hessian(x) v; without an override a central difference of gradients (relative 1e-8 or so
  /// in double), which allocates.
  virtual void hessianVector(const Vector<S>& x, const Vector<S>& v, Vector<S>& out);
  /// True when hessianVector is exact rather than a difference.
  virtual bool hasHessian() const { return false; }
  /// H becomes the dense symmetric Hessian; by products with unit vectors unless overridden.
  virtual void hessian(const Vector<S>& x, Matrix<S>& H);
};

extern template class Objective<float>;
extern template class Objective<double>;

}  // namespace basin
