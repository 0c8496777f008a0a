#pragma once

#include <optional>

#include "lab/output_data.h"
#include "labs/kernels/mean_field/study.h"

namespace basin::mean_field {

/// The particles of both scalings beside each other with the ways they have come: on the circle
/// angle and coefficient, in the plane coefficient times position; nothing for the other units.
std::optional<SeriesData> circlePicture(const Study& study);
std::optional<SeriesData> planePicture(const Study& study);
/// Loss against time in both scalings, with the mean-field limit and the frozen kernel.
SeriesData lossPicture(const Study& study);
/// f, the networks in both scalings and what is predicted of them.
SeriesData functionPicture(const Study& study);
/// Displacement of the particles against n, with its predictions, once the sweep has a result.
std::optional<SeriesData> motionPicture(const Study& study);
/// Variance over the starts of the trained networks against n, with slope -1.
std::optional<SeriesData> variancePicture(const Study& study);

}  // namespace basin::mean_field
