#include "app/pictures/plot_range.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace basin {

namespace {

struct Extent {
  double lo = std::numeric_limits<double>::infinity();
  double hi = -std::numeric_limits<double>::infinity();
  void add(double value, bool log) {
    if (!std::isfinite(value) || (log && value <= 0)) return;
    lo = std::min(lo, value);
    hi = std::max(hi, value);
  }
  void add(const std::vector<double>& values, bool log) {
    for (double value : values) add(value, log);
  }
  bool empty() const { return !(lo <= hi); }
};

// A little room around the data, so that no line runs along the frame.
void widen(Extent& e, bool log, double share) {
  if (e.empty()) e = {log ? 0.1 : 0.0, 1};
  if (log) {
    if (e.hi / e.lo < 1.5) {
      e.lo /= 1.5;
      e.hi *= 1.5;
    }
    const double room = std::pow(e.hi / e.lo, share);
    e.lo /= room;
    e.hi *= room;
    return;
  }
  if (e.hi - e.lo < 1e-12 * std::max(1.0, std::abs(e.hi))) {
    const double half = std::max(0.5, std::abs(e.hi) * 0.1);
    e.lo -= half;
    e.hi += half;
  }
  const double room = (e.hi - e.lo) * share;
  e.lo -= room;
  e.hi += room;
}

}  // namespace

PlotRange rangeOf(const OutputDef& def, std::span<const Panel> panels) {
  const bool logX = def.xAxis.scale == Scale::Log, logY = def.yAxis.scale == Scale::Log;
  struct {
    Extent x, y;
  } r;
  bool bars = false, dots = false;
  const auto add = [&](const Curve& curve) {
    r.x.add(curve.x, logX);
    if (curve.style != CurveStyle::Histogram) r.y.add(curve.y, logY);
    r.y.add(curve.lo, logY);
    r.y.add(curve.hi, logY);
    dots = dots || curve.style == CurveStyle::Scatter;
    if (curve.style == CurveStyle::Bars) {
      bars = true;
      r.y.add(0.0, logY);
    }
    if (curve.style == CurveStyle::Histogram) r.y.add(0.0, logY);
  };
  for (const Panel& panel : panels) {
    for (const Curve& curve : panel.curves) add(curve);
  }
  // A dot on the frame would be half a dot.
  widen(r.x, logX, dots ? 0.02 : 0.0);
  widen(r.y, logY, 0.07);
  if (bars && !logX) {
    r.x.lo -= 0.7;
    r.x.hi += 0.7;
    // Room for the numbers above the bars.
    if (!logY) r.y.lo = std::max(r.y.lo, -0.02 * r.y.hi);
    if (!logY) r.y.hi *= 1.1;
  }
  return {r.x.lo, r.x.hi, r.y.lo, r.y.hi};
}

void equalise(PlotRange& range, float width, float height) {
  const double unit =
      std::max((range.x1 - range.x0) / width, (range.y1 - range.y0) / height);
  const double x = (unit * width - (range.x1 - range.x0)) / 2;
  const double y = (unit * height - (range.y1 - range.y0)) / 2;
  range = {range.x0 - x, range.x1 + x, range.y0 - y, range.y1 + y};
}

}  // namespace basin
