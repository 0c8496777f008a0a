#pragma once

#include <string>

#include "labs/convergence/separator/study.h"

namespace basin::separator {

/// What the reader should know at these parameters before reading anything off.
std::string describe(const Study& study);

}  // namespace basin::separator
