#pragma once

#include "labs/landscapes/deep_linear/study.h"

namespace basin::deep_linear {

/// Largest entry of the gradient at the constructed point.
CheckData isCritical(const Study& study);
/// Its loss, against the formula.
CheckData lossThere(const Study& study);
/// Number of negative eigenvalues of its Hessian.
CheckData indexThere(const Study& study);
/// Largest difference of an eigenvalue from the closed form.
CheckData spectrumThere(const Study& study);
/// Least eigenvalue, by the closed form and measured.
LawData leastEigenvalue(const Study& study);
/// Largest distance of a critical point that descent met from the formula's levels.
CheckData levelsMet(const Study& study);
/// Saddles met, of full rank between, from which no negative curvature leads down.
CheckData waysDown(const Study& study);
/// Random starts that came to rest above the least loss.
CheckData startsRest(const Study& study);

}  // namespace basin::deep_linear
