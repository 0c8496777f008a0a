#pragma once

#include <string>

#include "labs/optimisation/np_hard/study.h"

namespace basin::np_hard {

/// What can be fitted, and what the network shown makes of it.
std::string describe(const Study& study);

}  // namespace basin::np_hard
