#pragma once

#include <optional>

#include "lab/frame.h"
#include "labs/kernels/ntk/study.h"

namespace basin::ntk {

/// Functions over the circle: a narrow and a wide network beside each other, each with its linear
/// twin and the exact kernel's prediction.
SeriesData functionPicture(const Study& study);
/// The four gaps against the width, with guides of slope -1/2 and -1; nothing without a sweep.
std::optional<SeriesData> gapPicture(const Study& study);
/// The chosen kernel between places on the circle.
FieldData kernelPicture(const Study& study);
/// Theta against the angle between two inputs, for several depths.
SeriesData profilePicture(const Study& study);
/// Residual on the kernel's eigenvectors against the step.
SeriesData modePicture(const Study& study);
/// Weights of single neurons before and after training, narrow beside wide.
PointsData neuronPicture(const Study& study);

}  // namespace basin::ntk
