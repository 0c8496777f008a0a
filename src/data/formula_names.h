#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "data/formula.h"
#include "data/formula_signs.h"

namespace basin {

struct FormulaFunction {
  std::string_view name;
  Formula::Op op;
  int arguments;
};

/// A name, or nothing.
struct FormulaWord {
  const FormulaFunction* function = nullptr;
  char32_t constant = 0;   ///< x, e or π
  std::size_t length = 0;  ///< in signs
};

/// The longest name that stands at `at`, in small letters or capitals; without length where none
/// does.
FormulaWord formulaWordAt(const std::vector<FormulaSign>& signs, std::size_t at);

/// The length of a library's name with its point, "np." of "np.sin"; 0 where none stands at `at`.
std::size_t libraryAt(const std::vector<FormulaSign>& signs, std::size_t at);

/// All of them but x, for a message: "pi, e, sin, ...".
std::string formulaNames();

constexpr char32_t kPi = U'\u03C0';

constexpr bool isLetter(char32_t c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == kPi;
}
constexpr bool isDigit(char32_t c) {
  return c >= '0' && c <= '9';
}
constexpr char32_t lower(char32_t c) {
  return c >= 'A' && c <= 'Z' ? c + 32 : c;
}

}  // namespace basin
