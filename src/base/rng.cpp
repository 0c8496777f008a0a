#include "base/rng.h"

#include <bit>
#include <cmath>

#include "base/check.h"
#include "base/portable_math.h"

namespace basin {
namespace {

// splitmix64 (Steele, Lea and Flood 2014): spreads seeds that are close together.
uint64_t splitMix(uint64_t& state) {
  state += 0x9e3779b97f4a7c15ull;
  uint64_t z = state;
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ull;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebull;
  return z ^ (z >> 31);
}

}  // namespace

Rng::Rng(uint64_t seed) : seed_(seed) {
  for (uint64_t& word : state_) word = splitMix(seed);
}

uint64_t Rng::next() {
  const uint64_t result = std::rotl(state_[1] * 5, 7) * 9;
  const uint64_t shifted = state_[1] << 17;
  state_[2] ^= state_[0];
  state_[3] ^= state_[1];
  state_[1] ^= state_[2];
  state_[0] ^= state_[3];
  state_[2] ^= shifted;
  state_[3] = std::rotl(state_[3], 45);
  return result;
}

double Rng::uniform() { return static_cast<double>(next() >> 11) * 0x1p-53; }

double Rng::normal() {
  if (hasSpare_) {
    hasSpare_ = false;
    return spare_;
  }
  double u = 0, v = 0, s = 0;
  do {
    u = 2 * uniform() - 1;
    v = 2 * uniform() - 1;
    s = u * u + v * v;
  } while (s >= 1 || s == 0);
  const double scale = std::sqrt(-2 * portableLog(s) / s);
  spare_ = v * scale;
  hasSpare_ = true;
  return u * scale;
}

uint64_t Rng::below64(uint64_t n) {
  if (n <= 0xffffffffull) {
    // Multiplication instead of division (Lemire 2019): the high half of a 32-bit draw times n.
    uint64_t product = (next() >> 32) * n;
    if ((product & 0xffffffffull) < n) {
      const uint64_t threshold = (0x100000000ull - n) % n;
      while ((product & 0xffffffffull) < threshold) product = (next() >> 32) * n;
    }
    return product >> 32;
  }
  // Draws from the incomplete last block of n would favour small results.
  const uint64_t threshold = (0 - n) % n;
  for (;;) {
    const uint64_t draw = next();
    if (draw >= threshold) return draw % n;
  }
}

int Rng::below(int n) {
  CHECK(n >= 1, "below(n) needs n >= 1");
  return static_cast<int>(below64(static_cast<uint64_t>(n)));
}

Rng Rng::split(uint64_t stream) const {
  uint64_t mixed = seed_;
  const uint64_t first = splitMix(mixed);
  mixed = first ^ (stream * 0xd1342543de82ef95ull + 0x2545f4914f6cdd1dull);
  return Rng(splitMix(mixed));
}

}  // namespace basin
