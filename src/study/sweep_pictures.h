#pragma once

#include <span>
#include <utility>
#include <vector>

#include "base/ensemble.h"
#include "lab/frame.h"

namespace basin {

// The curves that pictures of sweeps are made of. `look` is a curve without points (lab/frame.h),
// which is given back with them; settings without values are left out.

/// What the bars of a median span: nothing, the quartiles, or the least and largest value.
enum class Bars { None, Quartiles, Range };

/// The median at each setting, with bars.
Curve mediansOver(std::span<const ValuesAt> settings, Curve look, Bars bars = Bars::Quartiles);
/// Every value, one point a run.
Curve runsOver(std::span<const ValuesAt> settings, Curve look);
/// The points whose y is positive: those that a logarithmic axis can show.
Curve positivePart(Curve curve);

/// A law y(x) at the abscissae x.
template <class Law>
Curve lawOver(std::span<const double> x, Curve look, Law law) {
  for (const double at : x) {
    look.x.push_back(at);
    look.y.push_back(law(at));
  }
  return look;
}
/// The power law y0 (x / x0)^slope through the point (x0, y0), at the abscissae x.
Curve powerLaw(std::span<const double> x, Curve look, double slope, double x0, double y0);
/// The power law of this slope through the middle, in logarithms, of the measured points, which are
/// positive; at their abscissae.
Curve powerLawThrough(const Curve& measured, Curve look, double slope);

/// Adds a share at x with its 95 % interval (Wilson 1927).
void addShare(Curve& curve, double x, const Share& share);
/// The share of values that are not 0 (a predicate's) at each setting, with its interval.
Curve sharesOver(std::span<const ValuesAt> settings, Curve look);
/// The share of values that are not 0 after every run, in the order of `values`: its 95 % band,
/// then the line. Name, role and colour are the look's.
std::vector<Curve> runningShare(std::span<const double> values, const Curve& look);

/// All pairs of x and y, x fastest: the settings of a phase map.
template <class X, class Y>
std::vector<std::pair<X, Y>> phaseSettings(const std::vector<X>& x, const std::vector<Y>& y) {
  std::vector<std::pair<X, Y>> settings;
  for (const Y& b : y) {
    for (const X& a : x) settings.emplace_back(a, b);
  }
  return settings;
}
/// A statistic (median, or mean: of a predicate the share) of every setting's values; NaN where
/// none has ended.
template <class Setting, class Job, class Projection>
std::vector<double> eachSetting(const Ensemble<Setting, Job>& ensemble, Projection projection,
                                double (*statistic)(std::span<const double>) = median) {
  std::vector<double> found;
  for (std::size_t i = 0; i < ensemble.settings().size(); ++i) {
    found.push_back(statistic(ensemble.values(i, projection)));
  }
  return found;
}
/// A phase map: `values` of all pairs of x and y, x fastest, both evenly spaced (logarithms, where
/// a parameter runs over decades) and two or more. NaN, where nothing has ended, stays a hole.
FieldData phaseMap(std::span<const double> x, std::span<const double> y,
                   std::span<const double> values);

}  // namespace basin
