#pragma once

#include <string>

#include "labs/kernels/mean_field/study.h"

namespace basin::mean_field {

/// Where the run is, what it cannot reach, and what became of the sweep.
std::string describe(const Study& study);

}  // namespace basin::mean_field
