#include "theory/fold.h"

#include <cmath>
#include <numbers>

#include "base/check.h"

namespace basin {

double foldValue(double x, int level) {
  CHECK(level >= 1);
  double z = x - 0.5;
  for (int l = 2; l <= level; ++l) z = std::abs(z) - std::ldexp(1.0, -l);
  return z;
}

bool squareWave(double x, int level) {
  return foldValue(x, level) > 0;
}

std::vector<double> squareWaveSwitches(int level) {
  CHECK(level >= 1);
  std::vector<double> switches;
  for (long odd = 1; odd < (1L << level); odd += 2) {
    switches.push_back(std::ldexp(static_cast<double>(odd), -level));
  }
  return switches;
}

double foldLoss(int level, double steepness) {
  const double a = std::ldexp(steepness, -level);
  CHECK(a >= 1);
  // Li_2(-e^-a) = sum over k of (-1)^k e^(-ka) / k^2; the terms vanish geometrically.
  double dilogarithm = 0;
  for (int k = 1; k <= 40; ++k) {
    dilogarithm += (k % 2 == 0 ? 1 : -1) * std::exp(-k * a) / (static_cast<double>(k) * k);
  }
  return (std::numbers::pi * std::numbers::pi / 12 + dilogarithm) / a;
}

Architecture foldArchitecture(int depth, int width) {
  CHECK(depth >= 1 && width >= 2);
  Architecture architecture;
  architecture.widths.assign(depth + 2, width);
  architecture.widths.front() = 1;
  architecture.widths.back() = 1;
  architecture.activation = Activation::Relu;
  return architecture;
}

VectorXd foldParameters(const Layout& layout, const TyingMap& tying, double shift,
                        double steepness) {
  VectorXd weights = VectorXd::Zero(layout.weightCount());
  const int depth = static_cast<int>(layout.layers().size()) - 1;
  for (int l = 0; l < depth; ++l) {
    // z_1 = (x - shift) + (shift - 1/2); later z_l = relu(z) + relu(-z) - 2^-l.
    const double bias = l == 0 ? shift - 0.5 : -std::ldexp(1.0, -(l + 1));
    for (int unit = 0; unit < 2; ++unit) {
      const double sign = unit == 0 ? 1 : -1;
      weights[layout.weightIndex(l, unit, 0)] = sign;
      if (l > 0) weights[layout.weightIndex(l, unit, 1)] = sign;
      weights[layout.biasIndex(l, unit)] = sign * bias;
    }
  }
  weights[layout.weightIndex(depth, 0, 0)] = steepness;
  weights[layout.weightIndex(depth, 0, 1)] = -steepness;
  return tying.parametersOf(weights);
}

}  // namespace basin
