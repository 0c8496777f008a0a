#pragma once

#include "nn/tying.h"

namespace basin {

/// The rows of a Jacobian that belong to one output: one a row of the batch, a column a parameter.
template <class S>
class JacobianRows {
 public:
  JacobianRows(Matrix<S>& J, const TyingMap& tying, Index first, Index size)
      : J_(J), tying_(tying), first_(first), size_(size) {}

  /// Adds the derivative by a weight: delta times input (null: ones), example by example.
  void add(Index weight, const S* delta, const S* input) const {
    tying_.visitRow(weight, [&](Index parameter, int sign) {
      S* column = J_.data() + parameter * J_.rows() + first_;
      for (Index b = 0; b < size_; ++b) {
        column[b] += S(sign) * delta[b] * (input ? input[b] : S(1));
      }
    });
  }

 private:
  Matrix<S>& J_;
  const TyingMap& tying_;
  Index first_, size_;
};

}  // namespace basin
