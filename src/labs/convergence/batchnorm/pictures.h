#pragma once

#include <optional>

#include "lab/frame.h"
#include "labs/convergence/batchnorm/study.h"

namespace basin::batchnorm {

/// Losses are drawn up to here.
inline constexpr double kTop = 2;

/// Between which losses each network moves on the way to several step sizes, over the steps.
SeriesData bandPicture(const Study& study);
/// How the loss changes along the gradient at every measurement, and what the last gradient
/// promises.
SeriesData alongPicture(const Study& study);
/// Largest change of the gradient on that way, and relative to the way, effective beta.
SeriesData changePicture(const Study& study);
/// Change of a layer's gradient by the step of the layers below, and the cosine between both.
SeriesData shiftPicture(const Study& study);
/// |dL/da|^2 of every normalised layer, the identity, and what it would be with nothing taken out.
SeriesData layersPicture(const Study& study);
/// Medians of every race, both networks, one panel a quantity.
std::optional<SeriesData> racesPicture(const Study& study);
/// The loss over the step size looked at and the step of training.
template <int kNet>
std::optional<FieldData> surfacePicture(const Study& study);

}  // namespace basin::batchnorm
