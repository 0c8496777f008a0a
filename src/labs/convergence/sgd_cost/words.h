#pragma once

#include <string>

#include "labs/convergence/sgd_cost/study.h"

namespace basin::sgd_cost {

/// What the batch size watched costs at these settings.
std::string describe(const Study& study);

}  // namespace basin::sgd_cost
