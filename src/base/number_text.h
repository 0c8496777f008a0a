#pragma once

#include <string>

namespace basin {

/// Short decimal text that reads back as exactly this number, with at most 17 digits (a float: 9):
/// "0.1", "1e-06"; "nan", "inf".
std::string shortestText(double value);
std::string shortestText(float value);
/// With so many decimals: "12.50".
std::string fixedText(double value, int decimals);
/// With so many significant digits, >= 1, and an exponent: "1.25e+01".
std::string scientificText(double value, int digits);

}  // namespace basin
