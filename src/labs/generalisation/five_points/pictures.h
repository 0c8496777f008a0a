#pragma once

#include "labs/generalisation/five_points/study.h"

namespace basin::five_points {

/// The lecture's figure: networks with the construction, and polynomials.
SeriesData fitsPicture(const Study& study);
/// What the three are sums of: units, terms, hinges.
SeriesData partsPicture(const Study& study);
/// Total variation by depth and by degree, with the least there can be and the falling norm.
SeriesData variationPicture(const Study& study);
/// The same for int |f''|, without the norm.
SeriesData bendingPicture(const Study& study);
/// The polynomials of all degrees from the first that interpolates on.
FieldData degreesPicture(const Study& study);
/// Mean squared errors of all depths over the steps.
SeriesData trainingPicture(const Study& study);
/// How much all three go up and down.
std::string describe(const Study& study);

}  // namespace basin::five_points
