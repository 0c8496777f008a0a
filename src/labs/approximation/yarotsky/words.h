#pragma once

#include <string>

#include "labs/approximation/yarotsky/study.h"

namespace basin::yarotsky {

/// The two networks of the level and their errors.
std::string describe(const Study& study);

}  // namespace basin::yarotsky
