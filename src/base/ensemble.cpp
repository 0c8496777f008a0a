#include "base/ensemble.h"

namespace basin {

double studyProgress(bool finished, double shown, std::size_t done, std::size_t size,
                     double shownPart) {
  constexpr double kMost = 0.99;
  if (finished) return 1;
  if (size == 0) return std::min(shown, kMost);
  return shownPart * shown +
         (kMost - shownPart) * static_cast<double>(done) / static_cast<double>(size);
}

}  // namespace basin
