#pragma once

#include <span>

#include "lab/param.h"

namespace basin {

/// The playground's parameters, bound to PlaygroundConfig; the order is that of the controls.
std::span<const ParamDef> playgroundParams();

}  // namespace basin
