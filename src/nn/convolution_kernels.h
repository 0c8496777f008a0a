#pragma once

#include "nn/dense_kernels.h"
#include "nn/window_taps.h"

namespace basin {

/// The products of a convolution, through tables of what meets what: no weight is stored twice, and
/// no window is copied. Arrays, tiles and the order of sums are those of the dense kernels.
namespace convolution {

/// For one position z_u (+)= b_u + sum over rounds r and taps of w[tap + r * wRound + u * wUnit]
/// v[column of tap.position + r * vRound]; b may be null. Both the answer at an output position
/// (units: filters, rounds: channels) and the derivative at an input position (the other way
/// round). zUnit and vRound count numbers.
template <class S>
inline void gather(std::span<const TapTable::Tap> taps, Index rounds, Index units, Index stride,
                   const S* w, Index wRound, Index wUnit, const S* bias, const S* v, Index vRound,
                   S* z, Index zUnit, bool add) {
  dense::eachTile<S>(units, stride, [=]<int U, int P>(Index unit, Index row) {
    constexpr Index L = kLanes<S>;
    S* to = z + unit * zUnit + row;
    Pack<S> sum[U][P];
    for (int u = 0; u < U; ++u) {
      const Pack<S> start = splat(bias ? bias[unit + u] : S(0));
      for (int p = 0; p < P; ++p) {
        sum[u][p] = add ? start + loadPack(to + u * zUnit + p * L) : start;
      }
    }
    for (Index r = 0; r < rounds; ++r) {
      const S *weights = w + r * wRound + unit * wUnit, *columns = v + r * vRound + row;
      for (const TapTable::Tap& tap : taps) {
        const S* column = columns + static_cast<Index>(tap.position) * stride;
        Pack<S> operand[P];
        for (int p = 0; p < P; ++p) operand[p] = loadPack(column + p * L);
        for (int u = 0; u < U; ++u) {
          const Pack<S> weight = splat(weights[tap.weight + u * wUnit]);
          for (int p = 0; p < P; ++p) sum[u][p] += weight * operand[p];
        }
      }
    }
    for (int u = 0; u < U; ++u) {
      for (int p = 0; p < P; ++p) storePack(to + u * zUnit + p * L, sum[u][p]);
    }
  });
}

/// U filters and I channels of the sums over pairs of positions (delta's, x's) and the batch.
template <class S, int U, int I>
inline void outerTile(std::span<const TapTable::Tap> pairs, Index stride, const S* delta,
                      Index deltaUnit, const S* x, Index xUnit, S* g, Index gChannel, bool add) {
  Pack<S> sum[I][U];
  for (int i = 0; i < I; ++i) {
    for (int u = 0; u < U; ++u) sum[i][u] = splat(S(0));
  }
  for (const TapTable::Tap& pair : pairs) {
    const S* d = delta + static_cast<Index>(pair.weight) * stride;
    const S* from = x + static_cast<Index>(pair.position) * stride;
    for (Index r = 0; r < stride; r += kLanes<S>) {
      Pack<S> operand[I];
      for (int i = 0; i < I; ++i) operand[i] = loadPack(from + i * xUnit + r);
      for (int u = 0; u < U; ++u) {
        const Pack<S> part = loadPack(d + u * deltaUnit + r);
        for (int i = 0; i < I; ++i) sum[i][u] += part * operand[i];
      }
    }
  }
  for (int i = 0; i < I; ++i) {
    if (add) {
      dense::storeSums<S, U, true>(g + i * gChannel, sum[i]);
    } else {
      dense::storeSums<S, U, false>(g + i * gChannel, sum[i]);
    }
  }
}

/// For one place of the window g(f, c) (+)= sum over pairs of positions and the batch of delta_f
/// x_c, with g(f, c) at f + c * gChannel; deltaUnit and xUnit count numbers.
template <class S>
inline void outer(std::span<const TapTable::Tap> pairs, Index filters, Index channels, Index stride,
                  const S* delta, Index deltaUnit, const S* x, Index xUnit, S* g, Index gChannel,
                  bool add) {
  Index f = 0;
  const auto row = [&]<int U>() {
    const S* d = delta + f * deltaUnit;
    Index c = 0;
    for (; c + 2 <= channels; c += 2) {
      outerTile<S, U, 2>(pairs, stride, d, deltaUnit, x + c * xUnit, xUnit, g + f + c * gChannel,
                         gChannel, add);
    }
    if (c < channels) {
      outerTile<S, U, 1>(pairs, stride, d, deltaUnit, x + c * xUnit, xUnit, g + f + c * gChannel,
                         gChannel, add);
    }
    f += U;
  };
  while (f + 4 <= filters) row.template operator()<4>();
  while (f < filters) row.template operator()<1>();
}

}  // namespace convolution
}  // namespace basin
