#pragma once

#include "lab/output_data.h"
#include "labs/convergence/zas/study.h"

namespace basin::zas {

/// R of the zero-asymmetric start over (1 - eta/2)^t R(0), the largest so far.
CheckData provedBound(const Study& study);
/// The same as a law: R where it is, against the bound there.
LawData provedBoundLaw(const Study& study);
/// The same over (1 - eta)^(2t) R(0), while no singular value overshoots.
CheckData oneSidedBound(const Study& study);
/// Steps of the zero-asymmetric start against the flow's time.
CheckData ownTime(const Study& study);
LawData ownTimeLaw(const Study& study);
/// Steps of the shown start near the identity against the flow's time.
CheckData bottleneckTime(const Study& study);
/// Near the identity: growth of log steps a factor, against the flow's over the same starts.
CheckData exponentialGrowth(const Study& study);
/// The zero-asymmetric start: steps of twelve factors over those of two.
CheckData deeperIsFaster(const Study& study);

}  // namespace basin::zas
