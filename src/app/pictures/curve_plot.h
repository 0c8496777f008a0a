#pragma once

#include <vector>

#include "app/pictures/legend.h"
#include "lab/output_data.h"

namespace basin {

/// How a curve looks: theory is ink and dashed, a guide grey and dotted, what is there for
/// comparison thin and pale, a measurement solid in its colour.
struct CurveLook {
  ImU32 colour = 0;
  float width = 0;
  int dash = 0;    ///< Which pattern of kDashes, for theory.
  ImU32 gaps = 0;  ///< Between the dashes, where one law is drawn for several measurements.
};

/// The looks of a panel's curves. Theories of different names have different dashes.
std::vector<CurveLook> looksOf(const Ui& ui, const Panel& panel);

/// The curves in the order they are drawn: guides first, theory over everything.
std::vector<int> drawingOrder(const Panel& panel);

/// True for a panel of single bars: their names stand below and their numbers above.
bool onlyBars(const Panel& panel);

/// What the legend says of a curve.
LegendRow legendRow(const Ui& ui, const Curve& curve, const CurveLook& look);

/// The points of a curve in the present plot; what has no place there is not finite.
std::vector<ImVec2> placesOf(const Curve& curve);

/// Draws a curve into the present plot. `number` keeps ImPlot's items apart.
void plotCurve(const Ui& ui, const Curve& curve, const CurveLook& look, int number,
               bool thumbnail);

}  // namespace basin
