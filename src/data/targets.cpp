#include "data/targets.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "linalg/portable_trig.h"

namespace basin {

double squareTarget(double x, int switches) {
  const double along = (x + kPlaneExtent) / (2 * kPlaneExtent) * (switches + 1);
  const double piece = std::clamp(std::floor(along), 0.0, static_cast<double>(switches));
  return static_cast<long long>(piece) % 2 == 0 ? 1 : -1;
}

double sineTarget(double x, double periods) {
  return portableSin(std::numbers::pi * periods * x / kPlaneExtent);
}

std::vector<Sample> sampleTarget(const std::function<double(double)>& target, int count,
                                 double noise, Rng& rng) {
  constexpr double kLargest = 1000;
  std::vector<Sample> samples;
  samples.reserve(count);
  for (int i = 0; i < count; ++i) {
    const double x = kPlaneExtent * (2 * (i + rng.uniform()) / count - 1);
    const double shift = noise * rng.normal();
    const double y = target(x);
    if (std::abs(y) <= kLargest) samples.push_back({x, y + shift});
  }
  return samples;
}

}  // namespace basin
