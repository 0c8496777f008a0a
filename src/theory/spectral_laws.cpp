#include "theory/spectral_laws.h"

#include <cmath>
#include <numbers>

namespace basin {

using std::numbers::pi;

double semicircleDensity(double x, double scale) {
  const double inside = 4 * scale * scale - x * x;
  return inside > 0 ? std::sqrt(inside) / (2 * pi * scale * scale) : 0;
}

double marchenkoPasturEdge(double ratio, bool upper) {
  const double root = upper ? 1 + std::sqrt(ratio) : 1 - std::sqrt(ratio);
  return root * root;
}

double marchenkoPasturDensity(double x, double ratio) {
  const double inside =
      (marchenkoPasturEdge(ratio, true) - x) * (x - marchenkoPasturEdge(ratio, false));
  return inside > 0 ? std::sqrt(inside) / (2 * pi * ratio * x) : 0;
}

double randomWalkExplained(int k, bool fromEnd) {
  return fromEnd ? 8 / (pi * pi * (2 * k - 1) * (2 * k - 1)) : 6 / (pi * pi * k * k);
}

}  // namespace basin
