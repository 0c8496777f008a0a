#include "theory/scalar_product.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace basin {

ScalarProductFlow::ScalarProductFlow(const VectorXd& weights, double target)
    : target_(target), gaps_(weights.size() - 1) {
  const double least = weights.cwiseAbs().minCoeff(&bottleneck_);
  start_ = weights[bottleneck_];
  Index next = 0;
  for (Index j = 0; j < weights.size(); ++j) {
    if (j == bottleneck_) continue;
    // As a product: a difference of squares would lose the digits of small gaps.
    const double size = std::abs(weights[j]);
    gaps_[next++] = (size - least) * (size + least);
    if (weights[j] < 0) start_ = -start_;
  }
}

double ScalarProductFlow::others(double u) const {
  double square = 1;
  for (Index j = 0; j < gaps_.size(); ++j) square *= u * u + gaps_[j];
  return std::sqrt(square);
}

double ScalarProductFlow::speed(double u) const {
  const double p = others(u);
  return -p * (u * p - target_);
}

double ScalarProductFlow::loss(double u) const {
  const double miss = u * others(u) - target_;
  return 0.5 * miss * miss;
}

bool ScalarProductFlow::crosses(double loss) const {
  const double end = arrival(loss);
  return (start_ < 0 && end > 0) || (start_ > 0 && end < 0);
}

double ScalarProductFlow::arrival(double loss) const {
  const double product = start_ * others(start_);
  const double reach = std::sqrt(2 * loss);
  if (std::abs(product - target_) <= reach) return start_;
  const double goal = product < target_ ? target_ - reach : target_ + reach;
  // u P(u) never falls as u grows.
  double lo = std::min(start_, -3.0), hi = std::max(start_, 3.0);
  while (lo * others(lo) > goal) lo *= 2;
  while (hi * others(hi) < goal) hi *= 2;
  for (int i = 0; i < 200; ++i) {
    const double middle = 0.5 * (lo + hi);
    (middle * others(middle) < goal ? lo : hi) = middle;
  }
  return 0.5 * (lo + hi);
}

double ScalarProductFlow::time(double loss) const {
  if (arrival(loss) == start_) return 0;
  const std::vector<Point> way = path(loss);
  return way.size() > 1 ? way.back().t : std::numeric_limits<double>::infinity();
}

std::vector<ScalarProductFlow::Point> ScalarProductFlow::path(double loss, int pieces) const {
  std::vector<Point> way = {{0, start_}};
  const double end = arrival(loss);
  const double least = gaps_.size() > 0 ? gaps_.minCoeff() : 1;
  if (end == start_ || (least == 0 && start_ * end <= 0)) return way;
  // Even steps of asinh(u/s) are as fine at u = 0 as its width s asks.
  const double s = least > 0 ? std::sqrt(least) : std::min(std::abs(start_), std::abs(end));
  const double from = std::asinh(start_ / s), step = (std::asinh(end / s) - from) / pieces;
  const auto slowness = [&](double z) { return s * std::cosh(z) / speed(s * std::sinh(z)); };
  double left = slowness(from);
  for (int i = 0; i < pieces; ++i) {
    const double z = from + i * step;
    const double right = slowness(z + step);
    const double t = way.back().t + step / 6 * (left + 4 * slowness(z + step / 2) + right);
    way.push_back({t, s * std::sinh(z + step)});
    left = right;
  }
  return way;
}

}  // namespace basin
