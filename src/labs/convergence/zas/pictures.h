#pragma once

#include <optional>

#include "lab/frame.h"
#include "labs/convergence/zas/study.h"

namespace basin::zas {

/// R of the three starts over eta t, with the bound and, for scalars, the flow.
SeriesData lossPicture(const Study& study);
/// Steps until the starts arrive against the number of factors.
std::optional<SeriesData> stepsPicture(const Study& study);
/// Scalars: R over the bottleneck u and the mean v of the other weights, with the ways there.
std::optional<FieldData> surfacePicture(const Study& study);
/// Singular values of the three products; the smallest one carries the sign of the determinant.
SeriesData singularPicture(const Study& study);

}  // namespace basin::zas
