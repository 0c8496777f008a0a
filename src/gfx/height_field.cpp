#include "gfx/height_field.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace basin::gfx {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

/// One axis of the cubic stencil: four sample numbers and their weights.
struct Stencil {
  std::array<int, 4> index;
  std::array<double, 4> weight;
  int base = 0;
  double fraction = 0;
};

Stencil stencil(double u, int n) {
  Stencil s;
  s.base = std::clamp(static_cast<int>(std::floor(u)), 0, std::max(n - 2, 0));
  s.fraction = std::clamp(u - s.base, 0.0, 1.0);
  const double t = s.fraction;
  s.weight = {((-0.5 * t + 1) * t - 0.5) * t, (1.5 * t - 2.5) * t * t + 1,
              ((-1.5 * t + 2) * t + 0.5) * t, (0.5 * t - 0.5) * t * t};
  // Beyond the border the field goes on straight: v[-1] = 2 v[0] - v[1].
  if (s.base == 0) {
    s.weight[1] += 2 * s.weight[0];
    s.weight[2] -= s.weight[0];
    s.weight[0] = 0;
  }
  if (s.base >= n - 2) {
    s.weight[2] += 2 * s.weight[3];
    s.weight[1] -= s.weight[3];
    s.weight[3] = 0;
  }
  for (int k = 0; k < 4; ++k) {
    s.index[static_cast<std::size_t>(k)] = std::clamp(s.base - 1 + k, 0, n - 1);
  }
  return s;
}

}  // namespace

bool HeightField::assign(const Grid& grid, ValueScale scale, ValueRange fit) {
  if (grid.empty()) {
    if (nx_ == 0 && revision_ != 0) return false;
    nx_ = ny_ = 0;
    values_.clear();
    range_ = {};
    ++revision_;
    return true;
  }
  if (revision_ != 0 && grid.version == version_ && scale == scale_ && fit == fit_ &&
      grid.nx == nx_ && grid.ny == ny_ && grid.domain == domain_) {
    return false;
  }
  nx_ = grid.nx;
  ny_ = grid.ny;
  domain_ = grid.domain;
  version_ = grid.version;
  scale_ = scale;
  fit_ = fit;
  const std::size_t n = static_cast<std::size_t>(nx_) * static_cast<std::size_t>(ny_);
  const auto source = grid.values.first(n);
  scaling_ = fitScaling(scale, fit.isAuto() ? finiteRange(source) : fit);
  values_.resize(n);
  float lo = kMissing, hi = -kMissing;
  for (std::size_t i = 0; i < n; ++i) {
    const double v = scaling_.apply(source[i]);
    if (std::abs(v) < kLargest) {
      const float f = static_cast<float>(v);
      values_[i] = f;
      lo = std::min(lo, f);
      hi = std::max(hi, f);
    } else {
      values_[i] = std::isnan(v) ? kMissing : v > 0 ? kAbove : -kAbove;
    }
  }
  range_ = lo <= hi ? ValueRange{lo, hi} : ValueRange{};
  ++revision_;
  return true;
}

double HeightField::at(double x, double y) const {
  if (empty() || std::isnan(x) || std::isnan(y)) return kNaN;
  const auto place = [](double v, double lo, double hi, int n) {
    return hi != lo ? std::clamp((v - lo) / (hi - lo), 0.0, 1.0) * (n - 1) : 0.0;
  };
  const Stencil sx = stencil(place(x, domain_.x0, domain_.x1, nx_), nx_);
  const Stencil sy = stencil(place(y, domain_.y0, domain_.y1, ny_), ny_);
  double sum = 0;
  double lo = std::numeric_limits<double>::infinity(), hi = -lo;
  bool whole = true;
  for (std::size_t j = 0; j < 4; ++j) {
    for (std::size_t i = 0; i < 4; ++i) {
      const float v = sample(sx.index[i], sy.index[j]);
      whole = whole && std::abs(v) < kLargest;
      sum += sx.weight[i] * sy.weight[j] * v;
      lo = std::min<double>(lo, v);
      hi = std::max<double>(hi, v);
    }
  }
  // The limit keeps steps from ringing: nothing is higher or lower than the samples around it.
  if (whole) return std::clamp(sum, lo, hi);
  double mass = 0;
  sum = 0;
  for (int j = 0; j < 2; ++j) {
    for (int i = 0; i < 2; ++i) {
      const float v = sample(std::min(sx.base + i, nx_ - 1), std::min(sy.base + j, ny_ - 1));
      const double w = (i == 1 ? sx.fraction : 1 - sx.fraction) *
                       (j == 1 ? sy.fraction : 1 - sy.fraction);
      if (std::abs(v) < kLargest) {
        mass += w;
        sum += w * v;
      }
    }
  }
  return mass >= 0.5 ? sum / mass : kNaN;
}

std::optional<Vec3> HeightField::intersect(const Ray& ray) const {
  if (empty()) return std::nullopt;
  // The part of the ray over the domain.
  double t0 = 0, t1 = std::numeric_limits<double>::infinity();
  const auto clip = [&](double origin, double direction, double lo, double hi) {
    if (lo > hi) std::swap(lo, hi);
    if (direction == 0) {
      if (origin < lo || origin > hi) t1 = -1;
      return;
    }
    double a = (lo - origin) / direction, b = (hi - origin) / direction;
    if (a > b) std::swap(a, b);
    t0 = std::max(t0, a);
    t1 = std::min(t1, b);
  };
  clip(ray.origin.x, ray.direction.x, domain_.x0, domain_.x1);
  clip(ray.origin.y, ray.direction.y, domain_.y0, domain_.y1);
  const double slack = 1e-9 + 1e-6 * (range_.hi - range_.lo);
  clip(ray.origin.z, ray.direction.z, range_.lo - slack, range_.hi + slack);
  if (!(t0 <= t1) || !std::isfinite(t1)) return std::nullopt;

  const auto point = [&](double t) {
    return Vec3{ray.origin.x + t * ray.direction.x, ray.origin.y + t * ray.direction.y,
                ray.origin.z + t * ray.direction.z};
  };
  const auto above = [&](double t) {
    const Vec3 p = point(t);
    return p.z - at(p.x, p.y);
  };
  const int steps = std::clamp(4 * std::max(nx_, ny_), 64, 2048);
  double before = t0, gapBefore = above(t0);
  for (int k = 1; k <= steps; ++k) {
    const double t = std::lerp(t0, t1, static_cast<double>(k) / steps);
    const double gap = above(t);
    if (gapBefore == 0 || (gapBefore > 0) != (gap > 0)) {
      if (!std::isnan(gapBefore) && !std::isnan(gap)) {
        double lo = before, hi = t;
        for (int i = 0; i < 60; ++i) {
          const double mid = (lo + hi) / 2;
          ((above(mid) > 0) == (gapBefore > 0) ? lo : hi) = mid;
        }
        Vec3 hit = point((lo + hi) / 2);
        const double height = at(hit.x, hit.y);
        if (!std::isnan(height)) hit.z = height;
        return hit;
      }
    }
    before = t;
    gapBefore = gap;
  }
  return std::nullopt;
}

}  // namespace basin::gfx
