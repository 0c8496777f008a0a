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

double widenedSemicircle(double x, double scale, double sigma) {
  double sum = 0, mass = 0;
  for (int i = -60; i <= 60; ++i) {
    const double u = i / 12.0;
    const double weight = std::exp(-0.5 * u * u);
    sum += weight * semicircleDensity(x - u * sigma, scale);
    mass += weight;
  }
  return sum / mass;
}

// Near ratio 1 the density grows like 1/sqrt(lambda) towards 0, and its ends are square roots
// always. In phi, where lambda = t^2 and t = 1 + sqrt(ratio) cos(phi), it is smooth and periodic:
// equal steps converge faster than any power.
double widenedMarchenkoPastur(double x, double ratio, double sigma) {
  constexpr int kSteps = 400;
  const double h = std::sqrt(ratio);
  double sum = 0;
  for (int i = 0; i < kSteps; ++i) {
    const double phi = pi * (i + 0.5) / kSteps;
    const double t = 1 + h * std::cos(phi);
    const double root = h * std::sin(phi);
    const double density = root * root * std::sqrt((t + 1 - h) * (t + 1 + h)) / (pi * ratio * t);
    const double z = (x - t * t) / sigma;
    sum += density * std::exp(-0.5 * z * z);
  }
  return sum * (pi / kSteps) / (sigma * std::sqrt(2 * pi));
}

double randomWalkExplained(int k, bool fromEnd) {
  return fromEnd ? 8 / (pi * pi * (2 * k - 1) * (2 * k - 1)) : 6 / (pi * pi * k * k);
}

}  // namespace basin
