#include "lab/param_text.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <cstdlib>

#include "base/check.h"
#include "base/number_text.h"
#include "lab/registry.h"

namespace basin {

namespace {

template <class T>
bool readWhole(std::string_view text, T& value) {
  const std::string plain = plainNumber(text);
  const auto [end, error] = std::from_chars(plain.data(), plain.data() + plain.size(), value);
  return error == std::errc() && end == plain.data() + plain.size();
}

Failure notAllowed(const ParamDef& def, std::string_view text) {
  std::string shown(text.substr(0, 40));
  if (text.size() > 40) shown += "...";
  return {std::string(def.id) + ": '" + shown + "' is not " + allowedText(def)};
}

Result<ParamValue> parseList(const ParamDef& def, std::string_view text) {
  std::vector<int> list;
  if (text.empty() || text == "none") return ParamValue(list);
  for (;;) {
    const auto comma = text.find(',');
    int value = 0;
    if (!readWhole(text.substr(0, comma), value)) return notAllowed(def, text);
    list.push_back(value);
    // A limit far above any allowed length keeps hostile input from filling the memory.
    if (list.size() > 10000) return notAllowed(def, text);
    if (comma == std::string_view::npos) return ParamValue(list);
    text.remove_prefix(comma + 1);
  }
}

std::string rangeText(const Range& range) {
  return "from " + shortestText(range.lo) + " to " + shortestText(range.hi);
}

bool inside(const Range& range, double value) { return value >= range.lo && value <= range.hi; }

double clampReal(const Range& range, double value) {
  return std::isnan(value) ? range.lo : std::clamp(value, range.lo, range.hi);
}

}  // namespace

Result<ParamValue> parseValue(const ParamDef& def, std::string_view raw) {
  if (def.kind == ParamKind::Text) return ParamValue(std::string(raw));
  const std::string_view text = trimmed(raw);
  switch (def.kind) {
    case ParamKind::Real: {
      double value = 0;
      if (readWhole(pointForComma(text), value) && std::isfinite(value)) return ParamValue(value);
      break;
    }
    case ParamKind::Integer: {
      std::int64_t value = 0;
      if (readWhole(text, value)) return ParamValue(value);
      // "1e3" is a whole number too.
      double real = 0;
      if (readWhole(text, real) && std::abs(real) < 1e15 && real == std::floor(real)) {
        return ParamValue(static_cast<std::int64_t>(real));
      }
      break;
    }
    case ParamKind::Boolean:
      if (text == "true" || text == "1" || text == "on") return ParamValue(true);
      if (text == "false" || text == "0" || text == "off") return ParamValue(false);
      break;
    case ParamKind::Choice:
      for (std::size_t i = 0; i < def.choices.size(); ++i) {
        if (def.choices[i].id == text) return ParamValue(static_cast<std::int64_t>(i));
      }
      break;
    case ParamKind::IntegerList:
      return parseList(def, text);
    case ParamKind::Text:
      break;
  }
  return notAllowed(def, text);
}

std::string formatValue(const ParamDef& def, const ParamValue& value) {
  switch (def.kind) {
    case ParamKind::Real:
      return shortestText(std::get<double>(value));
    case ParamKind::Integer:
      return std::to_string(std::get<std::int64_t>(value));
    case ParamKind::Boolean:
      return std::get<bool>(value) ? "true" : "false";
    case ParamKind::Choice:
      return std::string(def.choices[static_cast<std::size_t>(std::get<std::int64_t>(value))].id);
    case ParamKind::IntegerList: {
      const auto& list = std::get<std::vector<int>>(value);
      if (list.empty()) return "none";
      std::string text;
      for (int element : list) {
        if (!text.empty()) text += ',';
        text += std::to_string(element);
      }
      return text;
    }
    case ParamKind::Text:
      return std::get<std::string>(value);
  }
  return {};
}

std::string onOneLine(std::string_view text) {
  text = trimmed(text);
  const auto holds = [&](std::string_view signs) { return text.find_first_of(signs) != std::string_view::npos; };
  const bool lines = holds("\r\n"), tabs = holds("\t");
  if (!lines && !tabs) return std::string(text);
  // "1,5;2,25;0" on a line of its own: a semicolon behind which no point begins separates fields.
  bool semicolons = lines && !tabs && holds(";");
  int commas = 0;
  for (const char c : text) {
    const bool end = c == ';' || c == '\r' || c == '\n';
    commas = end ? 0 : commas + (c == ',');
    if (commas > 1) semicolons = false;
  }
  const char between = holds(",") || semicolons ? '|' : ',';
  std::string line;
  for (const char c : text) {
    if (c == '\r' || c == '\n') {
      while (!line.empty() && (line.back() == ' ' || (line.back() == between && semicolons))) line.pop_back();
      if (!line.empty() && line.back() != ';') line += ';';
    } else {
      line += c == '\t' || (c == ';' && semicolons) ? between : c;
    }
  }
  return line;
}

std::string allowedText(const ParamDef& def) {
  switch (def.kind) {
    case ParamKind::Real:
      return "a number " + rangeText(def.range);
    case ParamKind::Integer:
      return "a whole number " + rangeText(def.range);
    case ParamKind::Boolean:
      return "true or false";
    case ParamKind::Choice: {
      std::string text = "one of ";
      for (std::size_t i = 0; i < def.choices.size(); ++i) {
        if (i > 0) text += ", ";
        text += def.choices[i].id;
      }
      return text;
    }
    case ParamKind::IntegerList:
      return "a list of at most " + std::to_string(def.maxLength) + " whole numbers " +
             rangeText(def.range) + ", separated by commas";
    case ParamKind::Text:
      return "a text of at most " + std::to_string(def.maxLength) + " bytes";
  }
  return {};
}

bool hasRightType(const ParamDef& def, const ParamValue& value) {
  switch (def.kind) {
    case ParamKind::Real:
      return std::holds_alternative<double>(value);
    case ParamKind::Integer:
      return std::holds_alternative<std::int64_t>(value);
    case ParamKind::Boolean:
      return std::holds_alternative<bool>(value);
    case ParamKind::Choice: {
      const auto* index = std::get_if<std::int64_t>(&value);
      return index && *index >= 0 && *index < static_cast<std::int64_t>(def.choices.size());
    }
    case ParamKind::IntegerList:
      return std::holds_alternative<std::vector<int>>(value);
    case ParamKind::Text:
      return std::holds_alternative<std::string>(value);
  }
  return false;
}

std::optional<std::string> rangeError(const ParamDef& def, const ParamValue& value) {
  const auto error = [&] {
    return std::optional(std::string(def.id) + ": '" +
                         (hasRightType(def, value) ? formatValue(def, value) : "?") + "' is not " +
                         allowedText(def));
  };
  if (!hasRightType(def, value)) return error();
  switch (def.kind) {
    case ParamKind::Real:
      return inside(def.range, std::get<double>(value)) ? std::nullopt : error();
    case ParamKind::Integer:
      return inside(def.range, static_cast<double>(std::get<std::int64_t>(value))) ? std::nullopt
                                                                                  : error();
    case ParamKind::IntegerList: {
      const auto& list = std::get<std::vector<int>>(value);
      const bool fits = static_cast<int>(list.size()) <= def.maxLength &&
                        std::ranges::all_of(list, [&](int v) { return inside(def.range, v); });
      return fits ? std::nullopt : error();
    }
    case ParamKind::Text: {
      const auto& text = std::get<std::string>(value);
      if (static_cast<int>(text.size()) <= def.maxLength) return std::nullopt;
      return std::string(def.id) + ": the text is " + std::to_string(text.size()) +
             " bytes long, not " + allowedText(def);
    }
    case ParamKind::Boolean:
    case ParamKind::Choice:
      return std::nullopt;
  }
  return std::nullopt;
}

ParamValue clampValue(const ParamDef& def, ParamValue value) {
  CHECK(hasRightType(def, value), "wrong type for parameter ", def.id);
  switch (def.kind) {
    case ParamKind::Real:
      return clampReal(def.range, std::get<double>(value));
    case ParamKind::Integer:
      return std::clamp(std::get<std::int64_t>(value), static_cast<std::int64_t>(def.range.lo),
                        static_cast<std::int64_t>(def.range.hi));
    case ParamKind::IntegerList: {
      auto& list = std::get<std::vector<int>>(value);
      if (static_cast<int>(list.size()) > def.maxLength) list.resize(def.maxLength);
      for (int& element : list) element = static_cast<int>(clampReal(def.range, element));
      return value;
    }
    case ParamKind::Text: {
      auto& text = std::get<std::string>(value);
      if (static_cast<int>(text.size()) > def.maxLength) {
        std::size_t end = def.maxLength;
        // Not in the middle of a UTF-8 character.
        while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
        text.resize(end);
      }
      return value;
    }
    case ParamKind::Boolean:
    case ParamKind::Choice:
      break;
  }
  return value;
}

std::vector<ParamValue> defaultParams(const LabDef& lab) {
  if (!lab.defaults.empty()) return lab.defaults;
  const auto config = lab.newConfig();
  std::vector<ParamValue> params;
  for (const ParamDef& def : lab.params) params.push_back(def.valueIn(config.get()));
  return params;
}

std::vector<ParamValue> presetParams(const LabDef& lab, const Preset& preset) {
  if (!preset.values.empty()) return preset.values;
  auto params = defaultParams(lab);
  for (const Setting& setting : preset.settings) {
    const int index = paramIndex(lab, setting.id);
    CHECK(index >= 0, "preset names an unknown parameter: ", setting.id);
    auto value = parseValue(lab.params[index], setting.value);
    CHECK(value.ok(), value.error());
    params[index] = std::move(value).value();
  }
  return params;
}

std::shared_ptr<void> makeConfig(const LabDef& lab, const std::vector<ParamValue>& params) {
  CHECK(params.size() == lab.params.size(), "parameters do not fit the lab");
  CHECK(lab.newConfig, "only the tables of lab ", lab.id, " are here");
  auto config = lab.newConfig();
  for (std::size_t i = 0; i < params.size(); ++i) lab.params[i].setIn(config.get(), params[i]);
  return config;
}

const Preset* presetOf(const LabDef& lab, const std::vector<ParamValue>& params) {
  for (const Preset& preset : lab.presets) {
    if (preset.values == params) return &preset;
  }
  return nullptr;
}

std::vector<int> irrelevantParams(const LabDef& lab, const std::vector<ParamValue>& params) {
  const auto config = makeConfig(lab, params);
  std::vector<int> found;
  for (std::size_t i = 0; i < lab.params.size(); ++i) {
    if (!lab.params[i].relevantTo(config.get())) found.push_back(static_cast<int>(i));
  }
  return found;
}

bool isRelevant(const LabDef& lab, int param, const std::vector<ParamValue>& params) {
  return lab.params[param].relevantTo(makeConfig(lab, params).get());
}

namespace {

/// The minus as wide as a figure, and the exponent raised: "−1.25·10⁻⁶" for "-1.25e-06", "10⁻⁶" for "1e-06".
std::string typeset(const std::string& text) {
  const std::size_t e = text.find('e');
  std::string shown = text.substr(0, e);
  if (e != std::string::npos) {
    const int power = std::atoi(text.c_str() + e + 1);
    const bool one = shown == "1" || shown == "-1";
    shown.replace(shown.size() - one, one, one ? "10" : "·10");
    if (power < 0) shown += kRaisedMinus;
    for (const char digit : std::to_string(std::abs(power))) shown += kRaisedDigits[digit - '0'];
  }
  if (shown.front() == '-') shown.replace(0, 1, "−");
  return shown;
}

/// What has no digits: "–" for what is not known.
const char* specialNumber(double value) {
  if (std::isnan(value)) return "–";
  return value > 0 ? "∞" : "−∞";
}

}  // namespace

std::string shortNumber(double value) {
  if (!std::isfinite(value)) return specialNumber(value);
  char text[32];
  std::snprintf(text, sizeof text, "%.6g", value + 0.0);
  return typeset(text);
}

std::string formatNumber(double value, int digits) {
  if (!std::isfinite(value)) return specialNumber(value);
  value += 0.0;  // Turns -0 into 0, which is printed without a sign.
  // Rounded first, so that 0.9999 counts as 1.00 and not as a number below 1.
  std::string text = scientificText(value, digits);
  const double size = std::abs(std::strtod(text.c_str(), nullptr));
  if (size == 0 || (size >= 1e-4 && size < 1e6)) {
    int decimals = 0;
    if (value != std::floor(value)) {
      const int whole = size >= 1 ? static_cast<int>(std::floor(std::log10(size))) + 1 : 0;
      const int leadingZeros = size < 1 ? static_cast<int>(-std::floor(std::log10(size))) - 1 : 0;
      decimals = std::max(0, digits - whole) + leadingZeros;
    }
    text = fixedText(value, decimals);
  }
  return typeset(text);
}

}  // namespace basin
