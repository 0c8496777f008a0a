#pragma once

#include "lab/output_data.h"
#include "labs/convergence/separator/study.h"

namespace basin::separator {

/// Updates of the network shown, against M.
CheckData updatesWithinBound(const Study& study);
/// Its loss at the end.
CheckData endsAtZeroLoss(const Study& study);
/// Its gradient over what the theorem promises wherever there is a loss.
CheckData gradientWithLoss(const Study& study);
/// What every update adds to W.W*/|W*| and to |W|^2, over what it must and may.
CheckData everyUpdateGains(const Study& study);
CheckData normGrowsAtMost(const Study& study);
/// Largest share of its M that a run of the sweep has used.
CheckData sweepWithinBound(const Study& study);
/// Mean updates from the narrowest to the widest network.
CheckData widthMakesNoDifference(const Study& study);
/// Error on new examples at the largest number of examples, against the bound.
CheckData errorWithinBound(const Study& study);
/// Share of runs that fit when both layers learn.
CheckData bothLayersFit(const Study& study);
/// Share of ReLU networks that are stuck on the axes, against the law.
CheckData stuckOnAxes(const Study& study);

}  // namespace basin::separator
