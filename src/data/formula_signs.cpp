#include "data/formula_signs.h"

#include <cstdint>

namespace basin {
namespace {

constexpr char32_t kBroken = 0xFFFD;

// The character that begins at `at`, which moves behind it.
char32_t decoded(std::string_view text, std::size_t& at) {
  const auto byte = [&](std::size_t i) {
    return i < text.size() ? static_cast<unsigned char>(text[i]) : 0u;
  };
  const unsigned first = byte(at++);
  if (first < 0x80) return first;
  const int more = first >= 0xF0 ? 3 : first >= 0xE0 ? 2 : 1;
  if (first < 0xC2 || first > 0xF4) return kBroken;
  char32_t sign = first & (0x3Fu >> more);
  for (int i = 0; i < more; ++i) {
    if ((byte(at + i) & 0xC0) != 0x80) return kBroken;
    sign = sign << 6 | (byte(at + i) & 0x3F);
  }
  at += more;
  return sign;
}

struct Alias {
  std::u32string_view written;
  char32_t meant;
};

constexpr Alias kAliases[] = {
    {U"\u2212\u2010\u2011\u2012\u2013\u2014\uFE63", U'-'},
    {U"\u00D7\u00B7\u22C5\u2219\u2022\u2217\u2062\u2715\u2A2F", U'*'},
    {U"\u00F7\u2215\u2044", U'/'},
    {U"\u02C6", U'^'},
    {U"\u2223\u01C0", U'|'},
    // In italics, bold and small capitals; x also from a Russian keyboard.
    {U"\U0001D70B\U0001D6D1\u03D6\u1D28", U'\u03C0'},
    {U"\U0001D465\u0445\u0425", U'x'},
    {U"\u212F\U0001D452", U'e'},
};

bool isBlank(char32_t c) {
  return c == ' ' || (c >= 9 && c <= 13) || c == 0xA0 || c == 0xAD || c == 0x1680 ||
         (c >= 0x2000 && c <= 0x200F) || c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F ||
         c == 0x2060 || c == 0x2061 || c == 0x2063 || c == 0x3000 || c == 0xFEFF;
}

char32_t meaning(char32_t c) {
  if (isBlank(c)) return U' ';
  for (const Alias& alias : kAliases) {
    if (alias.written.find(c) != std::u32string_view::npos) return alias.meant;
  }
  // The wide forms of a Chinese or Japanese keyboard.
  return c >= 0xFF01 && c <= 0xFF5E ? c - 0xFEE0 : c;
}

}  // namespace

std::vector<FormulaSign> formulaSigns(std::string_view text) {
  std::vector<FormulaSign> signs;
  for (std::size_t at = 0; at < text.size();) {
    const char32_t written = decoded(text, at);
    signs.push_back({written, meaning(written)});
  }
  return signs;
}

std::string shownSign(char32_t c) {
  if (c < 0x20 || (c >= 0x7F && c < 0xA1) || c == kBroken || meaning(c) == U' ') {
    constexpr char kDigits[] = "0123456789ABCDEF";
    std::string text = "U+";
    for (int shift = 12; shift >= 0; shift -= 4) text += kDigits[c >> shift & 15];
    return text;
  }
  std::string text;
  if (c < 0x80) {
    text += static_cast<char>(c);
  } else if (c < 0x800) {
    text += static_cast<char>(0xC0 | c >> 6);
  } else if (c < 0x10000) {
    text += static_cast<char>(0xE0 | c >> 12);
    text += static_cast<char>(0x80 | (c >> 6 & 0x3F));
  } else {
    text += static_cast<char>(0xF0 | c >> 18);
    text += static_cast<char>(0x80 | (c >> 12 & 0x3F));
    text += static_cast<char>(0x80 | (c >> 6 & 0x3F));
  }
  if (c >= 0x80) text += static_cast<char>(0x80 | (c & 0x3F));
  return text;
}

int raisedDigit(char32_t c) {
  if (c == 0xB9) return 1;
  if (c == 0xB2 || c == 0xB3) return static_cast<int>(c - 0xB0);
  return c == 0x2070 || (c >= 0x2074 && c <= 0x2079) ? static_cast<int>(c - 0x2070) : -1;
}

int loweredDigit(char32_t c) {
  return c >= 0x2080 && c <= 0x2089 ? static_cast<int>(c - 0x2080) : -1;
}

double fractionSign(char32_t c) {
  switch (c) {
    case U'¼': return 0.25;
    case U'½': return 0.5;
    case U'¾': return 0.75;
    case U'⅓': return 1.0 / 3;
    case U'⅔': return 2.0 / 3;
    case U'⅕': return 0.2;
    case U'⅙': return 1.0 / 6;
    case U'⅛': return 0.125;
    default: return 0;
  }
}

std::string_view insteadOf(char32_t c) {
  switch (c) {
    case U':': return "a/b";
    case U'%': return "mod(a,b)";
    case U'<': case U'>': case U'?': case U'≤': case U'≥': return "step(x)";
    case U'\\': case U'$': return "sin(x)";
    case U'°': return "x*pi/180";
    case U'±': return "+";
    case U'τ': return "2pi";
    case U'⌊': case U'⌋': return "floor(x)";
    case U'⌈': case U'⌉': return "ceil(x)";
    case U'‖': return "|x|";
    case U'∜': return "x^(1/4)";
    case U'ⁿ': return "x^2";
    case U'∘': return "sin(cos(x))";
    default: return {};
  }
}

}  // namespace basin
