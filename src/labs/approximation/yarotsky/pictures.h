#pragma once

#include "lab/output_data.h"
#include "labs/approximation/yarotsky/study.h"

namespace basin::yarotsky {

/// The error against the number of weights, deep and with one hidden layer, and what theory says.
SeriesData errorPicture(const Study& study);
/// The target and what the network makes of it.
SeriesData approximationPicture(const Study& study);
/// What is missed, over x: by the deep network and by the one hidden layer.
SeriesData missPicture(const Study& study);
/// The network, unit by unit; of Taylor polynomials, part by part.
GraphData networkPicture(const Study& study);
/// The error of a product over the square.
FieldData productPicture(const Study& study);

}  // namespace basin::yarotsky
