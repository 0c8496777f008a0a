#pragma once

#include "lab/frame.h"
#include "labs/mean_field_study.h"

namespace basin {

/// The particles of both scalings beside each other with the ways they have come: angle and
/// coefficient on the circle; coefficient times position in the plane.
SeriesData meanFieldParticlePicture(const MeanFieldStudy& study);
/// Loss against time in both scalings, with the mean-field limit and the frozen kernel.
SeriesData meanFieldLossPicture(const MeanFieldStudy& study);
/// f, the networks in both scalings and what is predicted of them.
SeriesData meanFieldFunctionPicture(const MeanFieldStudy& study);
/// Displacement of the particles against n, with its predictions.
SeriesData meanFieldMotionPicture(const MeanFieldStudy& study);
/// Variance over the starts of the trained networks against n, with slope -1.
SeriesData meanFieldVariancePicture(const MeanFieldStudy& study);

}  // namespace basin
