#pragma once

#include <optional>

#include "lab/output_data.h"
#include "labs/networks/landscape/study.h"

namespace basin::landscape {

/// The plane that is scanned, with the path, the two solutions and the curve between them on it.
std::optional<FieldData> surfacePicture(const Study& study);
/// Variance along the principal components beside that of a random walk.
std::optional<SeriesData> variancePicture(const Study& study);
/// Spectral density of the Hessian with the law that applies.
std::optional<SeriesData> spectrumPicture(const Study& study);
/// Loss on the straight line and on the trained curve between two solutions.
std::optional<SeriesData> interpolationPicture(const Study& study);

}  // namespace basin::landscape
