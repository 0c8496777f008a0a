#pragma once

#include "lab/frame.h"
#include "labs/overparam_study.h"

namespace basin {

/// Steps to zero training error against the width, all runs and their medians, with the kernel's
/// time.
SeriesData overparamTimePicture(const OverparamStudy& study);
/// Relative movement and flipped activations against the width, with the prediction and slope -1/2.
SeriesData overparamMovementPicture(const OverparamStudy& study);
/// Share of runs that reach zero training error.
SeriesData overparamSuccessPicture(const OverparamStudy& study);
/// Loss of the shown network and of its prediction.
SeriesData overparamLossPicture(const OverparamStudy& study);
/// Weights of the shown network before and after, in the plane of their first two coordinates.
PointsData overparamWeightsPicture(const OverparamStudy& study);

}  // namespace basin
