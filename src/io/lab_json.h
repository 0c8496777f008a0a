#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "lab/lab.h"

namespace basin {

/// Everything declared about a lab: parameters, outputs, presets, references. What a face needs to
/// show the lab without its code.
std::string labJson(const LabDef& lab);

/// Cards of all labs: [{id, title, claim, group, shelf, year, authors, kind, order, level, minutes, keywords}].
std::string labListJson();

/// Registers the lab that labJson() wrote, without code: its sessions run elsewhere. The message says
/// what is wrong with the text; a lab that is there already is returned as it is.
Result<const LabDef*> addLabTables(std::string_view json);

/// Reads what labListJson() wrote.
Result<std::vector<LabCard>> readLabCards(std::string_view json);

}  // namespace basin
