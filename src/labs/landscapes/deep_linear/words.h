#pragma once

#include <string>

#include "labs/landscapes/deep_linear/study.h"

namespace basin::deep_linear {

/// Modes by their symbols: "s₁ s₃", or "nothing learnt".
std::string nameOf(ModeSet set);
/// The chosen critical point, and those that descent met.
std::string describe(const Study& study);

}  // namespace basin::deep_linear
