#pragma once

#include "lab/frame.h"
#include "labs/kernels/overparam/study.h"

namespace basin::overparam {

/// Steps to zero training error against the width, all runs and their medians, with the kernel's
/// time.
SeriesData timePicture(const Study& study);
/// Relative movement and flipped activations against the width, with the prediction and slope -1/2.
SeriesData movementPicture(const Study& study);
/// Share of runs that reach zero training error.
SeriesData successPicture(const Study& study);
/// Loss of the shown network and of its prediction.
SeriesData lossPicture(const Study& study);
/// Weights of the shown network before and after, in the plane of their first two coordinates.
PointsData weightsPicture(const Study& study);

}  // namespace basin::overparam
