#pragma once

#include "linalg/pack.h"

namespace basin {

/// The padded length of a column of `size` examples: a multiple of the SIMD packet.
template <class S>
constexpr Index paddedSize(Index size) {
  return (size + kLanes<S> - 1) / kLanes<S> * kLanes<S>;
}

/// Examples ready for a network: features and targets, column by column, batch-fastest, each column
/// `stride` = paddedSize(size) long and 16-byte aligned. Padding rows repeat the last example, so
/// that they are finite whenever the examples are.
template <class S>
struct BatchView {
  const S* x = nullptr;
  const S* y = nullptr;
  Index size = 0, stride = 0;
};

/// The packet with zeros in the lanes that hold padding, of which the first `examples` hold none.
template <class S>
inline Pack<S> onlyExamples(Pack<S> p, Index examples) {
  if (examples >= kLanes<S>) return p;
  for (int lane = 0; lane < kLanes<S>; ++lane) {
    if (lane >= examples) p[lane] = S(0);
  }
  return p;
}

/// Owns one padded block of examples.
template <class S>
class PaddedBatch {
 public:
  PaddedBatch() = default;
  /// Copies X (size x features) and Y (size x outputs, or 0 x 0 when there are no targets).
  PaddedBatch(const Matrix<S>& X, const Matrix<S>& Y) { assign(X, Y); }

  void assign(const Matrix<S>& X, const Matrix<S>& Y) {
    size_ = X.rows();
    pad(X, x_);
    pad(Y, y_);
  }
  BatchView<S> view() const { return {x_.data(), y_.data(), size_, paddedSize<S>(size_)}; }
  Index size() const { return size_; }

 private:
  // The buffer only grows, so that a batch no larger than an earlier one allocates nothing.
  static void pad(const Matrix<S>& from, Vector<S>& to) {
    const Index n = from.rows();
    const Index stride = paddedSize<S>(n);
    if (to.size() < stride * from.cols()) to.resize(stride * from.cols());
    for (Index c = 0; c < from.cols(); ++c) {
      S* column = to.data() + c * stride;
      for (Index r = 0; r < stride; ++r) column[r] = from(r < n ? r : n - 1, c);
    }
  }

  Vector<S> x_, y_;
  Index size_ = 0;
};

}  // namespace basin
