#pragma once

#include "lab/output_data.h"
#include "labs/convergence/structured/study.h"

namespace basin::structured {

/// Pairs that changed although their unit moved less than it was off.
CheckData changeNeedsMovement(const Study& study);
/// Movement of units over what it is at most.
CheckData movementWithinLimit(const Study& study);
/// Changed pairs over the small ball's bound, in the whole sweep.
CheckData changedWithinBound(const Study& study);
/// Exponents in the width.
CheckData changedSlope(const Study& study);
CheckData pseudoSlope(const Study& study);
CheckData movementSlope(const Study& study);
/// The first exponent when the output layer learns as well.
CheckData learntSlope(const Study& study);
/// Share of wide networks that are right on all training inputs.
CheckData wideFits(const Study& study);

}  // namespace basin::structured
