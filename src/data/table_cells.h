#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace basin {

/// A row of a table: its line, or its number where all stand on one line, and its fields without blanks
/// and quotes around them.
struct CellRow {
  int number = 0;
  std::vector<std::string_view> fields;
};

/// A text cut into rows and fields.
struct Cells {
  std::vector<CellRow> rows;
  char separator = ',';       ///< Between fields; ' ' for any number of blanks.
  bool lines = false;         ///< Rows are lines; else points on one line.
};

/// Cuts a text, whose bytes it refers to, where the most numbers come out; rows without anything in them
/// and comments are left out.
Cells cutCells(std::string_view text);

/// True for a number in any of the ways that people write, with either decimal mark.
bool looksNumeric(std::string_view field);

/// How the numbers of a table are written, told from all of them together.
class NumberStyle {
 public:
  /// Looks at one field of `row` and `column`, counted from 0, which may be no number at all.
  void see(std::string_view field, const CellRow& row, int column);
  /// Decides; a failure names a number that can be read in two ways.
  Result<void> decide(const Cells& cells);
  /// The field's number in the form of base/number_text.h; the field itself where it is none.
  std::string plain(std::string_view field) const;

 private:
  struct Seen {
    std::string_view field{};
    int row = 0, column = 0;
  };
  Seen point_, comma_;                  // numbers that show what the decimal mark is
  Seen doubtfulPoint_, doubtfulComma_;  // "1.234", "1,234"
  bool decimalComma_ = false;
};

/// "line 3, column 2: " or "point 3, column 2: "; the column counted from 0.
std::string placeOf(const Cells& cells, int row, int column);

/// A field for messages, in quotes, cut short and without signs that cannot be shown.
std::string shownField(std::string_view field);

}  // namespace basin
