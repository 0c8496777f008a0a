#pragma once

#include <string>

#include "labs/tying/square_wave/study.h"

namespace basin::square_wave {

/// How the two nets of the present start are doing.
std::string story(const Study& study);
/// A fraction as "12.5 %".
std::string percent(double fraction);

}  // namespace basin::square_wave
