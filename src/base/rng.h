#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <utility>

namespace basin {

/// Random numbers that are the same bits on every platform: xoshiro256** (Blackman and Vigna 2018)
/// seeded by splitmix64; the normal sampler uses only + - * / sqrt and an own logarithm.
class Rng {
 public:
  explicit Rng(uint64_t seed = 0);

  /// 64 uniform random bits.
  uint64_t next();
  /// Uniform in [0, 1), a multiple of 2^-53.
  double uniform();
  /// Uniform in [lo, hi).
  double uniform(double lo, double hi) { return lo + (hi - lo) * uniform(); }
  /// Standard normal (polar method of Marsaglia and Bray 1964).
  double normal();
  /// Normal with the given mean and standard deviation.
  double normal(double mean, double deviation) { return mean + deviation * normal(); }
  /// Uniform in {0, ..., n-1}, without modulo bias; n >= 1.
  int below(int n);
  /// +1 or -1 with equal chance.
  int sign() { return (next() >> 63) != 0 ? 1 : -1; }

  /// A uniformly random order of the items (Fisher and Yates).
  template <class T>
  void shuffle(std::span<T> items) {
    for (size_t i = items.size(); i > 1; --i) {
      std::swap(items[i - 1], items[below64(i)]);
    }
  }

  /// An independent generator for a sub-task; depends on this generator's seed and `stream` only,
  /// not on how many numbers were drawn.
  Rng split(uint64_t stream) const;

 private:
  uint64_t below64(uint64_t n);

  uint64_t seed_;
  std::array<uint64_t, 4> state_;
  double spare_ = 0;
  bool hasSpare_ = false;
};

}  // namespace basin
