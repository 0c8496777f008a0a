#pragma once

#include <string>

#include "labs/kernels/overparam/study.h"

namespace basin::overparam {

/// What the reader should know at these parameters before reading anything off.
std::string describe(const Study& study);

}  // namespace basin::overparam
