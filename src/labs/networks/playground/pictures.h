#pragma once

#include <optional>

#include "labs/networks/playground/study.h"

namespace basin::playground {

/// Classification: the response over the plane with the data on it.
std::optional<FieldData> surfacePicture(const Study& study);
/// Regression: the response over the interval, the target and the data.
std::optional<SeriesData> fitPicture(const Study& study);
/// What the lens shows, each while it is asked for.
std::optional<FieldData> landscapePicture(const Study& study);
std::optional<FieldData> kernelPicture(const Study& study);
/// The network with its weights; every node shows what it answers over the input space.
GraphData graphPicture(const Study& study);
/// Losses over the steps.
SeriesData lossPicture(const Study& study);
/// Largest curvature over the steps, against what the step size can stand.
SeriesData sharpnessPicture(const Study& study);
/// Gradient norms over the steps.
SeriesData gradientPicture(const Study& study);

}  // namespace basin::playground
