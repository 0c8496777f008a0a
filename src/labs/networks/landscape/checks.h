#pragma once

#include "lab/output_data.h"
#include "labs/networks/landscape/study.h"

namespace basin::landscape {

/// The loss in the picture's middle is that of the plane's origin.
CheckData centre(const Study& study);
/// Curvature along the plane's first direction: differences of the loss against R-operator.
CheckData curvature(const Study& study);
/// Mean eigenvalue of the quadrature against the exact trace, for few parameters.
CheckData traceMoment(const Study& study);
/// Largest node of the quadrature against the dense Hessian's eigenvalue, for few parameters.
CheckData largestNode(const Study& study);
/// Area between the measured spectrum and its law.
CheckData spectrumLaw(const Study& study);
/// Largest eigenvalue against the edge of the law.
CheckData spectrumEdge(const Study& study);
/// Share of a random walk's first principal component.
CheckData walkShare(const Study& study);
/// Mean loss of the trained curve against that of the straight line.
CheckData curveMean(const Study& study);
/// Number of negative eigenvalues at the saddle of (ab - 1)^2/2.
CheckData saddleIndex(const Study& study);

}  // namespace basin::landscape
