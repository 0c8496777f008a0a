#pragma once

#include <algorithm>

#include "linalg/pack.h"

namespace basin {

/// The three products of a dense layer. Arrays are batch-fastest: `x`, `z`, `delta` hold one column
/// of `stride` numbers (a multiple of the packet) per unit; `w` is out x in, column-major.
///
/// Every kernel keeps a tile of at most 8 packets of partial results in registers, which with the
/// operands is what 16 vector registers hold without spilling, natively as in WebAssembly. Nothing
/// is packed or allocated, so that the smallest layers are as fast as wide ones, and sums are taken
/// in an order that depends on the shapes only: every platform returns the same bits.
namespace dense {

/// Terms of a product, or rows of a batch, that a pass goes through before it moves on, so that
/// what it reads again and again stays in the first-level cache.
constexpr Index kPass = 256;

/// Calls tile.template operator()<U, P>(unit, row) for tiles of U units by P packets that cover
/// `units` x `stride`.
template <class S, class Tile>
inline void eachTile(Index units, Index stride, const Tile& tile) {
  const auto column = [&]<int P>(Index row) {
    Index unit = 0;
    if constexpr (P < 3) {
      for (; unit + 4 <= units; unit += 4) tile.template operator()<4, P>(unit, row);
    }
    for (; unit + 2 <= units; unit += 2) tile.template operator()<2, P>(unit, row);
    if (unit < units) tile.template operator()<1, P>(unit, row);
  };
  constexpr Index L = kLanes<S>;
  Index row = 0;
  for (; stride - row > 3 * L || stride - row == 2 * L; row += 2 * L) {
    column.template operator()<2>(row);
  }
  if (stride - row == 3 * L) {
    column.template operator()<3>(row);
  } else if (row < stride) {
    column.template operator()<1>(row);
  }
}

/// One tile of sum over k of w[k * wStep + u * wUnit] v[k * stride + row], added to the bias
/// (null: none) and, when kAccumulate, to what z holds.
template <class S, int U, int P, bool kAccumulate>
inline void tileProduct(Index terms, Index stride, const S* w, Index wStep, Index wUnit,
                        const S* bias, const S* v, S* z) {
  constexpr Index L = kLanes<S>;
  Pack<S> sum[U][P];
  for (int u = 0; u < U; ++u) {
    const Pack<S> start = splat(bias ? bias[u] : S(0));
    for (int p = 0; p < P; ++p) {
      sum[u][p] = kAccumulate ? start + loadPack(z + u * stride + p * L) : start;
    }
  }
  for (Index k = 0; k < terms; ++k, w += wStep, v += stride) {
    Pack<S> operand[P];
    for (int p = 0; p < P; ++p) operand[p] = loadPack(v + p * L);
    for (int u = 0; u < U; ++u) {
      const Pack<S> weight = splat(w[u * wUnit]);
      for (int p = 0; p < P; ++p) sum[u][p] += weight * operand[p];
    }
  }
  for (int u = 0; u < U; ++u) {
    for (int p = 0; p < P; ++p) storePack(z + u * stride + p * L, sum[u][p]);
  }
}

/// z_o (+)= b_o + sum_i w(o, i) x_i; b may be null.
template <bool kAccumulate, class S>
inline void affine(Index stride, Index in, Index out, const S* w, const S* b, const S* x, S* z) {
  eachTile<S>(out, stride, [=]<int U, int P>(Index o, Index row) {
    tileProduct<S, U, P, kAccumulate>(std::min(in, kPass), stride, w + o, out, 1,
                                      b ? b + o : nullptr, x + row, z + o * stride + row);
  });
  for (Index i = kPass; i < in; i += kPass) {
    affine<true, S>(stride, std::min(in - i, kPass), out, w + i * out, nullptr, x + i * stride, z);
  }
}

/// dx_i (+)= sum_o w(o, i) delta_o.
template <bool kAccumulate, class S>
inline void pullBack(Index stride, Index in, Index out, const S* w, const S* delta, S* dx) {
  eachTile<S>(in, stride, [=]<int U, int P>(Index i, Index row) {
    tileProduct<S, U, P, kAccumulate>(out, stride, w + i * out, 1, out, nullptr, delta + row,
                                      dx + i * stride + row);
  });
}

/// g[0..U) (+)= the lane sums of U packets.
template <class S, int U, bool kAccumulate>
inline void storeSums(S* g, const Pack<S>* sums) {
  if constexpr (U == kLanes<S>) {
    Pack<S> total;
    if constexpr (U == 4) {
      total = sumLanesEach(sums[0], sums[1], sums[2], sums[3]);
    } else {
      total = sumLanesEach(sums[0], sums[1]);
    }
    storePack(g, kAccumulate ? total + loadPack(g) : total);
  } else if constexpr (U > kLanes<S>) {
    storeSums<S, U / 2, kAccumulate>(g, sums);
    storeSums<S, U / 2, kAccumulate>(g + U / 2, sums + U / 2);
  } else {
    for (int u = 0; u < U; ++u) g[u] = sumLanes(sums[u]) + (kAccumulate ? g[u] : S(0));
  }
}

/// For I inputs: g(o..o+U, i) (+)= sum over `rows` of delta_o x_i, with g at (o, first input).
template <class S, int U, int I, bool kAccumulate>
inline void outerTile(Index rows, Index stride, Index out, const S* delta, const S* x, S* g) {
  Pack<S> sum[I][U];
  for (int i = 0; i < I; ++i) {
    for (int u = 0; u < U; ++u) sum[i][u] = splat(S(0));
  }
  for (Index r = 0; r < rows; r += kLanes<S>) {
    Pack<S> operand[I];
    for (int i = 0; i < I; ++i) operand[i] = loadPack(x + i * stride + r);
    for (int u = 0; u < U; ++u) {
      const Pack<S> d = loadPack(delta + u * stride + r);
      for (int i = 0; i < I; ++i) sum[i][u] += d * operand[i];
    }
  }
  for (int i = 0; i < I; ++i) storeSums<S, U, kAccumulate>(g + i * out, sum[i]);
}

/// All of g and gb for U outputs and `rows` rows of the batch.
template <class S, int U, bool kAccumulate>
inline void outerOutputs(Index rows, Index stride, Index in, Index out, const S* delta, const S* x,
                         S* g, S* gb) {
  Index i = 0;
  for (; i + 2 <= in; i += 2) {
    outerTile<S, U, 2, kAccumulate>(rows, stride, out, delta, x + i * stride, g + i * out);
  }
  if (i < in) {
    outerTile<S, U, 1, kAccumulate>(rows, stride, out, delta, x + i * stride, g + i * out);
  }
  if (!gb) return;
  Pack<S> sum[U];
  for (int u = 0; u < U; ++u) {
    sum[u] = splat(S(0));
    for (Index r = 0; r < rows; r += kLanes<S>) sum[u] += loadPack(delta + u * stride + r);
  }
  storeSums<S, U, kAccumulate>(gb, sum);
}

template <bool kAccumulate, class S>
inline void outerPass(Index rows, Index stride, Index in, Index out, const S* delta, const S* x,
                      S* g, S* gb) {
  Index o = 0;
  const auto next = [&]<int U>() {
    outerOutputs<S, U, kAccumulate>(rows, stride, in, out, delta + o * stride, x, g + o,
                                    gb ? gb + o : nullptr);
    o += U;
  };
  while (o + 4 <= out) next.template operator()<4>();
  if (o + 2 <= out) next.template operator()<2>();
  if (o < out) next.template operator()<1>();
}

/// g(o, i) (+)= sum over the batch of delta_o x_i, and gb_o (+)= sum of delta_o; gb may be null.
template <bool kAccumulate, class S>
inline void outer(Index stride, Index in, Index out, const S* delta, const S* x, S* g, S* gb) {
  outerPass<kAccumulate>(std::min(stride, kPass), stride, in, out, delta, x, g, gb);
  for (Index r = kPass; r < stride; r += kPass) {
    outerPass<true>(std::min(stride - r, kPass), stride, in, out, delta + r, x + r, g, gb);
  }
}

}  // namespace dense
}  // namespace basin
