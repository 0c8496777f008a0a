#pragma once

#include <string>

#include "labs/convergence/zas/study.h"

namespace basin::zas {

/// Where the race stands, and what holds back those that have not arrived.
std::string describe(const Study& study);

}  // namespace basin::zas
