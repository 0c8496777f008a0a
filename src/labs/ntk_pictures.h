#pragma once

#include "lab/frame.h"
#include "labs/ntk_study.h"

namespace basin {

/// Functions over the circle: a narrow and a wide network beside each other, each with its linear
/// twin and the exact kernel's prediction.
SeriesData ntkFunctionPicture(const NtkStudy& study);
/// The four gaps against the width, with guides of slope -1/2 and -1.
SeriesData ntkGapPicture(const NtkStudy& study);
/// The chosen kernel between places on the circle.
FieldData ntkKernelPicture(const NtkStudy& study);
/// Theta against the angle between two inputs, for several depths.
SeriesData ntkProfilePicture(const NtkStudy& study);
/// Residual on the kernel's eigenvectors against the step.
SeriesData ntkModePicture(const NtkStudy& study);
/// Weights of single neurons before and after training, narrow beside wide.
PointsData ntkNeuronPicture(const NtkStudy& study);

}  // namespace basin
