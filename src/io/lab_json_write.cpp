#include "io/lab_json.h"

#include <algorithm>

#include "io/json_writer.h"
#include "io/names.h"
#include "io/params_json.h"
#include "io/recipe.h"
#include "lab/param_text.h"
#include "lab/registry.h"

namespace basin {

namespace {

void write(JsonWriter& json, const LabDef& lab, int index) {
  const ParamDef& def = lab.params[index];
  json.beginObject();
  json.member("id", def.id);
  json.member("label", def.label);
  json.member("help", def.help);
  json.member("kind", nameOf(def.kind));
  json.key("default");
  writeParam(json, def, firstParams(lab)[index]);
  if (lab.defaults[index] != firstParams(lab)[index]) {
    json.key("fallback");
    writeParam(json, def, lab.defaults[index]);
  }
  if (def.kind == ParamKind::Real || def.kind == ParamKind::Integer ||
      def.kind == ParamKind::IntegerList) {
    json.member("min", def.range.lo);
    json.member("max", def.range.hi);
    json.member("scale", nameOf(def.range.scale));
  }
  if (def.maxLength > 0) json.member("maxLength", def.maxLength);
  if (!def.choices.empty()) {
    json.key("choices").beginArray();
    for (const Choice& choice : def.choices) {
      json.beginObject();
      json.member("id", choice.id);
      json.member("label", choice.label);
      json.endObject();
    }
    json.endArray();
  }
  json.member("allowed", allowedText(def));
  json.member("unit", def.unitText);
  json.member("symbol", def.symbolText);
  json.member("group", def.groupName);
  json.member("live", def.effect == Effect::Live);
  json.member("relevant", std::ranges::find(lab.irrelevant, index) == lab.irrelevant.end());
  json.endObject();
}

void write(JsonWriter& json, std::string_view name, const Axis& axis) {
  if (axis.symbol.empty() && axis.meaning.empty()) return;
  json.key(name).beginObject();
  json.member("symbol", axis.symbol);
  json.member("meaning", axis.meaning);
  json.member("scale", nameOf(axis.scale));
  if (axis.turn > 0) json.member("turn", axis.turn);
  json.endObject();
}

void write(JsonWriter& json, const OutputDef& def) {
  json.beginObject();
  json.member("id", def.id);
  json.member("label", def.label);
  json.member("help", def.help);
  json.member("kind", nameOf(def.kind));
  write(json, "x", def.xAxis);
  write(json, "y", def.yAxis);
  write(json, "z", def.zAxis);
  const auto text = [&](const char* name, std::string_view value) {
    if (!value.empty()) json.member(name, value);
  };
  const auto flag = [&](const char* name, bool value) {
    if (value) json.member(name, true);
  };
  text("unit", def.unitText);
  text("reference", def.referenceText);
  text("quantity", def.quantityText);
  if (!def.lawText.empty()) {
    json.key("law").beginObject();
    json.member("formula", def.lawText);
    json.member("symbol", def.lawSymbol);
    json.member("unit", def.lawUnit);
    json.endObject();
  }
  flag("surface", def.view == FieldView::Surface);
  flag("equalAspect", def.equalAspect);
  flag("commonRange", def.commonRange);
  flag("takesPokes", def.pokable);
  if (def.brushes > 0) json.member("brushes", def.brushes);
  json.endObject();
}

template <class Texts>
void writeTexts(JsonWriter& json, std::string_view name, const Texts& texts) {
  json.key(name).beginList();
  for (const auto& text : texts) json.value(std::string_view(text));
  json.endArray();
}

void writeCard(JsonWriter& json, const LabCard& card) {
  json.member("id", card.id);
  json.member("title", card.title);
  json.member("claim", card.claim);
  json.member("group", groupName(card.group));
  json.member("shelf", shelfName(card.group));
  json.member("year", card.year);
  json.member("authors", card.authors);
  json.member("kind", nameOf(card.kind));
  json.member("order", card.order);
  json.member("level", card.level);
  json.member("minutes", card.minutes);
  writeTexts(json, "keywords", card.keywords);
}

void write(JsonWriter& json, const LabDef& lab, const Preset& preset) {
  json.beginObject();
  json.member("id", preset.id);
  json.member("label", preset.label);
  json.member("lookFor", preset.lookFor);
  if (!preset.picture.empty()) json.member("picture", preset.picture);
  if (preset.hidden) json.member("hidden", true);
  json.key("params");
  writeParams(json, lab, preset.values);
  if (!preset.expected.empty()) {
    json.key("expected").beginArray();
    for (const Expected& expected : preset.expected) {
      json.beginObject();
      json.member("scalar", expected.scalar);
      json.member("value", expected.value);
      json.member("tolerance", expected.tolerance);
      json.member("step", expected.step);
      json.member("seed", expected.seed);
      json.endObject();
    }
    json.endArray();
  }
  json.endObject();
}

}  // namespace

std::string labJson(const LabDef& lab) {
  JsonWriter json;
  json.beginObject();
  writeCard(json, cardOf(lab));
  writeTexts(json, "needs", lab.needs);
  writeTexts(json, "next", lab.next);
  json.key("clock").beginObject();
  json.member("symbol", lab.clock.symbol);
  json.member("meaning", lab.clock.meaning);
  json.endObject();
  json.member("stepsPerSecond", lab.stepsPerSecond);
  json.member("thumbnailSteps", lab.thumbnailSteps);
  json.key("params").beginArray();
  for (std::size_t i = 0; i < lab.params.size(); ++i) write(json, lab, static_cast<int>(i));
  json.endArray();
  json.key("outputs").beginArray();
  for (const OutputDef& def : lab.outputs) write(json, def);
  json.endArray();
  json.key("presets").beginArray();
  for (const Preset& preset : lab.presets) write(json, lab, preset);
  json.endArray();
  json.key("references").beginArray();
  for (const Reference& reference : lab.references) {
    json.beginObject();
    json.member("text", reference.text);
    if (!reference.url.empty()) json.member("url", reference.url);
    json.endObject();
  }
  json.endArray();
  json.endObject();
  return json.take();
}

std::string labListJson() {
  JsonWriter json;
  json.beginArray();
  for (const LabCard& card : labCards()) {
    json.beginObject();
    writeCard(json, card);
    json.endObject();
  }
  json.endArray();
  return json.take();
}

}  // namespace basin
