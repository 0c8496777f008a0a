#include "gfx/height_field.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <utility>

namespace basin::gfx {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

/// One axis of the cubic stencil: four sample numbers, their weights and those of the derivative.
struct Stencil {
  std::array<int, 4> index;
  std::array<double, 4> weight;
  std::array<double, 4> slope;
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
  s.slope = {(-1.5 * t + 2) * t - 0.5, (4.5 * t - 5) * t, (-4.5 * t + 4) * t + 0.5,
             (1.5 * t - 1) * t};
  // Beyond the border the field goes on straight: v[-1] = 2 v[0] - v[1].
  for (std::array<double, 4>* w : {&s.weight, &s.slope}) {
    auto& [before, first, second, after] = *w;
    if (s.base == 0) {
      first += 2 * before;
      second -= before;
      before = 0;
    }
    if (s.base >= n - 2) {
      second += 2 * after;
      first -= after;
      after = 0;
    }
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
  const std::size_t n = static_cast<std::size_t>(grid.nx) * static_cast<std::size_t>(grid.ny);
  const auto source = grid.values.first(n);
  const Scaling scaling = fitScaling(scale, fit.isAuto() ? finiteRange(source) : fit);
  next_.resize(n);
  float lo = kMissing, hi = -kMissing;
  bool whole = true;
  for (std::size_t i = 0; i < n; ++i) {
    const double v = scaling.apply(source[i]);
    if (std::abs(v) < kLargest) {
      const float f = static_cast<float>(v);
      next_[i] = f;
      lo = std::min(lo, f);
      hi = std::max(hi, f);
    } else {
      next_[i] = std::isnan(v) ? kMissing : v > 0 ? kAbove : -kAbove;
      whole = false;
    }
  }
  version_ = grid.version;
  // A lab counts its pictures, not what is new in them: under a path that grows lies the same
  // field.
  if (revision_ != 0 && next_ == values_ && scaling == scaling_ && scale == scale_ && fit == fit_ &&
      grid.nx == nx_ && grid.ny == ny_ && grid.domain == domain_) {
    return false;
  }
  nx_ = grid.nx;
  ny_ = grid.ny;
  domain_ = grid.domain;
  scale_ = scale;
  fit_ = fit;
  scaling_ = scaling;
  whole_ = whole;
  values_.swap(next_);
  range_ = lo <= hi ? ValueRange{lo, hi} : ValueRange{};
  ++revision_;
  return true;
}

double HeightField::at(double x, double y) const {
  if (empty() || std::isnan(x) || std::isnan(y)) return kNaN;
  const auto place = [](double v, double lo, double hi, int n) {
    return hi != lo ? std::clamp((v - lo) / (hi - lo), 0.0, 1.0) * (n - 1) : 0.0;
  };
  return pointAt(place(x, domain_.x0, domain_.x1, nx_), place(y, domain_.y0, domain_.y1, ny_))
      .value;
}

HeightField::Point HeightField::pointAt(double u, double v) const {
  const Stencil sx = stencil(u, nx_), sy = stencil(v, ny_);
  double sum = 0;
  Vec2 slope;
  double lo = std::numeric_limits<double>::infinity(), hi = -lo;
  bool whole = true;
  for (std::size_t j = 0; j < 4; ++j) {
    for (std::size_t i = 0; i < 4; ++i) {
      const float f = sample(sx.index[i], sy.index[j]);
      whole = whole && std::abs(f) < kLargest;
      sum += sx.weight[i] * sy.weight[j] * f;
      slope.x += sx.slope[i] * sy.weight[j] * f;
      slope.y += sx.weight[i] * sy.slope[j] * f;
      lo = std::min<double>(lo, f);
      hi = std::max<double>(hi, f);
    }
  }
  // The limit keeps steps from ringing: nothing is higher or lower than the samples around it.
  if (whole) {
    const double held = std::clamp(sum, lo, hi);
    return {held, held == sum ? slope : Vec2{}};
  }
  double mass = 0;
  sum = 0;
  for (int j = 0; j < 2; ++j) {
    for (int i = 0; i < 2; ++i) {
      const float v = sample(std::min(sx.base + i, nx_ - 1), std::min(sy.base + j, ny_ - 1));
      const double w =
          (i == 1 ? sx.fraction : 1 - sx.fraction) * (j == 1 ? sy.fraction : 1 - sy.fraction);
      if (std::abs(v) < kLargest) {
        mass += w;
        sum += w * v;
      }
    }
  }
  return {mass >= 0.5 ? sum / mass : kNaN, {}};
}

void HeightField::refine(int factorX, int factorY, std::vector<float>& out) const {
  const int columns = (nx_ - 1) * factorX + 1, rows = (ny_ - 1) * factorY + 1;
  // Sums, minima and maxima over 4 x 4 samples are those over 4 of those over 4.
  struct Along {
    float value, lo, hi;
  };
  std::vector<Along> along(static_cast<std::size_t>(columns) * static_cast<std::size_t>(ny_));
  for (int i = 0; i < columns; ++i) {
    const Stencil s = stencil(static_cast<double>(i) / factorX, nx_);
    std::array<float, 4> w{};
    std::ranges::transform(s.weight, w.begin(), [](double d) { return static_cast<float>(d); });
    for (int j = 0; j < ny_; ++j) {
      const float a = sample(s.index[0], j), b = sample(s.index[1], j);
      const float c = sample(s.index[2], j), d = sample(s.index[3], j);
      along[static_cast<std::size_t>(j) * static_cast<std::size_t>(columns) +
            static_cast<std::size_t>(i)] = {w[0] * a + w[1] * b + w[2] * c + w[3] * d,
                                            std::min(std::min(a, b), std::min(c, d)),
                                            std::max(std::max(a, b), std::max(c, d))};
    }
  }
  out.resize(static_cast<std::size_t>(columns) * static_cast<std::size_t>(rows));
  for (int j = 0; j < rows; ++j) {
    const Stencil s = stencil(static_cast<double>(j) / factorY, ny_);
    std::array<float, 4> w{};
    std::ranges::transform(s.weight, w.begin(), [](double d) { return static_cast<float>(d); });
    const auto row = [&](std::size_t k) {
      return along.data() + static_cast<std::ptrdiff_t>(s.index[k]) * columns;
    };
    const Along *a = row(0), *b = row(1), *c = row(2), *d = row(3);
    float* target = out.data() + static_cast<std::ptrdiff_t>(j) * columns;
    for (int i = 0; i < columns; ++i) {
      const float lo = std::min(std::min(a[i].lo, b[i].lo), std::min(c[i].lo, d[i].lo));
      const float hi = std::max(std::max(a[i].hi, b[i].hi), std::max(c[i].hi, d[i].hi));
      target[i] = std::clamp(
          w[0] * a[i].value + w[1] * b[i].value + w[2] * c[i].value + w[3] * d[i].value, lo, hi);
    }
  }
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
