#include "gfx/contours.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace basin::gfx {

double niceStep(ValueRange range, int count) {
  const double raw = (range.hi - range.lo) / std::max(count, 1);
  if (!(raw > 0) || !std::isfinite(raw)) return 0;
  const double decade = std::pow(10.0, std::floor(std::log10(raw)));
  if (!(decade > 0)) return 0;
  // Boundaries at the geometric means keep the number of parts near `count`.
  const double lead = raw / decade;
  if (lead < std::sqrt(2.0)) return decade;
  if (lead < std::sqrt(10.0)) return 2 * decade;
  if (lead < std::sqrt(50.0)) return 5 * decade;
  return 10 * decade;
}

void niceTicks(ValueRange range, int count, std::vector<double>& out) {
  out.clear();
  const double step = niceStep(range, count);
  if (step == 0) return;
  const double slack = 1e-9;
  const double first = std::ceil(range.lo / step - slack);
  const double last = std::floor(range.hi / step + slack);
  // A range far from zero and narrower than its own rounding has no distinct multiples.
  if (!(last - first < 1000)) return;
  const int steps = static_cast<int>(last - first);
  for (int i = 0; i <= steps; ++i) {
    const double k = first + i;
    // Adding 0.0 turns -0 into 0, which is printed without a sign.
    const double tick = k * step + 0.0;
    if (out.empty() || tick > out.back()) out.push_back(tick);
  }
}

ValueRange finiteRange(std::span<const float> values) {
  float lo = std::numeric_limits<float>::infinity();
  float hi = -lo;
  for (const float v : values) {
    if (!std::isfinite(v)) continue;
    lo = std::min(lo, v);
    hi = std::max(hi, v);
  }
  if (!(lo <= hi)) return {};
  return {lo, hi};
}

double Scaling::apply(double value) const {
  switch (kind) {
    case ValueScale::Linear:
      return value;
    case ValueScale::Log:
      return value > 0 ? std::log10(value) : std::numeric_limits<double>::quiet_NaN();
    case ValueScale::LogAbove:
      return std::log10(1 + std::max(value - offset, 0.0) / unit);
    case ValueScale::Compressed:
      return std::asinh(value / unit);
  }
  return value;
}

double Scaling::invert(double scaled) const {
  switch (kind) {
    case ValueScale::Linear:
      return scaled;
    case ValueScale::Log:
      return std::pow(10.0, scaled);
    case ValueScale::LogAbove:
      return offset + unit * (std::pow(10.0, scaled) - 1);
    case ValueScale::Compressed:
      return unit * std::sinh(scaled);
  }
  return scaled;
}

Scaling fitScaling(ValueScale kind, ValueRange values) {
  const double span = values.hi - values.lo;
  switch (kind) {
    case ValueScale::LogAbove:
      return {kind, values.lo, span > 0 ? span / 1000 : 1};
    case ValueScale::Compressed: {
      const double largest = std::max(std::abs(values.lo), std::abs(values.hi));
      return {kind, 0, largest > 0 ? largest / 50 : 1};
    }
    default:
      return {kind, 0, 1};
  }
}

void scaledTicks(ValueRange scaled, const Scaling& scaling, int count, std::vector<double>& out) {
  if (scaling.kind == ValueScale::Linear) {
    niceTicks(scaled, count, out);
    return;
  }
  out.clear();
  const double gap = (scaled.hi - scaled.lo) / std::max(count, 1) * 0.7;
  if (!(gap > 0)) return;
  const double lo = scaling.invert(scaled.lo), hi = scaling.invert(scaled.hi);
  if (!std::isfinite(lo) || !std::isfinite(hi)) return;
  if (scaling.kind != ValueScale::Log && lo <= 0 && hi >= 0) out.push_back(0);
  const double largest = std::max(std::abs(lo), std::abs(hi));
  const double smallest = scaling.kind == ValueScale::Log ? lo : largest * 1e-6;
  if (!(largest > 0) || !(smallest > 0)) return;
  // Powers of ten first, from the largest down, then 3 times a power in what room is left.
  const int top = static_cast<int>(std::floor(std::log10(largest)));
  const int bottom = static_cast<int>(std::floor(std::log10(smallest)));
  for (const double lead : {1.0, 3.0}) {
    for (int k = top; k >= bottom; --k) {
      for (const double sign : {1.0, -1.0}) {
        const double value = sign * lead * std::pow(10.0, k);
        if (!(value >= lo && value <= hi)) continue;
        const double place = scaling.apply(value);
        const bool free = std::ranges::all_of(
            out, [&](double other) { return std::abs(scaling.apply(other) - place) >= gap; });
        if (free) out.push_back(value);
      }
    }
  }
  std::ranges::sort(out);
}

namespace {

/// Where the level lies on the edge from (p, fp) to (q, fq).
Vec2 crossing(Vec2 p, double fp, Vec2 q, double fq, double level) {
  const double t = (level - fp) / (fq - fp);
  return {std::lerp(p.x, q.x, t), std::lerp(p.y, q.y, t)};
}

}  // namespace

void marchSquares(const Grid& grid, double level, std::vector<Segment>& out) {
  if (grid.empty() || grid.nx < 2 || grid.ny < 2) return;
  const double dx = grid.domain.width() / (grid.nx - 1);
  const double dy = grid.domain.height() / (grid.ny - 1);
  for (int j = 0; j + 1 < grid.ny; ++j) {
    for (int i = 0; i + 1 < grid.nx; ++i) {
      const std::size_t at = static_cast<std::size_t>(j) * grid.nx + i;
      // Corners counterclockwise from the lower left.
      const double f[4] = {grid.values[at], grid.values[at + 1],
                           grid.values[at + grid.nx + 1], grid.values[at + grid.nx]};
      if (!std::ranges::all_of(f, [](double v) { return std::isfinite(v); })) continue;
      const double x = grid.domain.x0 + i * dx, y = grid.domain.y0 + j * dy;
      const Vec2 corner[4] = {{x, y}, {x + dx, y}, {x + dx, y + dy}, {x, y + dy}};
      Vec2 hit[4];
      int hits = 0;
      for (int e = 0; e < 4; ++e) {
        const int n = (e + 1) % 4;
        if ((f[e] >= level) == (f[n] >= level)) continue;
        hit[hits] = crossing(corner[e], f[e], corner[n], f[n], level);
        ++hits;
      }
      if (hits == 2) out.push_back({hit[0], hit[1]});
      if (hits == 4) {
        // Edges 0 and 3 meet at corner 0: they are joined when the middle differs from corner 0.
        const bool middle = (f[0] + f[1] + f[2] + f[3]) / 4 >= level;
        const bool cutsCorner0 = middle != (f[0] >= level);
        if (cutsCorner0) {
          out.push_back({hit[0], hit[3]});
          out.push_back({hit[1], hit[2]});
        } else {
          out.push_back({hit[0], hit[1]});
          out.push_back({hit[2], hit[3]});
        }
      }
    }
  }
}

}  // namespace basin::gfx
