#include "base/stats.h"

#include <algorithm>
#include <cmath>
#include <limits>
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
  fit.valid = true;
  return fit;
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

LineFit fitLine(std::span<const double> x, std::span<const double> y) {
  return fitTransformed(x, y, [](double v) { return v; });
}

LineFit fitLogLog(std::span<const double> x, std::span<const double> y) {
  return fitTransformed(x, y, [](double v) { return v > 0 ? std::log(v) : kNaN; });
}

double leastSquaresSlope(std::span<const double> x, std::span<const double> y) {
  return fitLine(x, y).slope;
}

}  // namespace basin
