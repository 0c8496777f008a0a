#pragma once

#include <string>

#include "labs/optimisation/saddle/study.h"

namespace basin::saddle {

/// What the reader should know at these parameters before reading anything off.
std::string describe(const Study& study);

}  // namespace basin::saddle
