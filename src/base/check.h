#pragma once

#include <string>
#include <string_view>

namespace basin {

/// Prints where a programming error was found and what was violated, then aborts.
[[noreturn]] void checkFailed(const char* file, int line, const char* condition,
                              const std::string& message);

/// Joins the optional message parts of CHECK; every part converts to a string_view.
template <class... Parts>
std::string checkMessage(const Parts&... parts) {
  std::string text;
  (text.append(std::string_view(parts)), ...);
  return text;
}

}  // namespace basin

// The test framework owns the name CHECK in test files, so this header steps back there; headers
// that tests include therefore never use CHECK in inline bodies.
#ifndef DOCTEST_LIBRARY_INCLUDED
/// Aborts with file, line and message when a programming error makes `cond` false.
#define CHECK(cond, ...)                                                                    \
  do {                                                                                      \
    if (!(cond)) [[unlikely]]                                                               \
      ::basin::checkFailed(__FILE__, __LINE__, #cond, ::basin::checkMessage(__VA_ARGS__));  \
  } while (false)
#endif
