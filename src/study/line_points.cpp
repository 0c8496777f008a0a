#include "study/line_points.h"

#include <algorithm>
#include <cmath>

#include "data/table.h"
#include "lab/param_text.h"

namespace basin {

namespace {

constexpr double kNearby = 0.075;  // of half the frame: a press this close takes the point
constexpr double kApart =
    0.02;  // of half the frame: what a dragged point keeps from its neighbours

double thousandths(double value) {
  return std::round(1000 * value) / 1000;
}

}  // namespace

Result<std::vector<Sample>> readLinePoints(const std::string& text, const LinePointsFrame& frame) {
  auto read = readSamples(text);
  if (!read.ok()) return Failure{read.error()};
  std::vector<Sample> points = read.value();
  for (Sample& point : points) {
    if (!(point.x >= frame.lo && point.x <= frame.hi)) {
      return Failure{"x is not from " + shortNumber(frame.lo) + " to " + shortNumber(frame.hi)};
    }
    if (!(std::abs(point.y) <= frame.height)) {
      return Failure{"y is not from " + shortNumber(-frame.height) + " to " +
                     shortNumber(frame.height)};
    }
    point = {thousandths(point.x), thousandths(point.y)};
  }
  std::ranges::sort(points, {}, &Sample::x);
  for (std::size_t i = 1; i < points.size(); ++i) {
    if (points[i].x == points[i - 1].x && points[i].y != points[i - 1].y) {
      return Failure{"two of them have x = " + shortNumber(points[i].x) +
                     " and different y, and no function passes through both"};
    }
  }
  const auto same = std::ranges::unique(points, {}, &Sample::x);
  points.erase(same.begin(), same.end());
  if (points.size() < frame.least) {
    return Failure{"there are fewer than " + std::to_string(frame.least)};
  }
  if (points.size() > frame.most) {
    return Failure{"there are more than " + std::to_string(frame.most)};
  }
  return points;
}

std::string dragLinePoint(std::vector<Sample> points, const Poke& poke,
                          const LinePointsFrame& frame) {
  const bool takes = poke.kind == PokeKind::Press || poke.kind == PokeKind::Drag;
  if (!takes || !std::isfinite(poke.x) || !std::isfinite(poke.y)) return {};
  const auto away = [&](const Sample& point) { return std::abs(point.x - poke.x); };
  const auto held = std::ranges::min_element(points, {}, away);
  const double reach = (frame.hi - frame.lo) / 2, gap = kApart * reach;
  if (poke.kind == PokeKind::Press && away(*held) > kNearby * reach) return {};
  const double lo = held == points.begin() ? frame.lo : std::prev(held)->x + gap;
  const double hi = std::next(held) == points.end() ? frame.hi : std::next(held)->x - gap;
  if (lo < hi) held->x = std::clamp(poke.x, lo, hi);
  held->y = std::clamp(poke.y, -frame.height, frame.height);
  return writeSamples(points);
}

}  // namespace basin
