#pragma once

#include <span>
#include <vector>

#include "gfx/types.h"

namespace basin::gfx {

/// Distance between nice numbers (1, 2 or 5 times a power of ten) that splits a range into about
/// `count` parts; 0 when the range is empty or not finite.
double niceStep(ValueRange range, int count);

/// Multiples of niceStep inside a range, ascending; at most a few more than `count`.
void niceTicks(ValueRange range, int count, std::vector<double>& out);

/// Smallest and largest finite value; {0, 0} when there is none.
ValueRange finiteRange(std::span<const float> values);

/// A ValueScale fitted to a range of values: monotone and invertible.
struct Scaling {
  ValueScale kind = ValueScale::Linear;
  double offset = 0;  ///< LogAbove: the value that becomes 0.
  double unit = 1;    ///< LogAbove, Compressed: where linear turns into logarithmic.

  /// The scaled value, NaN where it is undefined (Log of a number <= 0).
  double apply(double value) const;
  /// The value whose scaled value this is.
  double invert(double scaled) const;
  bool operator==(const Scaling&) const = default;
};

/// Fits a scale to the range its values run over.
Scaling fitScaling(ValueScale kind, ValueRange values);

/// Values for tick marks inside a range of scaled values, ascending, unscaled, about evenly spread
/// after scaling.
void scaledTicks(ValueRange scaled, const Scaling& scaling, int count, std::vector<double>& out);

/// One piece of an isoline, in data coordinates.
struct Segment {
  Vec2 a, b;
};

/// Pieces of the isoline of a grid at one level by marching squares, saddle cells decided by the
/// mean of their corners; cells with a missing corner are skipped.
void marchSquares(const Grid& grid, double level, std::vector<Segment>& out);

}  // namespace basin::gfx
