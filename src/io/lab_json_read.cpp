#include "io/lab_json.h"

#include <deque>
#include <nlohmann/json.hpp>

#include "io/json.h"
#include "io/names.h"
#include "io/text.h"
#include "lab/param_text.h"
#include "lab/registry.h"

namespace basin {

namespace {

using Json = nlohmann::json;

/// What the views of a LabDef point at. Kept for ever: faces hold on to labs.
struct Arena {
  std::deque<std::string> texts;
  std::deque<std::vector<Choice>> choices;
  std::vector<ParamDef> params;
  std::vector<OutputDef> outputs;
};

/// Reads members of objects; the first that is missing or of another type is remembered.
class Reader {
 public:
  explicit Reader(Arena& arena) : arena_(&arena) {}

  const std::string& error() const { return error_; }
  bool ok() const { return error_.empty(); }

  std::string_view text(const Json& json, const char* key) {
    const Json* member = find(json, key);
    if (!member) return {};
    if (!member->is_string()) return fail(key), std::string_view();
    return arena_->texts.emplace_back(member->get<std::string>());
  }
  double number(const Json& json, const char* key, double otherwise = 0) {
    const Json* member = find(json, key);
    if (!member) return otherwise;
    if (!member->is_number()) return fail(key), otherwise;
    return member->get<double>();
  }
  int whole(const Json& json, const char* key, int otherwise = 0) {
    const double value = number(json, key, otherwise);
    if (!(value >= -1e9 && value <= 1e9)) return fail(key), otherwise;
    return static_cast<int>(value);
  }
  bool flag(const Json& json, const char* key) {
    const Json* member = find(json, key);
    return member && member->is_boolean() && member->get<bool>();
  }
  template <class E>
  E name(const Json& json, const char* key, int count, E otherwise) {
    const Json* member = find(json, key);
    if (!member) return otherwise;
    for (int i = 0; i < count && member->is_string(); ++i) {
      if (nameOf(static_cast<E>(i)) == member->get_ref<const std::string&>())
        return static_cast<E>(i);
    }
    return fail(key), otherwise;
  }
  Group group(const Json& json) {
    const std::string_view name = text(json, "group");
    for (int i = 0; i < kGroups; ++i) {
      if (groupName(static_cast<Group>(i)) == name) return static_cast<Group>(i);
    }
    return fail("group"), Group::Optimisation;
  }
  std::vector<std::string_view> texts(const Json& json, const char* key) {
    std::vector<std::string_view> found;
    for (const Json& item : list(json, key)) {
      if (item.is_string()) found.push_back(arena_->texts.emplace_back(item.get<std::string>()));
    }
    return found;
  }
  const Json& list(const Json& json, const char* key) {
    static const Json none = Json::array();
    const Json* member = find(json, key);
    if (!member) return none;
    if (!member->is_array()) return fail(key), none;
    return *member;
  }
  Axis axis(const Json& json, const char* key) {
    const Json* member = find(json, key);
    if (!member) return {};
    return {text(*member, "symbol"), text(*member, "meaning"),
            name(*member, "scale", 2, Scale::Linear), number(*member, "turn")};
  }
  ParamValue value(const ParamDef& def, const Json& json, const char* key) {
    const Json* member = find(json, key);
    auto value = member ? parseValueJson(def, member->dump()) : Failure{"missing"};
    if (value.ok()) return std::move(value).value();
    fail(std::string(def.id) + "." + key);
    return {};
  }
  void fail(const std::string& key) {
    if (error_.empty()) error_ = key + ": missing or not of its kind";
  }

 private:
  static const Json* find(const Json& json, const char* key) {
    if (!json.is_object()) return nullptr;
    const auto found = json.find(key);
    return found == json.end() ? nullptr : &*found;
  }

