#pragma once

#include <vector>

#include "lab/lab.h"

namespace basin {

/// Adds a lab; called once a lab from its own file (`const bool registered = registerLab(...)`).
/// Checks ids, ranges and presets, and aborts on a programming error. Returns true.
bool registerLab(LabDef def);

/// All labs, by group, then by year and id.
const std::vector<const LabDef*>& labs();

/// The lab with this id, or null.
const LabDef* findLab(std::string_view id);

/// "Optimisation", "Tying", ...
std::string_view groupName(Group group);

/// Index of the parameter or output with this id, or -1.
int paramIndex(const LabDef& lab, std::string_view id);
int outputIndex(const LabDef& lab, std::string_view id);

}  // namespace basin
