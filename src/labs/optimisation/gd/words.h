#pragma once

#include <string>

#include "labs/optimisation/gd/study.h"

namespace basin::gd {

/// Where the run stands: against 2/beta, or the sharpness against 2/eta.
std::string describe(const Study& study);

}  // namespace basin::gd
