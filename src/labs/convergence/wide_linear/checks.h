#pragma once

#include "lab/output_data.h"
#include "labs/convergence/wide_linear/study.h"

namespace basin::wide_linear {

/// Largest loss of the shown network over its bound.
CheckData bound(const Study& study);
/// The same as a law: the loss where it is, against the bound there.
LawData boundLaw(const Study& study);
/// Share of the sweep's wide runs that stay below the bound.
CheckData wideHolds(const Study& study);
/// Share of the narrowest deep runs that do.
CheckData narrowFails(const Study& study);
/// One factor: its factor of the loss, against the limit's.
CheckData oneLayer(const Study& study);
/// How much nearer to the limit the factors of width 64 are than those of width 4.
CheckData towardsLimit(const Study& study);
/// Losses that narrow deep networks leave over those that narrow shallow ones do.
CheckData depthHurts(const Study& study);

}  // namespace basin::wide_linear
