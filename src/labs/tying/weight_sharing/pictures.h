#pragma once

#include <optional>

#include "labs/tying/weight_sharing/study.h"

namespace basin::weight_sharing {

/// Loss of both students over the steps, and the plateau with its predicted end.
SeriesData lossPicture(const Study& study);
/// F with weights of their own over the plane, with the walker; nothing without a cosine.
std::optional<FieldData> plateauPicture(const Study& study);
/// F with shared weights over the same plane.
FieldData bowlPicture(const Study& study);
/// Steps to arrive against the number of blocks.
SeriesData stepsPicture(const Study& study);
/// |dF/dw'| against rho under the bound of Lemma 1; nothing without a cosine.
std::optional<SeriesData> gradientPicture(const Study& study);
/// Eigenvalues of the shared Hessian along the line through the teacher, and their bounds.
SeriesData curvaturePicture(const Study& study);

}  // namespace basin::weight_sharing
