#pragma once

#include <string>

#include "labs/tying/convolution/study.h"

namespace basin::convolution {

/// How the shown networks are doing.
std::string describe(const Study& study);

}  // namespace basin::convolution
