#pragma once

#include "lab/output_data.h"
#include "labs/landscapes/skip_valley/study.h"

namespace basin::skip_valley {

/// Squared loss: the largest distance from (1 - s)^2 (L0 - L1) + L1 along the path, over L0.
CheckData squaredLaw(const Study& study);
/// What the law says where the walk is, and the loss there.
LawData lossHere(const Study& study);
/// Logistic loss: the largest of L(s) / (A exp(-s)) along the path.
CheckData logisticBound(const Study& study);
/// The largest rise of the loss between neighbouring places of the path, over L0.
CheckData neverRises(const Study& study);
/// Examples on the right side at the end of the path.
CheckData allRight(const Study& study);
/// Mean residual share of random labels against 1 - M/N, the largest deviation in standard errors.
CheckData residualLaw(const Study& study);
/// Median loss with wires over the one without, after descent.
CheckData wiresHelp(const Study& study);

}  // namespace basin::skip_valley
