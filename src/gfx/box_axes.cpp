#include "gfx/box_axes.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace basin::gfx {
namespace {

/// Distances in pixels (times the pixel ratio).
constexpr double kTickGap = 6, kTitleGap = 30, kTickRoom = 64, kShortest = 36;

/// The sides of the box that face the eye.
struct Sides {
  double nearX, farX, nearY, farY;
};

Sides sides(const View3& view) {
  const Rect& d = view.box().domain;
  const Vec3 eye = view.eye();
  // toBox() may flip an axis whose domain runs backwards.
  const bool flipX = d.x1 < d.x0, flipY = d.y1 < d.y0;
  const bool highX = (eye.x > 0) != flipX, highY = (eye.y > 0) != flipY;
  return {highX ? d.x1 : d.x0, highX ? d.x0 : d.x1, highY ? d.y1 : d.y0, highY ? d.y0 : d.y1};
}

double length(Vec2 v) { return std::hypot(v.x, v.y); }

/// Labels along the edge from a to b, on the side away from `middle`.
class EdgeLabeller {
 public:
  EdgeLabeller(const View3& view, float pixelRatio, std::vector<AxisLabel>& out)
      : view_(view), ratio_(pixelRatio), out_(out) {}

  template <class PointAt>
  void label(Axis axis, ValueRange range, const Scaling& scaling, PointAt pointAt, Vec2 middle) {
    const auto a = view_.project(pointAt(range.lo)), b = view_.project(pointAt(range.hi));
    if (!a || !b) return;
    const Vec2 along{b->x - a->x, b->y - a->y};
    const double pixels = length(along);
    const Vec3 from = view_.toBox(pointAt(range.lo)), to = view_.toBox(pointAt(range.hi));
    const double full = std::hypot(to.x - from.x, to.y - from.y, to.z - from.z);
    // An edge seen from its end has no room for numbers.
    if (pixels < kShortest * ratio_ || pixels < 0.22 * full * view_.pixelsPerBoxUnit()) return;
    Vec2 out{along.y / pixels, -along.x / pixels};
    const Vec2 centre{(a->x + b->x) / 2, (a->y + b->y) / 2};
    if (out.x * (centre.x - middle.x) + out.y * (centre.y - middle.y) < 0) out = {-out.x, -out.y};

    const int count = std::clamp(static_cast<int>(pixels / (kTickRoom * ratio_)), 2, 6);
    scaledTicks(range, scaling, count, ticks_);
    for (const double value : ticks_) {
      const double scaled = scaling.apply(value);
      if (const auto p = view_.project(pointAt(scaled))) {
        add(axis, false, value, {p->x, p->y}, out, kTickGap);
      }
    }
    add(axis, true, 0, centre, out, kTitleGap);
  }

 private:
  void add(Axis axis, bool title, double value, Vec2 p, Vec2 out, double gap) {
    // The text's nearest side or corner faces the edge.
    const auto align = [](double d) { return std::clamp(0.5 - 0.7 * d, 0.0, 1.0); };
    out_.push_back({axis, title, value, p.x + out.x * gap * ratio_, p.y + out.y * gap * ratio_,
                    align(out.x), align(out.y)});
  }

  const View3& view_;
  double ratio_;
  std::vector<AxisLabel>& out_;
  std::vector<double> ticks_;
};

/// The vertical edge furthest to the left: nothing of the box is beside it.
std::array<double, 2> leftCorner(const View3& view) {
  const Rect& d = view.box().domain;
  std::array<double, 2> best{d.x0, d.y0};
  double least = INFINITY;
  for (const double x : {d.x0, d.x1}) {
    for (const double y : {d.y0, d.y1}) {
      const auto p = view.project({x, y, view.box().values.lo});
      if (p && p->x < least) {
        least = p->x;
        best = {x, y};
      }
    }
  }
  return best;
}

}  // namespace

void frameLines(const View3& view, const Scaling& scaling, std::vector<FrameLine>& out) {
  out.clear();
  const Rect& d = view.box().domain;
  const double lo = view.box().values.lo, hi = view.box().values.hi;
  const Sides s = sides(view);
  std::vector<double> ticks;
  const auto line = [&](Vec3 a, Vec3 b, bool strong) { out.push_back({a, b, strong}); };
  const auto inside = [](double v, double a, double b) {
    const double slack = 1e-6 * std::abs(b - a);
    return v > std::min(a, b) + slack && v < std::max(a, b) - slack;
  };
  constexpr int kLines = 5;
  niceTicks({std::min(d.x0, d.x1), std::max(d.x0, d.x1)}, kLines, ticks);
  for (const double x : ticks) {
    if (!inside(x, d.x0, d.x1)) continue;
    line({x, d.y0, lo}, {x, d.y1, lo}, false);
    line({x, s.farY, lo}, {x, s.farY, hi}, false);
  }
  niceTicks({std::min(d.y0, d.y1), std::max(d.y0, d.y1)}, kLines, ticks);
  for (const double y : ticks) {
    if (!inside(y, d.y0, d.y1)) continue;
    line({d.x0, y, lo}, {d.x1, y, lo}, false);
    line({s.farX, y, lo}, {s.farX, y, hi}, false);
  }
  scaledTicks({lo, hi}, scaling, kLines, ticks);
  for (const double value : ticks) {
    const double z = scaling.apply(value);
    if (!inside(z, lo, hi)) continue;
    line({d.x0, s.farY, z}, {d.x1, s.farY, z}, false);
    line({s.farX, d.y0, z}, {s.farX, d.y1, z}, false);
  }
  line({d.x0, d.y0, lo}, {d.x1, d.y0, lo}, true);
  line({d.x0, d.y1, lo}, {d.x1, d.y1, lo}, true);
  line({d.x0, d.y0, lo}, {d.x0, d.y1, lo}, true);
  line({d.x1, d.y0, lo}, {d.x1, d.y1, lo}, true);
  line({s.farX, s.farY, lo}, {s.farX, s.farY, hi}, true);
  line({s.nearX, s.farY, lo}, {s.nearX, s.farY, hi}, true);
  line({s.farX, s.nearY, lo}, {s.farX, s.nearY, hi}, true);
  line({d.x0, s.farY, hi}, {d.x1, s.farY, hi}, true);
  line({s.farX, d.y0, hi}, {s.farX, d.y1, hi}, true);
}

void axisLabels(const View3& view, const Scaling& scaling, float pixelRatio,
                std::vector<AxisLabel>& out) {
  out.clear();
  const Box& box = view.box();
  const Rect& d = box.domain;
  const double lo = box.values.lo;
  const Sides s = sides(view);
  const auto centre = view.project({(d.x0 + d.x1) / 2, (d.y0 + d.y1) / 2,
                                    (box.values.lo + box.values.hi) / 2});
  if (!centre) return;
  const Vec2 middle{centre->x, centre->y};
  EdgeLabeller edges(view, pixelRatio, out);
  edges.label(Axis::X, {std::min(d.x0, d.x1), std::max(d.x0, d.x1)}, {},
              [&](double x) { return Vec3{x, s.nearY, lo}; }, middle);
  edges.label(Axis::Y, {std::min(d.y0, d.y1), std::max(d.y0, d.y1)}, {},
              [&](double y) { return Vec3{s.nearX, y, lo}; }, middle);
  const auto corner = leftCorner(view);
  edges.label(Axis::Value, box.values, scaling,
              [&](double z) { return Vec3{corner[0], corner[1], z}; }, middle);
}

}  // namespace basin::gfx
