#pragma once

#include "labs/tying/weight_sharing/study.h"

namespace basin::weight_sharing {

/// Lemma 2: the loss stays above the floor at its rho.
CheckData aboveFloor(const Study& study);
LawData floorLaw(const Study& study);
/// Lemma 1: |dF/dw'| under its bound at every step.
CheckData gradientBounded(const Study& study);
LawData gradientLaw(const Study& study);
/// Theorem 1: no run leaves the annulus sooner than allowed.
CheckData annulusKept(const Study& study);
LawData annulusLaw(const Study& study);
/// The integral along the flow against the shown run.
CheckData flowSteps(const Study& study);
/// Growth of the free students' steps with k, an observation.
CheckData exponentialGrowth(const Study& study);
/// Theorem 2: eigenvalues of the shared Hessian within their bounds.
CheckData curvatureBounded(const Study& study);
/// Theorem 2: |w_0 - u_0| shrinks by 1 - eta m a step and more.
CheckData sharedContracts(const Study& study);
LawData contractionLaw(const Study& study);
/// Theorem 2: no shared run needs more steps than allowed.
CheckData sharedInTime(const Study& study);
LawData sharedLaw(const Study& study);
/// The linear term alone: F(t) = F(0) (1 - eta c^2)^(2t).
CheckData linearExact(const Study& study);

}  // namespace basin::weight_sharing
