#pragma once

#include <array>
#include <optional>
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

/// `text` without blanks at both ends, among them those of other programs: no-break and zero-width
/// spaces and byte order marks.
std::string_view trimmed(std::string_view text);
/// A number as people write it, in the form that std::from_chars reads: trimmed, without a leading
/// plus, with '-' for a typographic minus. What is no number stays none.
std::string plainNumber(std::string_view text);
/// `text` with a point for a decimal comma, "0,25", unless the comma may stand between thousands,
/// "1,234", or is not the only mark.
std::string pointForComma(std::string_view text);
/// The finite decimal number that the whole of `text` spells ("-1.5", "2e3", "+4", "−1"), blanks
/// around it allowed, independent of the locale; nothing when it is no such number.
std::optional<double> readNumber(std::string_view text);

}  // namespace basin
