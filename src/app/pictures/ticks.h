#pragma once

#include <string>
#include <vector>

#include "lab/output.h"

namespace basin {

/// Values for about `count` (at least 2) ticks within [lo, hi]; on a logarithmic axis at least two
/// wherever there are two round numbers, on a circle multiples of a part of π.
/// web/picture/ticks.mjs does the same.
std::vector<double> axisTicks(const Axis& axis, double lo, double hi, int count);

/// Their texts, all in one notation: plain numbers with the same decimals, or powers of ten; parts
/// of π on a circle.
std::vector<std::string> tickTexts(const Axis& axis, const std::vector<double>& values);

}  // namespace basin
