#pragma once

#include <vector>

#include "lab/lab.h"

namespace basin {

/// Adds a lab; called once a lab from its own file (`const bool registered = registerLab(...)`).
/// Checks ids, ranges and presets, and aborts on a programming error. Returns true.
bool registerLab(LabDef def);

/// All labs whose tables are here, by group, then in teaching order.
const std::vector<const LabDef*>& labs();

/// Cards of all labs there are, in the same order: of those whose tables are here, unless
/// setLabCards() has said which others can be fetched.
const std::vector<LabCard>& labCards();
void setLabCards(std::vector<LabCard> cards);
/// The card of the lab with this id, or null.
const LabCard* findCard(std::string_view id);
LabCard cardOf(const LabDef& lab);

/// The lab with this id, or null.
const LabDef* findLab(std::string_view id);

/// "Optimisation", "Tying", ...
std::string_view groupName(Group group);
/// The shelf's folder: "optimisation", "tying", ...
std::string shelfName(Group group);

/// Index of the parameter or output with this id, or -1.
int paramIndex(const LabDef& lab, std::string_view id);
int outputIndex(const LabDef& lab, std::string_view id);

}  // namespace basin
