#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "data/points.h"

namespace basin {

/// Longest text and most rows the readers below accept.
inline constexpr size_t kMaxTableBytes = 4u << 20;
inline constexpr int kMaxTableRows = 100'000;

/// Points and their classes from text, in one of two forms. On one line: "x,y,label; x,y,label".
/// On several lines, as in a CSV file: separated by commas, semicolons or tabs (whichever the first
/// line has; decimal commas are understood between semicolons and tabs), quotes and a heading
/// allowed. Labels are at most two different numbers (the smaller is class 0; a single one is class
/// 1 when positive) or words (the first is class 0). The message names line and column.
Result<std::vector<LabelledPoint>> readPoints(std::string_view text);

/// Samples (x, y) of a function, from text of two columns in the same two forms.
Result<std::vector<Sample>> readSamples(std::string_view text);

/// Number of columns of the first row: 3 for points, 2 for samples; 0 for an empty text.
int countColumns(std::string_view text);

/// One-line forms which readPoints and readSamples understand, rounded to three decimals.
std::string writePoints(const std::vector<LabelledPoint>& points);
std::string writeSamples(const std::vector<Sample>& samples);

}  // namespace basin
