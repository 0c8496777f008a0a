#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace basin {

/// A character of a formula: as it was written, and as the sign that it stands for: '-' for "−",
/// '*' for "×", ' ' for blanks of every kind, U+03C0 for all ways to write π.
struct FormulaSign {
  char32_t written = 0;
  char32_t meant = 0;
};

/// The characters of `text`; a byte that is no UTF-8 becomes U+FFFD.
std::vector<FormulaSign> formulaSigns(std::string_view text);

/// A character in UTF-8, for messages: what cannot be seen by its number, "U+0007".
std::string shownSign(char32_t sign);

/// The digit that a superscript (⁰ to ⁹) or a subscript (₀ to ₉) stands for, -1 for anything else.
int raisedDigit(char32_t sign);
int loweredDigit(char32_t sign);

/// The value of ½ and its like; 0 for anything else.
double fractionSign(char32_t sign);

/// What to write for a sign that formulas do not have, as far as there is an answer: "a/b" for ':'.
std::string_view insteadOf(char32_t sign);

}  // namespace basin
