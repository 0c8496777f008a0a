#pragma once

#include <cstdint>
#include <cstring>

#include "linalg/types.h"

namespace basin {

/// 16-byte SIMD packets as compiler vector types, the same arithmetic natively and in WebAssembly.
template <class S>
struct PackOf;
template <>
struct PackOf<float> {
  typedef float Type __attribute__((vector_size(16)));
  typedef int32_t Bits __attribute__((vector_size(16)));
};
template <>
struct PackOf<double> {
  typedef double Type __attribute__((vector_size(16)));
  typedef int64_t Bits __attribute__((vector_size(16)));
};

/// Four floats or two doubles.
template <class S>
using Pack = typename PackOf<S>::Type;
/// The integer lanes of a Pack; comparisons give all ones (true) or zero.
template <class S>
using PackBits = typename PackOf<S>::Bits;
/// Lanes of a Pack.
template <class S>
constexpr Index kLanes = 16 / static_cast<Index>(sizeof(S));

/// Reads a packet; no alignment needed.
template <class S>
inline Pack<S> loadPack(const S* from) {
  Pack<S> p;
  std::memcpy(&p, from, sizeof p);
  return p;
}
/// Writes a packet; no alignment needed.
template <class S>
inline void storePack(S* to, Pack<S> p) {
  std::memcpy(to, &p, sizeof p);
}
/// All lanes equal.
inline Pack<float> splat(float v) { return Pack<float>{v, v, v, v}; }
inline Pack<double> splat(double v) { return Pack<double>{v, v}; }
/// mask ? a : b, lane by lane.
template <class S>
inline Pack<S> select(PackBits<S> mask, Pack<S> a, Pack<S> b) {
  return mask ? a : b;
}
/// The smaller of limit and x, lane by lane; NaN where x is.
template <class S>
inline Pack<S> atMost(Pack<S> limit, Pack<S> x) {
  return limit < x ? limit : x;
}
/// The same bits as integers, and back.
template <class S>
inline PackBits<S> toBits(Pack<S> p) {
  return reinterpret_cast<PackBits<S>>(p);
}
template <class S>
inline Pack<S> fromBits(PackBits<S> bits) {
  return reinterpret_cast<Pack<S>>(bits);
}
/// Sum of the lanes, pairwise.
inline float sumLanes(Pack<float> p) {
  const Pack<float> q = p + __builtin_shufflevector(p, p, 2, 3, 0, 1);
  return q[0] + q[1];
}
inline double sumLanes(Pack<double> p) { return p[0] + p[1]; }

/// Lane u of the result is sumLanes of the u-th argument, with the same order of additions.
inline Pack<float> sumLanesEach(Pack<float> a, Pack<float> b, Pack<float> c, Pack<float> d) {
  const Pack<float> ab =
      __builtin_shufflevector(a, b, 0, 1, 4, 5) + __builtin_shufflevector(a, b, 2, 3, 6, 7);
  const Pack<float> cd =
      __builtin_shufflevector(c, d, 0, 1, 4, 5) + __builtin_shufflevector(c, d, 2, 3, 6, 7);
  return __builtin_shufflevector(ab, cd, 0, 2, 4, 6) + __builtin_shufflevector(ab, cd, 1, 3, 5, 7);
}
inline Pack<double> sumLanesEach(Pack<double> a, Pack<double> b) {
  return __builtin_shufflevector(a, b, 0, 2) + __builtin_shufflevector(a, b, 1, 3);
}

}  // namespace basin
