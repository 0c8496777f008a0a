#pragma once

#include <optional>

#include "labs/landscapes/deep_linear/study.h"

namespace basin::deep_linear {

/// The loss of descent, over all levels that a critical point can have, with those it met.
SeriesData lossPicture(const Study& study);
/// How much of each mode is learnt, and all there is of it.
SeriesData strengthsPicture(const Study& study);
/// The loss on a plane through the chosen critical point, with the shadow of the path.
std::optional<FieldData> surfacePicture(const Study& study);
/// All eigenvalues at the chosen critical point, and the number of negative ones by the formula.
SeriesData eigenvaluesPicture(const Study& study);
/// Loss and number of negative eigenvalues of every constructed critical point.
SeriesData ladderPicture(const Study& study);
/// Steps that random starts took to the least loss, by depth.
SeriesData startsPicture(const Study& study);

}  // namespace basin::deep_linear
