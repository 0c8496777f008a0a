#pragma once

#include <string>

#include "labs/landscapes/skip_valley/study.h"

namespace basin::skip_valley {

/// Where descent is stuck, and what the wires have to do about it.
std::string describe(const Study& study);

}  // namespace basin::skip_valley
