#pragma once

#include <vector>

#include "base/rng.h"
#include "data/points.h"

namespace basin {

/// Two-class sets in the plane. Without noise every one of them is separated by a curve:
/// Circles a disc of radius 1.25 inside a ring from 1.75 to 2.5; Xor the quadrants of a square of
/// half side 2.5, class 1 where xy > 0, nothing within 0.15 of the axes; Gaussians two round clouds
/// of standard deviation 0.5 (cut at three of them) about +-(1.25, 1.25); Spiral two arms of 1.75
/// turns each, radius up to 2.5; Moons two interlocking half circles of radius 1.6.
enum class Toy { Circles, Xor, Gaussians, Spiral, Moons };

/// `count` points of a set, alternating between the classes, so that they differ by one at most.
/// `noise` >= 0 is the standard deviation of the normal shift of each coordinate after the class
/// was decided (0.3 is much); the same generator state gives the same points.
std::vector<LabelledPoint> makeToy(Toy toy, int count, double noise, Rng& rng);

}  // namespace basin
