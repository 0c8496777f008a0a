#pragma once

#include "labs/kernels/mean_field/study.h"

namespace basin::mean_field {

/// The loss by the kernels F and K against the loss over the inputs.
CheckData closedForm(const Study& study);
/// Both of them, in the mean-field scaling.
LawData closedFormLoss(const Study& study);
/// Mean loss of fresh starts against its exact expectation.
CheckData startLoss(const Study& study);
/// Expectation and mean at 16 particles.
LawData meanStartLoss(const Study& study);
/// Coefficients alone: the decay of every mode.
CheckData modeDecay(const Study& study);
/// The first mode of the residual, by the law and in the run.
LawData firstMode(const Study& study);
/// ReLU units: c^2 - |y|^2 stays.
CheckData balance(const Study& study);
/// The widest networks of the sweep against the mean-field limit.
CheckData limitLoss(const Study& study);
/// Their losses at the end of training.
LawData lastLoss(const Study& study);
/// The widest networks in the tangent scaling: how far they moved over what their kernel predicts.
CheckData kernelMotion(const Study& study);
/// Both distances, in the median.
LawData widestMotion(const Study& study);
/// Exponents of the distance moved in n, by scaling.
CheckData meanFieldSlope(const Study& study);
CheckData tangentSlope(const Study& study);
/// Exponent of the variance over the starts.
CheckData varianceSlope(const Study& study);

}  // namespace basin::mean_field
