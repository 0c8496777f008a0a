#include "base/stats.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <vector>

namespace basin {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

// Least squares over the points of two transformed coordinates that are finite.
template <class Transform>
LineFit fitTransformed(std::span<const double> x, std::span<const double> y, Transform transform) {
  std::vector<double> u, v;
  for (size_t i = 0; i < std::min(x.size(), y.size()); ++i) {
    const double a = transform(x[i]), b = transform(y[i]);
    if (!std::isfinite(a) || !std::isfinite(b)) continue;
    u.push_back(a);
    v.push_back(b);
  }
  LineFit fit{.slope = kNaN, .intercept = kNaN, .points = static_cast<int>(u.size())};
  if (fit.points < 3) return fit;
  const double mu = mean(u), mv = mean(v);
  double uu = 0, uv = 0;
  for (size_t i = 0; i < u.size(); ++i) {
    uu += (u[i] - mu) * (u[i] - mu);
    uv += (u[i] - mu) * (v[i] - mv);
  }
  if (!(uu > 0)) return fit;
  fit.slope = uv / uu;
  fit.intercept = mv - fit.slope * mu;
  double residuals = 0;
  for (size_t i = 0; i < u.size(); ++i) {
    const double r = (v[i] - mv) - fit.slope * (u[i] - mu);
    residuals += r * r;
  }
  fit.slopeError = std::sqrt(residuals / (fit.points - 2) / uu);
  fit.valid = true;
  return fit;
}

// P(|T| <= t) for t >= 0: the finite sums of Abramowitz and Stegun 1964, 26.7.3 and 26.7.4.
double studentWithin(double t, int degrees) {
  const double angle = std::atan(t / std::sqrt(static_cast<double>(degrees)));
  const double c = std::cos(angle), c2 = c * c;
  const bool odd = degrees % 2 == 1;
  double term = odd ? c : 1, sum = degrees == 1 ? 0 : term;
  for (int k = odd ? 3 : 2; k < degrees; k += 2) {
    term *= c2 * (k - 1) / k;
    sum += term;
  }
  return odd ? 2 / std::numbers::pi * (angle + std::sin(angle) * sum) : std::sin(angle) * sum;
}

}  // namespace

double mean(std::span<const double> values) {
  if (values.empty()) return kNaN;
  double sum = 0;
  for (double v : values) sum += v;
  return sum / static_cast<double>(values.size());
}

double variance(std::span<const double> values) {
  if (values.size() < 2) return 0;
  const double m = mean(values);
  double sum = 0;
  for (double v : values) sum += (v - m) * (v - m);
  return sum / static_cast<double>(values.size() - 1);
}

double quantile(std::span<const double> values, double q) {
  if (values.empty()) return kNaN;
  std::vector<double> sorted(values.begin(), values.end());
  std::sort(sorted.begin(), sorted.end());
  const double at = std::clamp(q, 0.0, 1.0) * static_cast<double>(sorted.size() - 1);
  const auto below = static_cast<size_t>(at);
  const size_t above = std::min(below + 1, sorted.size() - 1);
  const double part = at - static_cast<double>(below);
  // An interpolation of equal infinities would give NaN.
  if (part == 0 || sorted[below] == sorted[above]) return sorted[below];
  return sorted[below] * (1 - part) + sorted[above] * part;
}

double median(std::span<const double> values) { return quantile(values, 0.5); }

Interval wilsonInterval(long successes, long trials, double z) {
  if (trials <= 0) return {0, 1};
  const auto n = static_cast<double>(trials);
  const double p = static_cast<double>(successes) / n;
  const double z2 = z * z;
  const double centre = (p + z2 / (2 * n)) / (1 + z2 / n);
  const double half = z / (1 + z2 / n) * std::sqrt(p * (1 - p) / n + z2 / (4 * n * n));
  return {std::max(0.0, centre - half), std::min(1.0, centre + half)};
}

double Share::value() const {
  return static_cast<double>(successes) / static_cast<double>(std::max(1L, trials));
}

Share shareOf(std::span<const double> values) {
  Share share{.trials = static_cast<long>(values.size())};
  for (double v : values) share.successes += v != 0;
  return share;
}

double studentQuantile(double p, int degrees) {
  if (!(p > 0 && p < 1) || degrees < 1) return kNaN;
  const double within = std::abs(2 * p - 1);
  double lo = 0, hi = 1;
  while (studentWithin(hi, degrees) < within && hi < 1e12) hi *= 2;
  // Halved until no number lies between.
  for (int i = 0; i < 80; ++i) {
    const double middle = 0.5 * (lo + hi);
    (studentWithin(middle, degrees) < within ? lo : hi) = middle;
  }
  return p < 0.5 ? -hi : hi;
}

LineFit fitLine(std::span<const double> x, std::span<const double> y) {
  return fitTransformed(x, y, [](double v) { return v; });
}

LineFit fitLogLog(std::span<const double> x, std::span<const double> y) {
  return fitTransformed(x, y, [](double v) { return v > 0 ? std::log(v) : kNaN; });
}

double leastSquaresSlope(std::span<const double> x, std::span<const double> y) {
  return fitLine(x, y).slope;
}

Interval slopeInterval(const LineFit& fit, double level) {
  if (!fit.valid) return {kNaN, kNaN};
  const double half = studentQuantile(0.5 + level / 2, fit.points - 2) * fit.slopeError;
  return {fit.slope - half, fit.slope + half};
}

LineFit slopeOfMedians(std::span<const ValuesAt> settings) {
  std::vector<double> x, y;
  for (const ValuesAt& at : settings) {
    if (at.values.empty()) return {.slope = kNaN, .intercept = kNaN};
    x.push_back(at.x);
    y.push_back(median(at.values));
  }
  return fitLogLog(x, y);
}

LineFit slopeOfRuns(std::span<const ValuesAt> settings) {
  std::vector<double> x, y;
  for (const ValuesAt& at : settings) {
    x.insert(x.end(), at.values.size(), at.x);
    y.insert(y.end(), at.values.begin(), at.values.end());
  }
  return fitLogLog(x, y);
}

}  // namespace basin