  Arena* arena_;
  std::string error_;
};

ParamDef readParam(Reader& read, Arena& arena, const Json& json) {
  ParamDef def{.id = read.text(json, "id"),
               .label = read.text(json, "label"),
               .help = read.text(json, "help"),
               .kind = read.name(json, "kind", 6, ParamKind::Real),
               .range = {read.number(json, "min"), read.number(json, "max", 1),
                         read.name(json, "scale", 2, Scale::Linear)},
               .maxLength = read.whole(json, "maxLength"),
               .unitText = read.text(json, "unit"),
               .groupName = read.text(json, "group"),
               .symbolText = read.text(json, "symbol"),
               .effect = read.flag(json, "live") ? Effect::Live : Effect::Restart};
  std::vector<Choice> choices;
  for (const Json& item : read.list(json, "choices")) {
    choices.push_back({read.text(item, "id"), read.text(item, "label")});
  }
  if (!choices.empty()) {
    def.range = {0, static_cast<double>(choices.size()) - 1};
    def.choices = arena.choices.emplace_back(std::move(choices));
  }
  return def;
}

OutputDef readOutput(Reader& read, const Json& json) {
  OutputDef def{.id = read.text(json, "id"),
                .label = read.text(json, "label"),
                .help = read.text(json, "help"),
                .kind = read.name(json, "kind", 7, OutputKind::Series),
                .xAxis = read.axis(json, "x"),
                .yAxis = read.axis(json, "y"),
                .zAxis = read.axis(json, "z"),
                .view = read.flag(json, "surface") ? FieldView::Surface : FieldView::Heatmap,
                .unitText = read.text(json, "unit"),
                .referenceText = read.text(json, "reference"),
                .pokable = read.flag(json, "takesPokes"),
                .brushes = read.whole(json, "brushes"),
                .equalAspect = read.flag(json, "equalAspect"),
                .commonRange = read.flag(json, "commonRange"),
                .quantityText = read.text(json, "quantity")};
  if (json.is_object() && json.contains("law")) {
    def.lawText = read.text(json["law"], "formula");
    def.lawSymbol = read.text(json["law"], "symbol");
    def.lawUnit = read.text(json["law"], "unit");
  }
  return def;
}

Preset readPreset(Reader& read, const std::vector<ParamDef>& params, const Json& json) {
  Preset preset{.id = read.text(json, "id"),
                .label = read.text(json, "label"),
                .lookFor = read.text(json, "lookFor"),
                .picture = read.text(json, "picture"),
                .hidden = read.flag(json, "hidden")};
  static const Json none = Json::object();
  const Json& values = json.is_object() && json.contains("params") ? json["params"] : none;
  for (const ParamDef& def : params) {
    preset.values.push_back(read.value(def, values, std::string(def.id).c_str()));
  }
  for (const Json& item : read.list(json, "expected")) {
    preset.expected.push_back({read.text(item, "scalar"), read.number(item, "value"),
                               read.number(item, "tolerance"),
                               static_cast<std::uint64_t>(read.whole(item, "step")),
                               static_cast<std::uint64_t>(read.whole(item, "seed", 1))});
  }
  return preset;
}

LabCard readCard(Reader& read, const Json& json) {
  LabCard card{.id = std::string(read.text(json, "id")),
               .title = std::string(read.text(json, "title")),
               .claim = std::string(read.text(json, "claim")),
               .group = read.group(json),
               .year = read.whole(json, "year"),
               .authors = std::string(read.text(json, "authors")),
               .kind = read.name(json, "kind", 3, LabKind::Theorem),
               .order = read.whole(json, "order"),
               .level = read.whole(json, "level", 1),
               .minutes = read.whole(json, "minutes", 5)};
  for (std::string_view word : read.texts(json, "keywords")) card.keywords.emplace_back(word);
  if (card.id.empty()) read.fail("id");
  return card;
}

LabDef readLab(Reader& read, Arena& arena, const Json& json) {
  LabDef lab{.id = read.text(json, "id"),
             .title = read.text(json, "title"),
             .claim = read.text(json, "claim"),
             .group = read.group(json),
             .year = read.whole(json, "year"),
             .authors = read.text(json, "authors"),
             .kind = read.name(json, "kind", 3, LabKind::Theorem),
             .order = read.whole(json, "order"),
             .level = read.whole(json, "level", 1),
             .minutes = read.whole(json, "minutes", 5),
             .needs = read.texts(json, "needs"),
             .next = read.texts(json, "next"),
             .keywords = read.texts(json, "keywords"),
             .thumbnailSteps = read.whole(json, "thumbnailSteps"),
             .stepsPerSecond = read.number(json, "stepsPerSecond", 60)};
  if (json.contains("clock")) {
    lab.clock = {read.text(json["clock"], "symbol"), read.text(json["clock"], "meaning")};
  }
  for (const Json& item : read.list(json, "params")) {
    const ParamDef& def = arena.params.emplace_back(readParam(read, arena, item));
    if (!item.value("relevant", true)) {
      lab.irrelevant.push_back(static_cast<int>(arena.params.size()) - 1);
    }
    lab.defaults.push_back(
        read.value(def, item, item.contains("fallback") ? "fallback" : "default"));
  }
  for (const Json& item : read.list(json, "outputs")) {
    arena.outputs.push_back(readOutput(read, item));
  }
  lab.params = arena.params;
  lab.outputs = arena.outputs;
  for (const Json& item : read.list(json, "presets")) {
    lab.presets.push_back(readPreset(read, arena.params, item));
  }
  for (const Json& item : read.list(json, "references")) {
    lab.references.push_back({read.text(item, "text"), read.text(item, "url")});
  }
  if (lab.id.empty()) read.fail("id");
  if (lab.params.empty()) read.fail("params");
  if (lab.outputs.empty()) read.fail("outputs");
  if (lab.presets.empty()) read.fail("presets");
  return lab;
}

}  // namespace

Result<const LabDef*> addLabTables(std::string_view text) {
  const Json json = Json::parse(text, nullptr, false);
  if (!json.is_object()) return Failure{"the tables of the lab are not a JSON object"};
  static std::deque<Arena> kept;
  Arena& arena = kept.emplace_back();
  Reader read(arena);
  LabDef lab = readLab(read, arena, json);
  if (!read.ok()) {
    kept.pop_back();
    return Failure{"the tables of the lab: " + read.error()};
  }
  if (const LabDef* known = findLab(lab.id)) {
    kept.pop_back();
    return known;
  }
  const std::string_view id = lab.id;
  registerLab(std::move(lab));
  return findLab(id);
}

Result<std::vector<LabCard>> readLabCards(std::string_view text) {
  const Json json = Json::parse(text, nullptr, false);
  if (!json.is_array()) return Failure{"the list of labs is not a JSON list"};
  Arena arena;
  Reader read(arena);
  std::vector<LabCard> cards;
  for (const Json& item : json) cards.push_back(readCard(read, item));
  if (!read.ok()) return Failure{"the list of labs: " + read.error()};
  return cards;
}

}  // namespace basin
