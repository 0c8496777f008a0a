#pragma once

#include "lab/frame.h"
#include "labs/saddle_study.h"

namespace basin {

/// The plane of the octopus that is shown: the two coordinates around this saddle, 0-based; always
/// 0 on plane surfaces.
int saddlePlane(const SaddleStudy& study);

/// f over the plane, without paths and marks: horizontal the stable direction, vertical the one of
/// escape. Outside the octopus's tube there is no value.
FieldData saddleField(const SaddleStudy& study, int plane);
/// Adds the walkers' paths and places, critical points and the start handle.
void addSaddlePaths(const SaddleStudy& study, int plane, FieldData& field);

/// Steps to escape against the offset, with the laws.
SeriesData saddleLawPicture(const SaddleStudy& study);
/// f against the step, with the staircase predicted for plain descent.
SeriesData saddleLossPicture(const SaddleStudy& study);
/// Step at which each saddle was left.
SeriesData saddleLeavePicture(const SaddleStudy& study);
/// Escape times of 200 noisy runs.
SeriesData saddleNoisePicture(const SaddleStudy& study);

}  // namespace basin
