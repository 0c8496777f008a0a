#pragma once

#include "linalg/pack.h"

namespace basin {

/// The three products of a dense layer for small layers and batches, where a general matrix product
/// spends its time packing. Arrays are batch-fastest: `x`, `z`, `delta` hold one column of `stride`
/// numbers (a multiple of the packet) per unit; `w` is out x in, column-major.
///
/// Every kernel keeps a tile of U units x P packets of partial results in registers: at most 12, so
/// that they and the operands just fit the 16 vector registers of SSE.
namespace dense {

/// Calls tile.template operator()<U, P>(unit, row) for tiles of 4, 2 or 1 units by 3, 2 or 1
/// packets that cover `units` x `stride`.
template <class S, class Tile>
inline void eachTile(Index units, Index stride, const Tile& tile) {
  const auto column = [&]<int P>(Index row) {
    Index unit = 0;
    for (; unit + 4 <= units; unit += 4) tile.template operator()<4, P>(unit, row);
    if (unit + 2 <= units) {
      tile.template operator()<2, P>(unit, row);
      unit += 2;
    }
    if (unit < units) tile.template operator()<1, P>(unit, row);
  };
  constexpr Index L = kLanes<S>;
  Index row = 0;
  // Four packets left are two pairs: a single one would leave most registers idle.
  for (; stride - row > 4 * L || stride - row == 3 * L; row += 3 * L) {
    column.template operator()<3>(row);
  }
  for (; stride - row >= 2 * L; row += 2 * L) column.template operator()<2>(row);
  if (row < stride) column.template operator()<1>(row);
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
    tileProduct<S, U, P, kAccumulate>(in, stride, w + o, out, 1, b ? b + o : nullptr, x + row,
                                      z + o * stride + row);
  });
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

/// For I inputs: g(o..o+U, i) (+)= sum over the batch of delta_o x_i, with g at (o, first input).
template <class S, int U, int I, bool kAccumulate>
inline void outerTile(Index stride, Index out, const S* delta, const S* x, S* g) {
  Pack<S> sum[I][U];
  for (int i = 0; i < I; ++i) {
    for (int u = 0; u < U; ++u) sum[i][u] = splat(S(0));
  }
  for (Index r = 0; r < stride; r += kLanes<S>) {
    Pack<S> operand[I];
    for (int i = 0; i < I; ++i) operand[i] = loadPack(x + i * stride + r);
    for (int u = 0; u < U; ++u) {
      const Pack<S> d = loadPack(delta + u * stride + r);
      for (int i = 0; i < I; ++i) sum[i][u] += d * operand[i];
    }
  }
  for (int i = 0; i < I; ++i) storeSums<S, U, kAccumulate>(g + i * out, sum[i]);
}

/// All of g and gb for U outputs.
template <class S, int U, bool kAccumulate>
inline void outerRows(Index stride, Index in, Index out, const S* delta, const S* x, S* g,
                      S* gb) {
  Index i = 0;
  for (; i + 2 <= in; i += 2) {
    outerTile<S, U, 2, kAccumulate>(stride, out, delta, x + i * stride, g + i * out);
  }
  if (i < in) outerTile<S, U, 1, kAccumulate>(stride, out, delta, x + i * stride, g + i * out);
  if (!gb) return;
  Pack<S> sum[U];
  for (int u = 0; u < U; ++u) {
    sum[u] = splat(S(0));
    for (Index r = 0; r < stride; r += kLanes<S>) sum[u] += loadPack(delta + u * stride + r);
  }
  storeSums<S, U, kAccumulate>(gb, sum);
}

/// g(o, i) (+)= sum over the batch of delta_o x_i, and gb_o (+)= sum of delta_o; gb may be null.
template <bool kAccumulate, class S>
inline void outer(Index stride, Index in, Index out, const S* delta, const S* x, S* g, S* gb) {
  Index o = 0;
  const auto rows = [&]<int U>() {
    outerRows<S, U, kAccumulate>(stride, in, out, delta + o * stride, x, g + o,
                                 gb ? gb + o : nullptr);
    o += U;
  };
  while (o + 4 <= out) rows.template operator()<4>();
  if (o + 2 <= out) rows.template operator()<2>();
  if (o < out) rows.template operator()<1>();
}

}  // namespace dense
}  // namespace basin
