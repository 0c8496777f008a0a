#pragma once

#include "labs/optimisation/gd/study.h"

namespace basin::gd {

/// Least of (decrease - promised decrease) over all steps.
CheckData descentLemma(const Study& study);
/// Steps until the gradient norm is epsilon, against the bound.
CheckData criticalWithin(const Study& study);
/// Pseudo-Huber: exponent of the steps needed in epsilon.
CheckData hardSlope(const Study& study);
/// Pseudo-Huber: steps needed over the bound.
CheckData hardRatio(const Study& study);
/// Quadratic: what a step multiplies the steepest coordinate by.
CheckData steepestFactor(const Study& study);
/// Network: mean of lambda_max eta/2 at the edge.
CheckData edgeOfStability(const Study& study);
/// The same as a law: lambda_max where the run is, against 2/eta.
LawData sharpnessLaw(const Study& study);
/// Network: steps that raised the loss below the edge.
CheckData stableDescent(const Study& study);
/// Network: lambda_max by Lanczos against the dense Hessian.
CheckData lanczosAgrees(const Study& study);

}  // namespace basin::gd
