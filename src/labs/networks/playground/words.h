#pragma once

#include <string>

#include "labs/networks/playground/study.h"

namespace basin::playground {

/// The note about the present state.
std::string describe(const Study& study);

/// Why a run diverged at `step`, from the last curvature measured before.
std::string postMortem(const NetworkSetup& setup, const Monitor& monitor, long long step);

}  // namespace basin::playground
