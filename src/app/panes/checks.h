#pragma once

#include "app/model/lab_model.h"
#include "app/ui/ui.h"

namespace basin {

/// Draws the read-outs: scalars as tiles, notes as sentences. As wide as the present window.
void drawReadOuts(Ui& ui, const LabModel& model);

/// Draws the checks: mark, what is compared, measured against predicted, reference.
void drawChecks(Ui& ui, const LabModel& model);

/// "3 of 4 checks hold", "1 check fails", or empty without checks.
std::string checksSummary(const LabModel& model);

}  // namespace basin
