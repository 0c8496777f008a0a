#pragma once

#include "app/model/lab_model.h"
#include "app/ui/ui.h"

namespace basin {

/// Draws the read-outs: scalars as tiles, notes as sentences. As wide as the present window.
void drawReadOuts(Ui& ui, const LabModel& model);

/// Draws the checks: mark, name, "largest error 10⁻⁹, allowed 10⁻⁴", and what was compared. Those
/// that do not apply at these settings are one line that opens.
void drawChecks(Ui& ui, const LabModel& model);

/// "4 of 4 hold", "3 hold, 4 to come", "7 to come", "1 check fails", or empty without checks.
std::string checksSummary(const LabModel& model);

}  // namespace basin
