#pragma once

#include "lab/frame.h"
#include "labs/gd_study.h"

namespace basin {

/// The network's sharpness over the steps with 2/eta; empty on the small functions.
SeriesData gdSharpnessPicture(const GdStudy& study);
/// The function over its first two coordinates, the third at its minimum; without paths.
FieldData gdField(const GdStudy& study);
/// Adds the path, its end and the start handle.
void addGdPath(const GdStudy& study, FieldData& field);
/// f - f* (loss of the network) over the steps.
SeriesData gdLossPicture(const GdStudy& study);
/// Least gradient norm so far under the theorem's bound.
SeriesData gdGradientPicture(const GdStudy& study);
/// Steps to a gradient of epsilon against epsilon, with the bound.
SeriesData gdLadderPicture(const GdStudy& study);
/// Decrease of f in each step over what the descent lemma promises.
SeriesData gdDecreasePicture(const GdStudy& study);

}  // namespace basin
