#include "base/ensemble.h"

namespace basin {

double studyProgress(bool finished, double shown, std::optional<double> sweep, double shownPart) {
  constexpr double kMost = 0.99;
  if (finished) return 1;
  if (!sweep) return std::min(shown, kMost);
  return shownPart * shown + (kMost - shownPart) * *sweep;
}

}  // namespace basin
