#include "io/json_writer.h"

#include <cmath>
#include <utility>

#include "base/number_text.h"
#include "io/text.h"

namespace basin {

namespace {

template <class T>
std::string numberText(T number) {
  if (std::isnan(number)) return "null";
  if (std::isinf(number)) return number > 0 ? "\"Infinity\"" : "\"-Infinity\"";
  return shortestText(number);
}

}  // namespace

JsonWriter& JsonWriter::key(std::string_view name) {
  separate();
  quote(name);
  text_ += ": ";
  afterKey_ = true;
  return *this;
}

void JsonWriter::value(double number) {
  raw(numberText(number));
}
void JsonWriter::value(float number) {
  raw(numberText(number));
}

void JsonWriter::value(std::string_view text) {
  separate();
  quote(text);
}

std::string JsonWriter::take() {
  text_ += '\n';
  return std::move(text_);
}

void JsonWriter::open(char bracket, bool inLine) {
  separate();
  text_ += bracket;
  levels_.push_back({inLine || (!levels_.empty() && levels_.back().inLine), true});
}

void JsonWriter::close(char bracket) {
  const Level level = levels_.back();
  levels_.pop_back();
  if (!level.empty && !level.inLine) newLine();
  text_ += bracket;
}

void JsonWriter::separate() {
  if (afterKey_) {
    afterKey_ = false;
    return;
  }
  if (levels_.empty()) return;
  Level& level = levels_.back();
  if (!level.empty) text_ += level.inLine ? ", " : ",";
  if (!level.inLine) newLine();
  level.empty = false;
}

void JsonWriter::newLine() {
  text_ += '\n';
  text_.append(2 * levels_.size(), ' ');
}

void JsonWriter::raw(std::string_view text) {
  separate();
  text_ += text;
}

void JsonWriter::quote(std::string_view text) {
  constexpr std::string_view kHex = "0123456789abcdef";
  text_ += '"';
  for (char c : validUtf8(text)) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      text_ += {'\\', c};
    } else if (c == '\n') {
      text_ += "\\n";
    } else if (c == '\t') {
      text_ += "\\t";
    } else if (byte < 0x20) {
      text_ += "\\u00";
      text_ += {kHex[byte >> 4], kHex[byte & 15]};
    } else {
      text_ += c;
    }
  }
  text_ += '"';
}

}  // namespace basin
