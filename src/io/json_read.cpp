#include "io/json.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>

#include "io/recipe.h"
#include "io/text.h"
#include "lab/param_text.h"
#include "lab/registry.h"

namespace basin {

namespace {

using Json = nlohmann::json;

constexpr std::size_t kLargestText = 16 * 1024 * 1024;

// Only finds out where a text stops being JSON.
class ErrorFinder : public nlohmann::json_sax<Json> {
 public:
  bool null() override { return true; }
  bool boolean(bool) override { return true; }
  bool number_integer(number_integer_t) override { return true; }
  bool number_unsigned(number_unsigned_t) override { return true; }
  bool number_float(number_float_t, const string_t&) override { return true; }
  bool string(string_t&) override { return true; }
  bool binary(binary_t&) override { return true; }
  bool start_object(std::size_t) override { return true; }
  bool key(string_t&) override { return true; }
  bool end_object() override { return true; }
  bool start_array(std::size_t) override { return true; }
  bool end_array() override { return true; }
  bool parse_error(std::size_t position, const std::string&,
                   const nlohmann::detail::exception&) override {
    position_ = position;
    return false;
  }

  std::size_t position() const { return position_; }

 private:
  std::size_t position_ = 0;
};

Result<Json> parse(std::string_view text) {
  if (text.size() > kLargestText) return Failure{"the JSON text is longer than 16 MB"};
  Json json = Json::parse(text, nullptr, false);
  if (!json.is_discarded()) return json;
  ErrorFinder finder;
  Json::sax_parse(text, &finder);
  std::size_t line = 1;
  std::size_t column = 1;
  for (std::size_t i = 0; i + 1 < finder.position() && i < text.size(); ++i) {
    line += text[i] == '\n';
    column = text[i] == '\n' ? 1 : column + 1;
  }
  return Failure{"not valid JSON at line " + std::to_string(line) + ", column " +
                 std::to_string(column)};
}

std::string shown(const Json& json) {
  // The library writes by recursion, which hostile nesting would turn against the stack.
  const bool flat =
      std::ranges::none_of(json, [](const Json& item) { return item.is_structured(); });
  if (!flat) return json.is_array() ? "a nested list" : "a nested object";
  return quote(json.dump(-1, ' ', false, Json::error_handler_t::replace));
}

Failure notAllowed(const ParamDef& def, const Json& json) {
  return {std::string(def.id) + ": " + shown(json) + " is not " + allowedText(def)};
}

bool readWhole(const Json& json, std::int64_t& value) {
  if (json.is_number_unsigned() && json.get<std::uint64_t>() > kMaxSeed) return false;
  if (json.is_number_integer()) {
    value = json.get<std::int64_t>();
    return true;
  }
  if (!json.is_number_float()) return false;
  const double real = json.get<double>();
  if (std::abs(real) > static_cast<double>(kMaxSeed) || real != std::floor(real)) return false;
  value = static_cast<std::int64_t>(real);
  return true;
}

Result<std::uint64_t> readCount(const std::string& key, const Json& json) {
  std::int64_t value = 0;
  if (!readWhole(json, value) || value < 0 || value > static_cast<std::int64_t>(kMaxSeed)) {
    return Failure{key + ": " + shown(json) + " is not a whole number from 0 to " +
                   std::to_string(kMaxSeed)};
  }
  return static_cast<std::uint64_t>(value);
}

Result<ParamValue> readTyped(const ParamDef& def, const Json& json) {
  std::int64_t whole = 0;
  switch (def.kind) {
    case ParamKind::Real:
      if (json.is_number()) return ParamValue(json.get<double>());
      break;
    case ParamKind::Integer:
      if (readWhole(json, whole)) return ParamValue(whole);
      break;
    case ParamKind::Boolean:
      if (json.is_boolean()) return ParamValue(json.get<bool>());
      break;
    case ParamKind::Choice:
      if (json.is_string()) return parseValue(def, json.get_ref<const std::string&>());
      break;
    case ParamKind::IntegerList: {
      if (!json.is_array() || json.size() > static_cast<std::size_t>(def.maxLength)) break;
      std::vector<int> list;
      for (const Json& item : json) {
        if (!readWhole(item, whole) || std::abs(whole) > std::numeric_limits<int>::max()) {
          return notAllowed(def, json);
        }
        list.push_back(static_cast<int>(whole));
      }
      return ParamValue(std::move(list));
    }
    case ParamKind::Text:
      if (json.is_string()) return ParamValue(json.get<std::string>());
      break;
  }
  return notAllowed(def, json);
}

Result<ParamValue> readValue(const ParamDef& def, const Json& json) {
  auto value = readTyped(def, json);
  if (!value.ok()) return value;
  if (auto error = rangeError(def, value.value())) return Failure{*error};
  return value;
}

// The message for the first key that is none of `known`.
Result<void> onlyKeys(const Json& object, const std::string& where,
                      const std::vector<std::string_view>& known) {
  for (const auto& item : object.items()) {
    if (std::ranges::find(known, item.key()) != known.end()) continue;
    const std::string nearest = nearestWord(item.key(), known);
    return Failure{where + "unknown key " + quote(item.key()) +
                   (nearest.empty() ? "" : "; did you mean '" + nearest + "'?")};
  }
  return {};
}

Result<void> readParams(const LabDef& lab, const Json& json, Recipe& recipe) {
  if (!json.is_object()) return Failure{"params: " + shown(json) + " is not an object"};
  std::vector<std::string_view> ids;
  for (const ParamDef& def : lab.params) ids.push_back(def.id);
  if (auto known = onlyKeys(json, "params: ", ids); !known.ok()) return known;
  for (const auto& item : json.items()) {
    const int index = paramIndex(lab, item.key());
    auto value = readValue(lab.params[index], item.value());
    if (!value.ok()) return Failure{"params: " + value.error()};
    recipe.params[index] = std::move(value).value();
  }
  return {};
}

Result<Event> readEvent(const LabDef& lab, const Json& json) {
  if (!json.is_object()) return Failure{"events: " + shown(json) + " is not an object"};
  if (auto known = onlyKeys(json, "events: ", {"step", "param", "value"}); !known.ok()) {
    return Failure{known.error()};
  }
  for (const char* key : {"step", "param", "value"}) {
    if (!json.contains(key)) return Failure{std::string("events: '") + key + "' is missing"};
  }
  auto step = readCount("events: step", json["step"]);
  if (!step.ok()) return Failure{step.error()};
  const Json& id = json["param"];
  const int index = id.is_string() ? paramIndex(lab, id.get_ref<const std::string&>()) : -1;
  if (index < 0) return Failure{"events: there is no parameter " + shown(id)};
  auto value = readValue(lab.params[index], json["value"]);
  if (!value.ok()) return Failure{"events: " + value.error()};
  return Event{step.value(), index, std::move(value).value()};
}

Result<void> readEvents(const LabDef& lab, const Json& json, Recipe& recipe) {
  if (!json.is_array()) return Failure{"events: " + shown(json) + " is not a list"};
  for (const Json& item : json) {
    auto event = readEvent(lab, item);
    if (!event.ok()) return Failure{event.error()};
    recipe.events.push_back(std::move(event).value());
  }
  return {};
}

Result<Recipe> readRecipe(const Json& json) {
  if (!json.is_object()) return Failure{"a saved session is a JSON object, not " + shown(json)};
  auto known = onlyKeys(json, "", {"basin", "lab", "params", "seed", "events", "steps"});
  if (!known.ok()) return Failure{known.error()};
  if (json.contains("basin") && json["basin"] != 1) {
    return Failure{"basin: version " + shown(json["basin"]) + " is not 1"};
  }
  if (!json.contains("lab")) return Failure{"'lab' is missing"};
  if (!json["lab"].is_string()) return Failure{"lab: " + shown(json["lab"]) + " is not a text"};
  const std::string id = json["lab"].get<std::string>();
  const LabDef* lab = findLab(id);
  if (!lab) {
    std::vector<std::string_view> ids;
    for (const LabCard& each : labCards()) ids.push_back(each.id);
    const std::string nearest = nearestWord(id, ids);
    return Failure{"lab: there is no lab " + quote(id) +
                   (nearest.empty() ? "" : "; did you mean '" + nearest + "'?")};
  }
  Recipe recipe = firstRecipe(*lab);
  Result<void> read;
  if (json.contains("params")) read = readParams(*lab, json["params"], recipe);
  if (read.ok() && json.contains("events")) read = readEvents(*lab, json["events"], recipe);
  if (!read.ok()) return Failure{read.error()};
  for (const char* key : {"seed", "steps"}) {
    if (!json.contains(key)) continue;
    auto count = readCount(key, json[key]);
    if (!count.ok()) return Failure{count.error()};
    (key == std::string_view("seed") ? recipe.seed : recipe.steps) = count.value();
  }
  if (auto valid = validateRecipe(recipe); !valid.ok()) return Failure{valid.error()};
  return recipe;
}

}  // namespace

Result<Recipe> parseRecipeJson(std::string_view text) {
  auto json = parse(text);
  if (!json.ok()) return Failure{json.error()};
  const Json& whole = json.value();
  const bool isFrame = whole.is_object() && whole.contains("recipe") && whole.contains("checks");
  auto recipe = readRecipe(isFrame ? whole["recipe"] : whole);
  if (!recipe.ok()) return Failure{oneLine(recipe.error())};
  return recipe;
}

std::string labOfRecipeJson(std::string_view text) {
  const auto json = parse(text);
  if (!json.ok() || !json.value().is_object()) return {};
  const Json& whole = json.value();
  const Json& recipe = whole.contains("recipe") ? whole["recipe"] : whole;
  if (!recipe.is_object() || !recipe.contains("lab") || !recipe["lab"].is_string()) return {};
  return recipe["lab"].get<std::string>();
}

Result<ParamValue> parseValueJson(const ParamDef& def, std::string_view text) {
  auto json = parse(text);
  if (!json.ok()) return Failure{std::string(def.id) + ": " + json.error()};
  auto value = readValue(def, json.value());
  if (!value.ok()) return Failure{oneLine(value.error())};
  return value;
}

}  // namespace basin
