#pragma once

#include <optional>

#include "lab/frame.h"
#include "labs/convergence/separator/study.h"

namespace basin::separator {

/// Updates so far against epochs under the bound M, with the first run of every other width.
SeriesData updatesPicture(const Study& study);
/// Data, margin, decision region and weight vectors over the first two coordinates.
FieldData planePicture(const Study& study);
/// |W| and W.W*/|W*| against updates, between the two sides of the squeeze that meet at M; where
/// there is an M.
std::optional<SeriesData> squeezePicture(const Study& study);
/// Updates against the width, and against the slope below zero where there is one, with M.
SeriesData widthPicture(const Study& study);
std::optional<SeriesData> slopePicture(const Study& study);
/// Share of ReLU runs that end at a loss, against the width, with the law for orthonormal examples.
std::optional<SeriesData> stuckPicture(const Study& study);
/// Error on new examples against the number of examples, with the bound.
SeriesData errorPicture(const Study& study);

}  // namespace basin::separator
