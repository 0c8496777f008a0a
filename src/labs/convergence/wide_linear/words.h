#pragma once

#include <string>

#include "labs/convergence/wide_linear/study.h"

namespace basin::wide_linear {

/// Where the run stands, and what the theorem says and leaves open at these settings.
std::string describe(const Study& study);

}  // namespace basin::wide_linear
