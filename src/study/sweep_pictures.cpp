#include "study/sweep_pictures.h"

#include <algorithm>
#include <cmath>

#include "base/check.h"

namespace basin {

Curve mediansOver(std::span<const ValuesAt> settings, Curve look, Bars bars) {
  for (const auto& [x, values] : settings) {
    if (values.empty()) continue;
    look.x.push_back(x);
    look.y.push_back(median(values));
    if (bars == Bars::None) continue;
    const bool quartiles = bars == Bars::Quartiles;
    look.lo.push_back(quantile(values, quartiles ? 0.25 : 0));
    look.hi.push_back(quantile(values, quartiles ? 0.75 : 1));
  }
  return look;
}

Curve runsOver(std::span<const ValuesAt> settings, Curve look) {
  for (const auto& [x, values] : settings) {
    look.x.insert(look.x.end(), values.size(), x);
    look.y.insert(look.y.end(), values.begin(), values.end());
  }
  return look;
}

Curve positivePart(Curve curve) {
  const std::vector<double> y = curve.y;
  const auto keep = [&](std::vector<double>& column) {
    if (column.size() != y.size()) return;
    std::size_t kept = 0;
    for (std::size_t i = 0; i < y.size(); ++i) {
      if (y[i] > 0) column[kept++] = column[i];
    }
    column.resize(kept);
  };
  for (auto* column : {&curve.x, &curve.y, &curve.lo, &curve.hi}) keep(*column);
  return curve;
}

Curve powerLaw(std::span<const double> x, Curve look, double slope, double x0, double y0) {
  return lawOver(x, std::move(look), [&](double at) { return y0 * std::pow(at / x0, slope); });
}

Curve powerLawThrough(const Curve& measured, Curve look, double slope) {
  double logs = 0;
  for (std::size_t i = 0; i < measured.x.size(); ++i) {
    logs += std::log(measured.y[i] * std::pow(measured.x[i], -slope));
  }
  const double level = std::exp(logs / std::max<double>(1, static_cast<double>(measured.x.size())));
  return lawOver(measured.x, std::move(look),
                 [&](double at) { return level * std::pow(at, slope); });
}

void addShare(Curve& curve, double x, const Share& share) {
  const Interval interval = share.interval();
  curve.x.push_back(x);
  curve.y.push_back(share.value());
  curve.lo.push_back(interval.lo);
  curve.hi.push_back(interval.hi);
}

Curve sharesOver(std::span<const ValuesAt> settings, Curve look) {
  for (const auto& [x, values] : settings) {
    if (!values.empty()) addShare(look, x, shareOf(values));
  }
  return look;
}

std::vector<Curve> runningShare(std::span<const double> values, const Curve& look) {
  Curve band = look;
  band.style = CurveStyle::Band;
  Share share;
  for (const double value : values) {
    ++share.trials;
    share.successes += value != 0;
    addShare(band, static_cast<double>(share.trials), share);
  }
  Curve line = look;
  line.style = CurveStyle::Line;
  line.x = band.x;
  line.y = band.y;
  return {std::move(band), std::move(line)};
}

FieldData phaseMap(std::span<const double> x, std::span<const double> y,
                   std::span<const double> values) {
  CHECK(x.size() > 1 && y.size() > 1 && values.size() == x.size() * y.size(),
        "a phase map has a value for each pair of two or more x and y");
  FieldData field;
  field.nx = static_cast<int>(x.size());
  field.ny = static_cast<int>(y.size());
  field.x0 = x.front();
  field.x1 = x.back();
  field.y0 = y.front();
  field.y1 = y.back();
  field.cells = true;
  field.values.assign(values.begin(), values.end());
  return field;
}

}  // namespace basin
