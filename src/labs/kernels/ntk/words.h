#pragma once

#include <string>

#include "labs/kernels/ntk/study.h"

namespace basin::ntk {

/// What the reader should know at these parameters before reading anything off.
std::string describe(const Study& study);

}  // namespace basin::ntk
