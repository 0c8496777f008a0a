#include "data/points.h"

#include <array>
#include <cmath>

namespace basin {
namespace {

// Item number `rank` of its class is held out when the running quota of held-out items rises there.
bool heldOut(int rank, double fraction) {
  // The nudge keeps products such as 10 * 0.3 from landing just below a whole number.
  constexpr double kNudge = 1e-9;
  return std::floor((rank + 1) * fraction + kNudge) > std::floor(rank * fraction + kNudge);
}

}  // namespace

Split splitPoints(const std::vector<LabelledPoint>& points, double testFraction) {
  Split split;
  std::array<int, 2> seen = {0, 0};
  for (int i = 0; i < static_cast<int>(points.size()); ++i) {
    const int rank = seen[points[i].label != 0 ? 1 : 0]++;
    (heldOut(rank, testFraction) ? split.test : split.train).push_back(i);
  }
  return split;
}

Split splitSamples(const std::vector<Sample>& samples, double testFraction) {
  Split split;
  for (int i = 0; i < static_cast<int>(samples.size()); ++i) {
    (heldOut(i, testFraction) ? split.test : split.train).push_back(i);
  }
  return split;
}

}  // namespace basin
