#pragma once

#include <cmath>
#include <cstdint>
#include <numbers>

#include "linalg/types.h"

namespace basin::test {

/// The counter form of splitmix64 in which reference numbers computed elsewhere were drawn: number k
/// depends on the seed and k alone. Tests that compare with such numbers draw from here; Basin itself
/// draws from basin::Rng.
inline std::uint64_t counterBits(std::uint64_t seed, std::uint64_t k) {
  std::uint64_t z = seed + (k + 1) * 0x9E3779B97F4A7C15u;
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
  return z ^ (z >> 31);
}

/// Uniform in [0, 1).
inline double counterUniform(std::uint64_t seed, std::uint64_t k) {
  return static_cast<double>(counterBits(seed, k) >> 11) * 0x1p-53;
}

/// Standard normal: the cosine branch of Box and Muller (1958), two uniforms each.
inline double counterNormal(std::uint64_t seed, std::uint64_t k) {
  return std::sqrt(-2 * std::log(1 - counterUniform(seed, 2 * k))) *
         std::cos(2 * std::numbers::pi * counterUniform(seed, 2 * k + 1));
}

/// rows x columns standard normals, drawn row by row.
inline MatrixXd counterNormals(std::uint64_t seed, Index rows, Index columns) {
  MatrixXd out(rows, columns);
  for (Index i = 0; i < rows; ++i) {
    for (Index j = 0; j < columns; ++j) {
      out(i, j) = counterNormal(seed, static_cast<std::uint64_t>(i * columns + j));
    }
  }
  return out;
}

}  // namespace basin::test
