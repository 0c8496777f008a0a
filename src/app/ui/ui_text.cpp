// Text in lines: Chinese, which has no spaces to break at, and what must keep to few lines.
#include <algorithm>
#include <cmath>
#include <vector>

#include "app/ui/ui.h"

namespace basin {

namespace {

// The character at the start of the text, and its length in bytes.
unsigned decode(std::string_view text, std::size_t& length) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned first = byte(0);
  length = first < 0xC0 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
  length = std::min(length, text.size());
  unsigned code = length == 1 ? first : first & (0x7F >> length);
  for (std::size_t i = 1; i < length; ++i) code = code << 6 | (byte(i) & 0x3F);
  return code;
}

bool isHan(unsigned code) {
  return (code >= 0x2E80 && code <= 0x9FFF) || (code >= 0xF900 && code <= 0xFAFF) ||
         (code >= 0xFF00 && code <= 0xFFEF);
}

// These never begin a line; those never end one.
bool closes(std::string_view sign) {
  return std::string_view("，。；：、！？）》」』】”’,.;:!?)%…").find(sign) != std::string_view::npos;
}
bool opens(std::string_view sign) {
  return std::string_view("（《「『【“‘(").find(sign) != std::string_view::npos;
}

// The pieces between which a line may break; spaces stay at the end of theirs.
std::vector<std::string_view> pieces(std::string_view text) {
  std::vector<std::string_view> parts;
  std::size_t start = 0, length = 0;
  std::string_view before;
  bool afterHan = false;
  for (std::size_t i = 0; i < text.size(); i += length) {
    const bool han = isHan(decode(text.substr(i), length));
    const std::string_view sign = text.substr(i, length);
    const bool space = before == " " || before == "\n";
    if (i > start && (space || ((han || afterHan) && sign != " "))) {
      if (space || (!closes(sign) && !opens(before))) {
        parts.push_back(text.substr(start, i - start));
        start = i;
      }
    }
    before = sign;
    afterHan = han;
  }
  if (start < text.size()) parts.push_back(text.substr(start));
  return parts;
}

bool hasHan(std::string_view text) {
  std::size_t length = 0;
  for (std::size_t i = 0; i < text.size(); i += length) {
    if (isHan(decode(text.substr(i), length))) return true;
  }
  return false;
}

std::string_view withoutSpace(std::string_view piece) {
  while (piece.ends_with(' ')) piece.remove_suffix(1);
  return piece;
}

std::vector<std::string> linesOf(const Ui& ui, float size, std::string_view text, float width,
                                 bool bold) {
  std::vector<std::string> lines{""};
  float used = 0;
  for (std::string_view piece : pieces(text)) {
    const float needed = textSize(ui, size, withoutSpace(piece), bold).x;
    if (used > 0 && used + needed > width) {
      lines.emplace_back();
      used = 0;
    }
    lines.back() += piece;
    used += textSize(ui, size, piece, bold).x;
    if (piece.ends_with('\n')) {
      lines.back().pop_back();
      lines.emplace_back();
      used = 0;
    }
  }
  return lines;
}

std::string joined(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) {
    if (&line != &lines.front()) text += '\n';
    text += withoutSpace(line);
  }
  return text;
}

}  // namespace

std::string wrapped(const Ui& ui, float size, std::string_view text, float width, bool bold) {
  if (!hasHan(text)) return std::string(text);
  return joined(linesOf(ui, size, text, width, bold));
}

std::string fittedLines(const Ui& ui, float size, std::string_view text, float width, int most,
                        bool bold) {
  std::vector<std::string> lines = linesOf(ui, size, text, width, bold);
  if (static_cast<int>(lines.size()) <= most) return joined(lines);
  lines.resize(static_cast<std::size_t>(most));
  std::string& last = lines.back();
  last = withoutSpace(last);
  // Too wide on purpose: the ellipsis stands for the lines that are left out.
  const std::string more = last + "…";
  last = textSize(ui, size, more, bold).x <= width ? more : fitted(ui, size, more, width, bold);
  return joined(lines);
}

void cutTip(const Ui& ui, const ScreenRect& place, std::string_view shown, std::string_view whole) {
  if (shown == whole || !ImGui::IsWindowHovered()) return;
  if (ImGui::IsMouseHoveringRect({place.x, place.y}, {place.x + place.w, place.y + place.h})) {
    tooltip(ui, whole);
  }
}

}  // namespace basin
