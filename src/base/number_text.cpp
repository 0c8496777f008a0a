#include "base/number_text.h"

#include <algorithm>
#include <charconv>
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
    const int length = std::snprintf(buffer, kRoom, "%.*g", digits, static_cast<double>(value));
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

std::string_view trimmed(std::string_view text) {
  // No-break, thin, narrow no-break and zero-width spaces, and the byte order mark.
  constexpr std::string_view kBlanks[] = {" ",      "\t",     "\n",     "\r",     "\f",    "\v",
                                          "\u00A0", "\u2009", "\u202F", "\u200B", "\uFEFF"};
  for (bool more = true; more && !text.empty();) {
    more = false;
    for (const std::string_view blank : kBlanks) {
      while (text.starts_with(blank)) text.remove_prefix(blank.size()), more = true;
      while (text.ends_with(blank)) text.remove_suffix(blank.size()), more = true;
    }
  }
  return text;
}

std::string plainNumber(std::string_view text) {
  constexpr std::string_view kMinuses[] = {"\u2212", "\u2013", "\uFE63", "\uFF0D"};
  std::string plain(trimmed(text));
  for (const std::string_view minus : kMinuses) {
    for (auto at = plain.find(minus); at != std::string::npos; at = plain.find(minus, at)) {
      plain.replace(at, minus.size(), "-");
    }
  }
  const bool twice = plain.size() > 1 && (plain[1] == '-' || plain[1] == '+');
  if (plain.starts_with('+') && !twice) plain.erase(0, 1);
  return plain;
}

std::string pointForComma(std::string_view text) {
  std::string plain(text);
  const auto mark = plain.find_first_of(",.");
  if (mark == std::string::npos || plain[mark] != ',') return plain;
  if (plain.find_first_of(",.", mark + 1) != std::string::npos) return plain;
  constexpr const char* kDigits = "0123456789";
  const auto behind = std::min(plain.find_first_not_of(kDigits, mark + 1), plain.size()) - mark - 1;
  const auto sign = plain.find_last_not_of(kDigits, mark - 1);
  const auto first = mark == 0 || sign == std::string::npos ? 0 : sign + 1;
  const bool thousands = behind == 3 && mark > first && mark - first <= 3 && plain[first] != '0';
  if (!thousands) plain[mark] = '.';
  return plain;
}

std::optional<double> readNumber(std::string_view text) {
  const std::string plain = plainNumber(text);
  double value = 0;
  const char* end = plain.data() + plain.size();
  const auto [stop, error] = std::from_chars(plain.data(), end, value);
  if (plain.empty() || error != std::errc() || stop != end || !std::isfinite(value)) {
    return std::nullopt;
  }
  return value;
}

}  // namespace basin
