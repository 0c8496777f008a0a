#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace basin {

/// The text with everything that is not well-formed UTF-8 replaced by U+FFFD.
std::string validUtf8(std::string_view text);

/// The text as one line of well-formed UTF-8: control characters become spaces.
std::string oneLine(std::string_view text);

/// The text in quotes for a message: cut after `limit` bytes, as one line.
std::string quote(std::string_view text, std::size_t limit = 40);

/// True when `text` is a whole number from 0 to 2^53 - 1; then `value` is it.
bool parseCount(std::string_view text, std::uint64_t& value);

}  // namespace basin
