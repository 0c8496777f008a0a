#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "data/points.h"

namespace basin {

/// Longest text and most rows the readers below accept.
inline constexpr size_t kMaxTableBytes = 4u << 20;
inline constexpr int kMaxTableRows = 100'000;

/// What was read of a table: points of two classes or samples of a function, and how the text was taken.
struct Table {
  std::vector<LabelledPoint> points;
  std::vector<Sample> samples;
  std::array<std::string, 2> classes;  ///< As they are written; empty where the table has no such class.
  int label = 3;                       ///< The column of the labels, counted from 1.
  bool numbered = false;               ///< A first column that only counts the rows was passed over.
};

/// What a table is to hold: points have three columns, samples two.
enum class TableKind { Points, Samples, Either };

/// Reads a table as spreadsheets, programs and people write it, in one of two forms: on one line,
/// "x,y,label; x,y,label", or on several lines, as in a CSV file, whose rows may end with a semicolon.
///
/// Columns are separated by commas, semicolons, tabs, bars or blanks, by that which makes the most
/// numbers or which a first line "sep=;" names. Quotes, headings, lines of titles and units, lines that
/// begin with '#', empty rows and empty columns are passed over, and so is a first column that counts the
/// rows. The label stands last, or in the one column of words, or where a heading names it. Labels are at
/// most two different numbers (the smaller is class 0; a single one is class 1 when positive) or words,
/// whatever their capitals (no, false and negative are class 0, else the first).
///
/// Decimal commas are understood, and commas, points, blanks and apostrophes between thousands, where
/// the other numbers of the table tell them apart; where none does, as in a lone "1,234", the table is
/// refused, as is one in which a value is missing. The message names line and column.
Result<Table> readTable(std::string_view text, TableKind kind);

/// Of readTable the points or the samples alone; none in an empty text.
Result<std::vector<LabelledPoint>> readPoints(std::string_view text);
Result<std::vector<Sample>> readSamples(std::string_view text);

/// One-line forms which readPoints and readSamples understand, rounded to three decimals.
std::string writePoints(const std::vector<LabelledPoint>& points);
std::string writeSamples(const std::vector<Sample>& samples);

}  // namespace basin
