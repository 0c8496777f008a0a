#pragma once

#include "nn/dense_kernels.h"

namespace basin {

/// The products of a dense layer at any size: register kernels for small ones, Eigen's matrix
/// product for large ones. Shapes as in dense_kernels.h; nothing allocates.
namespace layer {

/// Matrix products of at least this many multiplications per example go to Eigen.
constexpr Index kLargeLayer = 16384;
inline bool isLarge(Index in, Index out) { return in * out >= kLargeLayer; }

template <class S>
using In = Eigen::Map<const Matrix<S>>;
template <class S>
using Out = Eigen::Map<Matrix<S>>;

/// z = x w^T + b, or z += x w^T + b; b may be null.
template <bool kAccumulate, class S>
inline void affine(Index stride, Index in, Index out, const S* w, const S* b, const S* x, S* z) {
  if (!isLarge(in, out)) return dense::affine<kAccumulate>(stride, in, out, w, b, x, z);
  Out<S> Z(z, stride, out);
  if (b) {
    const Eigen::Map<const Eigen::Matrix<S, 1, Eigen::Dynamic>> bias(b, out);
    if constexpr (kAccumulate) {
      Z.rowwise() += bias;
    } else {
      Z.rowwise() = bias;
    }
  } else if constexpr (!kAccumulate) {
    Z.setZero();
  }
  Z.noalias() += In<S>(x, stride, in) * In<S>(w, out, in).transpose();
}

/// dx = delta w, or dx += delta w.
template <bool kAccumulate, class S>
inline void pullBack(Index stride, Index in, Index out, const S* w, const S* delta, S* dx) {
  if (!isLarge(in, out)) return dense::pullBack<kAccumulate>(stride, in, out, w, delta, dx);
  Out<S> D(dx, stride, in);
  if constexpr (kAccumulate) {
    D.noalias() += In<S>(delta, stride, out) * In<S>(w, out, in);
  } else {
    D.noalias() = In<S>(delta, stride, out) * In<S>(w, out, in);
  }
}

/// g = delta^T x and gb = column sums of delta, or both added; gb may be null.
template <bool kAccumulate, class S>
inline void outer(Index stride, Index in, Index out, const S* delta, const S* x, S* g, S* gb) {
  if (!isLarge(in, out)) return dense::outer<kAccumulate>(stride, in, out, delta, x, g, gb);
  Out<S> G(g, out, in);
  const In<S> D(delta, stride, out);
  if constexpr (kAccumulate) {
    G.noalias() += D.transpose() * In<S>(x, stride, in);
  } else {
    G.noalias() = D.transpose() * In<S>(x, stride, in);
  }
  if (gb) {
    Eigen::Map<Eigen::Matrix<S, 1, Eigen::Dynamic>> bias(gb, out);
    if constexpr (kAccumulate) {
      bias += D.colwise().sum();
    } else {
      bias = D.colwise().sum();
    }
  }
}

}  // namespace layer
}  // namespace basin
