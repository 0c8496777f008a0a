#pragma once

#include <optional>

#include "lab/frame.h"
#include "labs/convergence/wide_linear/study.h"

namespace basin::wide_linear {

/// Loss of the shown network, its bound, and the loss at infinite width.
SeriesData lossPicture(const Study& study);
/// Share of runs below the bound over depth and log2 of the width.
std::optional<FieldData> holdsPicture(const Study& study);
/// What the layers make of a circle of inputs and of one of outputs.
PointsData circlesPicture(const Study& study);
/// Factor of the loss in a step against the width, at the shown depth.
std::optional<SeriesData> factorsPicture(const Study& study);

}  // namespace basin::wide_linear
