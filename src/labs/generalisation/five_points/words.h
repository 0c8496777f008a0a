#pragma once

#include <string>

#include "labs/generalisation/five_points/study.h"

namespace basin::five_points {

/// How far the network shown is, and how much all three go up and down.
std::string describe(const Study& study);

}  // namespace basin::five_points
