#pragma once

#include <optional>
#include <string_view>

namespace basin {

/// `text` without blanks at both ends.
std::string_view trimmed(std::string_view text);

/// The finite decimal number that the whole of `text` spells ("-1.5", "2e3", "+4"), blanks around
/// it allowed, independent of the locale; nothing when it is no such number.
std::optional<double> readNumber(std::string_view text);

}  // namespace basin
