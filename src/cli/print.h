#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "lab/lab.h"

namespace basin::cli {

/// Prints everything about a lab for a reader.
void printLab(const LabDef& lab);

/// Prints a finished run: title, what was run, scalars, notes and the table of checks with
/// ✓ (holds), ✗ (fails) and – (not decided). Colours only on a terminal.
void printRun(const Frame& frame);

/// Prints rows of cells in aligned columns, two spaces between; `numeric` columns to the right.
void printTable(const std::vector<std::vector<std::string>>& rows, const std::vector<bool>& numeric,
                std::string_view indent);

/// Writes text to stdout; false when that failed, now or before, as into a full disk.
bool writeOut(std::string_view text);
/// Why writing to stdout has failed, or nothing.
const std::string& outputProblem();

/// True when stderr is a terminal: only then progress is shown.
bool showsProgress();

/// Replaces the line of progress on stderr; an empty text clears it.
void showProgress(const std::string& text);

}  // namespace basin::cli
