#pragma once

#include <optional>

#include "labs/optimisation/gd/study.h"

namespace basin::gd {

/// The network's sharpness over the steps with 2/eta.
std::optional<SeriesData> sharpnessPicture(const Study& study);
/// The small functions over their first two coordinates, the third at its minimum, with the path,
/// its end and the start handle.
std::optional<FieldData> surfacePicture(const Study& study);
/// f - f* (loss of the network) over the steps.
SeriesData lossPicture(const Study& study);
/// Least gradient norm so far under the theorem's bound.
SeriesData gradientPicture(const Study& study);
/// Steps to a gradient of epsilon against epsilon, with the bound.
std::optional<SeriesData> ladderPicture(const Study& study);
/// Decrease of f in each step over what the descent lemma promises.
std::optional<SeriesData> decreasePicture(const Study& study);

}  // namespace basin::gd
