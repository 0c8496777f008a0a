#pragma once

#include <span>
#include <vector>

#include "lab/param.h"

namespace basin {

/// The rows of a NetworkSetup, in the order of the controls.
std::span<const ParamDef> networkParams();

/// The same rows bound to the NetworkSetup that a lab's Config holds:
/// `networkParamsIn<&Config::network>()`.
template <auto Member>
std::vector<ParamDef> networkParamsIn() {
  std::vector<ParamDef> rows;
  for (const ParamDef& row : networkParams()) rows.push_back(within<Member>(row));
  return rows;
}

}  // namespace basin
