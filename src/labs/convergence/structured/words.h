#pragma once

#include <string>

#include "labs/convergence/structured/study.h"

namespace basin::structured {

/// What the reader should know at these parameters before reading anything off.
std::string describe(const Study& study);
/// Width from which a bound that needs no measurement says that fewer than half of the pairs
/// change: every probability of wrong classes at its largest, 1.
double guaranteedWidth(const Study& study);

}  // namespace basin::structured
