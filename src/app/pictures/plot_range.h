#pragma once

#include <span>

#include "lab/output.h"

namespace basin {

/// What a panel's axes show.
struct PlotRange {
  double x0 = 0, x1 = 1, y0 = 0, y1 = 1;
};

/// What shows all the panels' curves together, with a little room around them.
PlotRange rangeOf(const OutputDef& def, std::span<const Panel> panels);

/// Enlarges one axis so that a unit of x is drawn as long as one of y in a plot of this size.
void equalise(PlotRange& range, float width, float height);

}  // namespace basin
