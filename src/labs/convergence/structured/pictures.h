#pragma once

#include <optional>

#include "lab/frame.h"
#include "labs/convergence/structured/study.h"

namespace basin::structured {

/// Share of runs that fit and accuracy on new inputs against the width, of the narrow sweep.
std::optional<SeriesData> accuracyPicture(const Study& study);
/// Share of changed activations against the width, with the small ball's bound and slope -1/2.
SeriesData changedPicture(const Study& study);
/// Pairs (unit, input): how far the unit moved against how far it was from its kink, in sigma.
PointsData flipsPicture(const Study& study);
/// Inputs in the plane of their first two principal components, with half the separation around
/// clusters, and directions of units, those that changed apart.
PointsData clustersPicture(const Study& study);
/// |g - g~|/|g| against the width, with slope -1/4.
SeriesData pseudoPicture(const Study& study);
/// Share of changed activations, its bound, |g - g~|/|g| and the loss of the network shown.
SeriesData coursePicture(const Study& study);

}  // namespace basin::structured
