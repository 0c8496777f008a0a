#pragma once

#include <limits>
#include <span>
#include <vector>

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

/// Successes among trials.
struct Share {
  long successes = 0, trials = 0;
  /// successes / trials; 0 without trials.
  double value() const;
  /// Wilson's 95 % interval.
  Interval interval() const { return wilsonInterval(successes, trials); }
};
/// The values that are not 0 among all values.
Share shareOf(std::span<const double> values);

/// The p-quantile, 0 < p < 1, of Student's t with `degrees` >= 1 of freedom.
double studentQuantile(double p, int degrees);

/// A least-squares line y = intercept + slope x through `points` finite points.
struct LineFit {
  double slope = 0, intercept = 0;
  int points = 0;
  /// Standard error of the slope: sqrt(sum of squared residuals / (points - 2) / sum (x - mean)^2).
  double slopeError = std::numeric_limits<double>::quiet_NaN();
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
/// The slope's confidence interval, slope +- t slopeError with Student's t at points - 2 degrees of
/// freedom: exact for independent normal residuals of one variance. NaN when the fit is not valid.
Interval slopeInterval(const LineFit& fit, double level = 0.95);

/// What the runs of one setting measured, at the setting's abscissa.
struct ValuesAt {
  double x = 0;
  std::vector<double> values{};
};
/// fitLogLog of the settings' medians; not valid while a setting has no values.
LineFit slopeOfMedians(std::span<const ValuesAt> settings);
/// fitLogLog of all values at once: steadier than through a few medians. Its error takes the values
/// for independent, which those of paired runs are not.
LineFit slopeOfRuns(std::span<const ValuesAt> settings);

}  // namespace basin
