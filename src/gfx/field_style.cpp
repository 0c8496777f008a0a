#include "gfx/field_style.h"

#include <algorithm>
#include <cmath>

namespace basin::gfx {

ValueRange scaledRange(const FieldStyle& style, ValueRange data, const Scaling& scaling) {
  ValueRange range = data;
  if (!style.range.isAuto()) {
    const double lo = scaling.apply(style.range.lo), hi = scaling.apply(style.range.hi);
    if (std::isfinite(lo) && std::isfinite(hi)) range = {lo, hi};
  }
  if (style.symmetric) {
    const double zero = scaling.apply(0);
    if (std::isfinite(zero)) {
      const double reach = std::max(std::abs(range.lo - zero), std::abs(range.hi - zero));
      range = {zero - reach, zero + reach};
    }
  }
  if (!(range.lo < range.hi)) {
    // A constant field gets an interval around its value, wide enough for float arithmetic.
    const double half = std::max(std::abs(range.lo) * 1e-3, 1e-6);
    range = {range.lo - half, range.lo + half};
  }
  return range;
}

Box surfaceBox(const SurfaceStyle& style, const HeightField& field) {
  ValueRange values = scaledRange(style.field, field.range(), field.scaling());
  // Symmetric colours do not mean a half empty box.
  if (style.field.range.isAuto() && field.range().lo < field.range().hi) values = field.range();
  if (!style.clip.isAuto()) {
    const double lo = field.scaling().apply(style.clip.lo);
    const double hi = field.scaling().apply(style.clip.hi);
    if (std::isfinite(lo)) values.lo = std::max(values.lo, lo);
    if (std::isfinite(hi)) values.hi = std::min(values.hi, hi);
    if (!(values.lo < values.hi)) values = {values.lo, values.lo + 1e-6};
  }
  // The floor keeps a little distance, so that the lowest point does not fight with it.
  if (style.floor) values.lo -= 0.06 * (values.hi - values.lo);
  const Rect& d = field.domain();
  const double aspect =
      style.equalAspect && d.width() > 0 && d.height() > 0 ? d.height() / d.width() : 1;
  return {d, values, style.height, aspect};
}

}  // namespace basin::gfx
