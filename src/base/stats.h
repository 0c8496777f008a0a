#pragma once

#include <span>

namespace basin {

/// Arithmetic mean; NaN of nothing.
double mean(std::span<const double> values);
/// Sample variance (divisor n-1); 0 of fewer than two values.
double variance(std::span<const double> values);
/// The q-quantile, 0 <= q <= 1, linear between order statistics (type 7 of Hyndman and Fan 1996);
/// NaN of nothing.
double quantile(std::span<const double> values, double q);
/// The 1/2-quantile.
double median(std::span<const double> values);

/// A closed interval.
struct Interval {
  double lo = 0, hi = 0;
};
/// Wilson's score interval (1927) for the success probability after `successes` of `trials` trials,
/// at `z` standard deviations (1.96: 95 %); [0, 1] without trials.
Interval wilsonInterval(long successes, long trials, double z = 1.959963984540054);

/// A least-squares line y = intercept + slope x through `points` finite points.
struct LineFit {
  double slope = 0, intercept = 0;
  int points = 0;
  /// False with fewer than three usable points or equal abscissae; slope is NaN then.
  bool valid = false;
};
/// Fits a line, ignoring points that are not finite.
LineFit fitLine(std::span<const double> x, std::span<const double> y);
/// Fits log y = intercept + slope log x (natural), ignoring points that are not positive and
/// finite.
LineFit fitLogLog(std::span<const double> x, std::span<const double> y);
/// Slope of fitLine.
double leastSquaresSlope(std::span<const double> x, std::span<const double> y);

}  // namespace basin
