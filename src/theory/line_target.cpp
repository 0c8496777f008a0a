#include "theory/line_target.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "base/check.h"

namespace basin {

namespace {

constexpr int kPlaces = 2000;
constexpr double kAgree = 0.05;

}  // namespace

NaturalSpline::NaturalSpline(std::vector<Sample> samples)
    : samples_(std::move(samples)), curvatures_(samples_.size(), 0) {
  CHECK(samples_.size() >= 2, "a curve has two ends");
  // Elimination in the tridiagonal equations of continuous slopes, curvature 0 at both ends.
  const std::size_t n = samples_.size();
  const auto width = [&](std::size_t i) { return samples_[i + 1].x - samples_[i].x; };
  const auto slope = [&](std::size_t i) { return (samples_[i + 1].y - samples_[i].y) / width(i); };
  std::vector<double> diagonal(n, 1);
  for (std::size_t i = 1; i + 1 < n; ++i) {
    const double factor = i == 1 ? 0 : width(i - 1) / diagonal[i - 1];
    diagonal[i] = 2 * (width(i - 1) + width(i)) - factor * width(i - 1);
    curvatures_[i] = 6 * (slope(i) - slope(i - 1)) - factor * curvatures_[i - 1];
  }
  for (std::size_t i = n - 1; i-- > 1;) {
    curvatures_[i] = (curvatures_[i] - width(i) * curvatures_[i + 1]) / diagonal[i];
  }
}

double NaturalSpline::operator()(double x) const {
  const auto right = std::ranges::upper_bound(samples_, x, {}, &Sample::x);
  const auto i = static_cast<std::size_t>(std::clamp<std::ptrdiff_t>(
      right - samples_.begin() - 1, 0, static_cast<std::ptrdiff_t>(samples_.size()) - 2));
  const Sample &a = samples_[i], &b = samples_[i + 1];
  const double h = b.x - a.x, p = curvatures_[i], q = curvatures_[i + 1];
  const double t = std::clamp(x, a.x, b.x) - a.x, slope = (b.y - a.y) / h - h * (2 * p + q) / 6;
  const double inside = a.y + t * (slope + t * (p / 2 + t * (q - p) / (6 * h)));
  const double atEnd = slope + t * (p + t * (q - p) / (2 * h));
  return inside + atEnd * (x - a.x - t);
}

double derivativeAt(const LineFunction& f, double x, int k) {
  if (k == 0) return f(x);
  constexpr double h = 1e-3;
  const auto difference = [&](double at) {
    const double below = f(at - h), above = f(at + h);
    const double farBelow = f(at - 2 * h), farAbove = f(at + 2 * h);
    if (k == 1) return (farBelow - farAbove + 8 * (above - below)) / (12 * h);
    return (16 * (above + below) - farAbove - farBelow - 30 * f(at)) / (12 * h * h);
  };
  const double found = difference(x);
  return std::isfinite(found) ? found : difference(std::clamp(x, 2 * h, 1 - 2 * h));
}

double largestDerivative(const LineFunction& f, int k) {
  // Spans whose ratio is no fraction of small numbers: no wave is alike on both. Divided
  // differences are means of f^(k), never above its largest value.
  const double spans[2] = {1e-3, 0.37e-3};
  double largest[2] = {0, 0}, noise = 0;
  for (int i = 0; i <= kPlaces; ++i) {
    const double x = static_cast<double>(i) / kPlaces;
    for (const int s : {0, 1}) {
      const double h = spans[s], at = k == 0 ? x : std::clamp(x, 0.5 * k * h, 1 - 0.5 * k * h);
      double sum = 0, binomial = 1;
      for (int j = 0; j <= k; ++j) {
        sum += binomial * f(at + (0.5 * k - j) * h);
        binomial *= -static_cast<double>(k - j) / (j + 1);
      }
      largest[s] = std::max(largest[s], std::abs(sum) / std::pow(h, k));
      if (k > 0) noise = std::max(noise, 1e-15 / std::pow(h, k) * std::abs(f(x)));
    }
  }
  const double apart = std::abs(largest[0] - largest[1]), most = std::max(largest[0], largest[1]);
  // What the larger span lost, and so more than the smaller one did.
  return apart <= kAgree * most + noise ? most + apart + noise
                                        : std::numeric_limits<double>::infinity();
}

}  // namespace basin
