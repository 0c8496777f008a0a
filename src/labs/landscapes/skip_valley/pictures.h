#pragma once

#include <optional>

#include "lab/frame.h"
#include "labs/landscapes/skip_valley/study.h"

namespace basin::skip_valley {

/// Loss of plain descent, then along the path of the wires, with its law.
SeriesData pathPicture(const Study& study);
/// Loss over the slice that holds the start, where descent is stuck, and the path.
std::optional<FieldData> surfacePicture(const Study& study);
/// The network where the walk is: edges of the plain network, and wires as far as they are in use.
GraphData wiresPicture(const Study& study);
/// Outputs over the plane where the path begins, and where the walk is.
std::optional<FieldData> beforePicture(const Study& study);
FieldData answerPicture(const Study& study);
/// Part of random labels out of reach against the number of wires, with 1 - M/N.
SeriesData residualPicture(const Study& study);
/// Losses of pairs of descents, without and with wires.
SeriesData pairsPicture(const Study& study);

}  // namespace basin::skip_valley
