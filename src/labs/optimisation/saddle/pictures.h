#pragma once

#include "lab/frame.h"
#include "labs/optimisation/saddle/study.h"

namespace basin::saddle {

/// The plane of the octopus that is shown: the two coordinates around this saddle, 0-based; always
/// 0 on plane surfaces.
int shownPlane(const Study& study);

/// f over that plane, without paths and marks: horizontal the stable direction, vertical the one of
/// escape. Outside the octopus's tube there is no value.
const FieldData& shownField(const Study& study);
/// The same with the walkers' paths and places, critical points and the start handle.
FieldData surfacePicture(const Study& study);
/// Steps to escape against the offset, with the laws.
SeriesData lawPicture(const Study& study);
/// f against the step, with the staircase predicted for plain descent.
SeriesData lossPicture(const Study& study);
/// Step at which each saddle was left.
SeriesData leavePicture(const Study& study);
/// Escape times of 200 noisy runs.
SeriesData noisePicture(const Study& study);

}  // namespace basin::saddle
