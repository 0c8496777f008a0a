#pragma once

#include <string>

#include "labs/tying/weight_sharing/study.h"

namespace basin::weight_sharing {

/// How the two students are doing.
std::string describe(const Study& study);

}  // namespace basin::weight_sharing
