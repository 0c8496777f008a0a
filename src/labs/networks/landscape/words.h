#pragma once

#include <string>

#include "labs/networks/landscape/study.h"

namespace basin::landscape {

/// The note about what is under way, and what was found in the end.
std::string describe(const Study& study);

}  // namespace basin::landscape
