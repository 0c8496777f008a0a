#pragma once

#include <string>

#include "labs/convergence/batchnorm/study.h"

namespace basin::batchnorm {

/// What the last measurements say of the two networks.
std::string describe(const Study& study);

}  // namespace basin::batchnorm
