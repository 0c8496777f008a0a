#pragma once

#include "lab/lab.h"
#include "labs/tying/convolution/study.h"

namespace basin::convolution {

/// The convolution answers a noise-free pattern alike wherever it sits.
CheckData shiftsAlike(const Study& study);
/// Parameters of the three networks against the formula.
CheckData parametersCounted(const Study& study);
LawData parametersLaw(const Study& study);
/// No network of the sweep beats the likelihood ratio.
CheckData noneBeatsBest(const Study& study);
/// The convolution is as right at places never seen as at those seen.
CheckData unseenAsSeen(const Study& study);
LawData unseenLaw(const Study& study);
/// Observations at the settings they were measured at.
CheckData tiedNeedsFewer(const Study& study);
CheckData othersMissUnseen(const Study& study);
/// Which side the pattern is on a convolution cannot tell.
CheckData sideIsLost(const Study& study);

/// Mean test accuracy over the sweep's runs at the i-th number of examples; NaN before the first.
double meanAccuracy(const Study& study, Kind kind, int count, double Outcome::*accuracy);

}  // namespace basin::convolution
