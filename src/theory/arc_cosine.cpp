#include "theory/arc_cosine.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace basin {

double arcCosine0(double rho) {
  return 1 - std::acos(std::clamp(rho, -1.0, 1.0)) / std::numbers::pi;
}

double arcCosine1(double rho) {
  rho = std::clamp(rho, -1.0, 1.0);
  // (1 - rho)(1 + rho) instead of 1 - rho^2: no cancellation where rho is near +-1.
  return std::sqrt((1 - rho) * (1 + rho)) / std::numbers::pi + rho * arcCosine0(rho);
}

}  // namespace basin
