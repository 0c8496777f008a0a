#pragma once

#include "lab/frame.h"
#include "labs/landscape_study.h"

namespace basin {

/// The plane that is scanned, with the path, the two solutions and the curve between them on it.
FieldData landscapeField(const LandscapeStudy& study);
/// Variance along the principal components beside that of a random walk.
SeriesData landscapeVariancePicture(const LandscapeStudy& study);
/// Spectral density of the Hessian with the law that applies.
SeriesData landscapeSpectrumPicture(const LandscapeStudy& study);
/// Loss on the straight line and on the trained curve between two solutions.
SeriesData landscapeInterpolationPicture(const LandscapeStudy& study);

/// Law of the spectrum of this subject at x, widened like the measurement; NaN without a law.
double landscapeLaw(const LandscapeStudy& study, double x);
/// Integral of |measured - law| over the spectrum, 0..2.
double landscapeLawDistance(const LandscapeStudy& study);

}  // namespace basin
