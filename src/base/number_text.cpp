#include "base/number_text.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>

namespace basin {

// By the C library, which prints by arithmetic: std::to_chars would bring tables of a hundred
// kilobytes into the modules that a page fetches.
namespace {

constexpr std::size_t kRoom = 400;  // The largest double has 309 digits before the point.

template <class T, class Read>
std::string shortest(T value, int digits, int most, Read read) {
  if (std::isnan(value)) return "nan";
  char buffer[kRoom];
  for (;; ++digits) {
    const int length =
        std::snprintf(buffer, kRoom, "%.*g", digits, static_cast<double>(value));
    if (digits >= most || read(buffer) == value) {
      return {buffer, static_cast<std::size_t>(length)};
    }
  }
}

}  // namespace

std::string shortestText(double value) {
  return shortest(value, 15, 17, [](const char* text) { return std::strtod(text, nullptr); });
}

std::string shortestText(float value) {
  return shortest(value, 6, 9, [](const char* text) { return std::strtof(text, nullptr); });
}

std::string fixedText(double value, int decimals) {
  char buffer[kRoom];
  return {buffer, static_cast<std::size_t>(
                      std::snprintf(buffer, kRoom, "%.*f", std::min(decimals, 60), value))};
}

std::string scientificText(double value, int digits) {
  char buffer[kRoom];
  return {buffer, static_cast<std::size_t>(
                      std::snprintf(buffer, kRoom, "%.*e", std::min(digits - 1, 60), value))};
}

}  // namespace basin
