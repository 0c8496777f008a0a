#pragma once

#include <array>
#include <string>
#include <string_view>

namespace basin {

/// ⁰ to ⁹, of which the exponents of typeset numbers are made; kRaisedMinus stands before negative ones.
inline constexpr std::array<std::string_view, 10> kRaisedDigits = {"⁰", "¹", "²", "³", "⁴",
                                                                   "⁵", "⁶", "⁷", "⁸", "⁹"};
inline constexpr std::string_view kRaisedMinus = "⁻";

/// Short decimal text that reads back as exactly this number, with at most 17 digits (a float: 9):
/// "0.1", "1e-06"; "nan", "inf".
std::string shortestText(double value);
std::string shortestText(float value);
/// With so many decimals: "12.50".
std::string fixedText(double value, int decimals);
/// With so many significant digits, >= 1, and an exponent: "1.25e+01".
std::string scientificText(double value, int digits);

}  // namespace basin
