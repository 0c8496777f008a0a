#include "theory/escape.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

namespace basin {

namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

// P(|mean + Z| < m), Z standard normal.
double withinProbability(double mean, double m) {
  const double r = std::sqrt(0.5);
  return (std::erf((m - mean) * r) + std::erf((m + mean) * r)) / 2;
}

double normalDensity(double z) {
  return std::exp(-z * z / 2) / std::sqrt(2 * std::numbers::pi);
}

}  // namespace

double escapeSteps(double y0, double y1, double rate, double gamma) {
  const double start = std::abs(y0);
  if (start >= y1) return 0;
  if (start == 0) return kInfinity;
  return std::log(y1 / start) / std::log1p(rate * gamma);
}

double quarticEscapeSlack(double y1, double rate, double gamma) {
  const double q = 1 + rate * (gamma - y1 * y1);
  return 1 + rate * y1 * y1 * q / ((q * q - 1) * std::log1p(rate * gamma));
}

double escapeRatio(double rate, double stable, double escape) {
  return -std::log(std::abs(1 - rate * stable)) / std::log1p(rate * escape);
}

double noiseOffset(double rate, double sigma, double gamma, Index dimension) {
  const double growth = 1 + rate * gamma;
  return rate * sigma / std::sqrt(static_cast<double>(dimension) * (growth * growth - 1));
}

double medianAbsNormal(double mean, double spread) {
  const double centre = std::abs(mean);
  if (spread <= 0) return centre;
  const double scaled = centre / spread;
  double lo = 0;
  double hi = scaled + 1;
  for (int i = 0; i < 100; ++i) {
    const double mid = (lo + hi) / 2;
    (withinProbability(scaled, mid) < 0.5 ? lo : hi) = mid;
  }
  return spread * (lo + hi) / 2;
}

double noisyEscapeMedian(double y0, double y1, double rate, double sigma, double gamma,
                         Index dimension) {
  const double s = noiseOffset(rate, sigma, gamma, dimension);
  return escapeSteps(medianAbsNormal(y0, s), y1, rate, gamma);
}

double noisyEscapeMedianError(double y0, double rate, double sigma, double gamma, Index dimension,
                              int samples) {
  const double s = noiseOffset(rate, sigma, gamma, dimension);
  const double mean = std::abs(y0) / s;
  const double m = medianAbsNormal(mean, 1);
  // Density of log|mean + Z| at its median, then of the time, which is that over log(1 + rate
  // gamma).
  const double density = m * (normalDensity(m - mean) + normalDensity(m + mean));
  return 1 / (2 * density * std::log1p(rate * gamma) * std::sqrt(static_cast<double>(samples)));
}

double OctopusLaw::leaveTime(int k) const {
  double t = first;
  for (int i = 0; i < k; ++i) t = ratio * t + offset;
  return t;
}

OctopusLaw octopusLaw(double L, double gamma, double tau, double rate, double head, double tail) {
  const Octopus spline(2, L, gamma, tau);
  const double growth = std::log1p(2 * rate * gamma);
  const double decay = -std::log(std::abs(1 - 2 * rate * L));
  // The phase at which a trajectory enters [tau, 2 tau) varies over one step's growth; half a step
  // in the middle stands for all.
  double u = tau * std::exp(growth / 2);
  double steps = 0.5;
  double shrink = 0;  // of the next coordinate, beyond the decay it has at the saddle
  while (u < 2 * tau) {
    shrink += std::log(std::abs(1 - 2 * rate * spline.g2(u))) + decay;
    u -= rate * spline.g1Slope(u);
    steps += 1;
  }
  OctopusLaw law;
  law.first = escapeSteps(head, tau, rate, 2 * gamma) + steps;
  law.ratio = 1 + decay / growth;
  law.transit = steps;
  law.offset = (std::log(tau / tail) - shrink) / growth + steps;
  return law;
}

bool octopusUnderflows(const OctopusLaw& law, int dimension, double L, double rate) {
  if (dimension < 2) return false;
  return law.leaveTime(dimension - 2) * -std::log(std::abs(1 - 2 * rate * L)) > 745;
}

double medianBallCoordinate(Index dimension) {
  // u_0 has the density (1 - u^2)^((n-1)/2) up to a factor; its sums by the midpoint rule.
  constexpr int kCells = 500;
  const double power = (static_cast<double>(dimension) - 1) / 2;
  const auto density = [&](int cell) {
    const double u = (cell + 0.5) / kCells;
    return std::pow(1 - u * u, power);
  };
  double total = 0;
  for (int i = 0; i < kCells; ++i) total += density(i);
  double sum = 0;
  for (int i = 0; i < kCells; ++i) {
    const double next = density(i);
    if (sum + next >= total / 2) return (i + (total / 2 - sum) / next) / kCells;
    sum += next;
  }
  return 1;
}

double perturbedSaddleSteps(double L, double gamma, double tau, const PerturbedSpec& spec,
                            int dimension) {
  const double rate = spec.rate;
  const double decay = -std::log(std::abs(1 - 2 * rate * L));
  const double approach = std::log(std::max(1.0, 4 * L * tau / spec.gradientThreshold)) / decay;
  const double kick = medianBallCoordinate(dimension) * spec.radius;
  return approach + static_cast<double>(spec.waitSteps + 1) +
         escapeSteps(kick, tau, rate, 2 * gamma) +
         octopusLaw(L, gamma, tau, rate, tau, tau).transit;
}

}  // namespace basin
