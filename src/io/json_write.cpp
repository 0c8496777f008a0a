#include "io/json.h"

#include "io/json_writer.h"
#include "io/names.h"
#include "io/params_json.h"
#include "io/recipe.h"
#include "io/url.h"
#include "lab/param_text.h"
#include "lab/registry.h"

namespace basin {

namespace {

void write(JsonWriter& json, const GraphNode& node);
void write(JsonWriter& json, const GraphEdge& edge);
void write(JsonWriter& json, const Panel& panel);
void write(JsonWriter& json, const Net& net);

void write(JsonWriter& json, const Curve& curve) {
  json.beginObject();
  json.member("name", curve.name);
  json.member("style", nameOf(curve.style));
  json.member("role", nameOf(curve.role));
  json.member("colour", curve.colour);
  json.member("x", curve.x);
  if (curve.style != CurveStyle::Histogram) json.member("y", curve.y);
  if (!curve.lo.empty()) {
    json.member("lo", curve.lo);
    json.member("hi", curve.hi);
  }
  json.endObject();
}

void write(JsonWriter& json, const Path& path) {
  json.beginObject();
  json.member("name", path.name);
  json.member("role", nameOf(path.role));
  json.member("colour", path.colour);
  json.member("x", path.x);
  json.member("y", path.y);
  json.endObject();
}

void write(JsonWriter& json, const Marks& marks) {
  json.beginObject();
  json.member("name", marks.name);
  json.member("class", marks.colour);
  if (marks.handle) json.member("handle", true);
  json.member("x", marks.x);
  json.member("y", marks.y);
  json.endObject();
}

template <class T>
void writeList(JsonWriter& json, std::string_view name, const std::vector<T>& items) {
  json.key(name).beginArray();
  for (const T& item : items) write(json, item);
  json.endArray();
}

void write(JsonWriter& json, const Panel& panel) {
  json.beginObject();
  json.member("title", panel.title);
  writeList(json, "curves", panel.curves);
  json.endObject();
}

void write(JsonWriter& json, const GraphNode& node) {
  json.beginObject();
  json.member("layer", node.layer);
  json.member("label", node.label);
  json.member("value", node.value);
  if (!node.picture.values.empty()) {
    json.key("picture").beginObject();
    json.member("nx", node.picture.nx);
    json.member("ny", node.picture.ny);
    json.member("values", node.picture.values);
    json.endObject();
  }
  json.endObject();
}

void write(JsonWriter& json, const GraphEdge& edge) {
  json.beginObject();
  json.member("from", edge.from);
  json.member("to", edge.to);
  json.member("weight", edge.weight);
  if (edge.tie >= 0) json.member("tie", edge.tie);
  json.endObject();
}

void write(JsonWriter& json, const Net& net) {
  json.beginObject();
  json.member("title", net.title);
  writeList(json, "nodes", net.nodes);
  writeList(json, "edges", net.edges);
  json.endObject();
}

void writeBox(JsonWriter& json, double x0, double x1, double y0, double y1) {
  json.key("x").value(std::vector{x0, x1});
  json.key("y").value(std::vector{y0, y1});
}

void write(JsonWriter& json, const SeriesData& data) {
  json.beginObject();
  json.member("columns", data.columns);
  writeList(json, "panels", data.panels);
  json.endObject();
}

void write(JsonWriter& json, const FieldData& field) {
  json.beginObject();
  json.member("nx", field.nx);
  json.member("ny", field.ny);
  writeBox(json, field.x0, field.x1, field.y0, field.y1);
  json.member("map", nameOf(field.map));
  if (field.lo < field.hi) json.key("range").value(std::vector{field.lo, field.hi});
  if (field.logColour) json.member("logColour", true);
  if (field.cells) json.member("cells", true);
  json.member("values", field.values);
  if (!field.levels.empty()) json.member("levels", field.levels);
  writeList(json, "paths", field.paths);
  writeList(json, "marks", field.marks);
  json.endObject();
}

void write(JsonWriter& json, const PointsData& points) {
  json.beginObject();
  writeBox(json, points.x0, points.x1, points.y0, points.y1);
  writeList(json, "marks", points.marks);
  writeList(json, "paths", points.paths);
  json.endObject();
}

void write(JsonWriter& json, const GraphData& graph) {
  json.beginObject();
  writeList(json, "nets", graph.nets);
  json.endObject();
}

void write(JsonWriter& json, const ScalarData& data) {
  json.value(data.value);
}
void write(JsonWriter& json, const NoteData& data) {
  json.value(data.text);
}

void write(JsonWriter& json, const OutputDef& def, const CheckData& check) {
  json.beginObject();
  json.member("id", def.id);
  json.member("name", def.label);
  json.member("measured", check.measured);
  json.member("relation", nameOf(check.relation));
  json.member("predicted", check.predicted);
  json.member("tolerance", check.tolerance);
  json.key("holds");
  if (check.state == CheckState::Holds || check.state == CheckState::Fails) {
    json.value(check.state == CheckState::Holds);
  } else {
    json.null();
  }
  json.member("state", nameOf(check.state));
  json.member("detail", check.detail);
  json.member("reference", def.referenceText);
  if (!def.quantityText.empty()) json.member("quantity", def.quantityText);
  if (!def.unitText.empty()) json.member("unit", def.unitText);
  if (!def.lawText.empty()) {
    json.key("law").beginObject();
    json.member("formula", def.lawText);
    json.member("symbol", def.lawSymbol);
    if (!def.lawUnit.empty()) json.member("unit", def.lawUnit);
    json.member("predicted", check.law.predicted);
    json.member("measured", check.law.measured);
    json.endObject();
  }
  json.endObject();
}

// All outputs of one kind as {id: data}.
template <class Data>
void writeKind(JsonWriter& json, const LabDef& lab, const Frame& frame) {
  json.beginObject();
  for (std::size_t i = 0; i < frame.outputs.size(); ++i) {
    const auto* data = std::get_if<Data>(&frame.outputs[i]);
    if (!data) continue;
    json.key(lab.outputs[i].id);
    write(json, *data);
  }
  json.endObject();
}

void writeChecks(JsonWriter& json, const LabDef& lab, const Frame& frame) {
  json.beginArray();
  for (std::size_t i = 0; i < frame.outputs.size(); ++i) {
    const auto* check = std::get_if<CheckData>(&frame.outputs[i]);
    if (check) write(json, lab.outputs[i], *check);
  }
  json.endArray();
}

void writeRecipe(JsonWriter& json, const LabDef& lab, const Recipe& recipe) {
  json.beginObject();
  json.member("basin", 1);
  json.member("lab", recipe.lab);
  json.key("params");
  writeParams(json, lab, recipe.params);
  json.member("seed", recipe.seed);
  json.key("events").beginArray();
  for (const Event& event : recipe.events) {
    const ParamDef& def = lab.params[event.param];
    json.beginObject();
    json.member("step", event.step);
    json.member("param", def.id);
    json.key("value");
    writeParam(json, def, event.value);
    json.endObject();
  }
  json.endArray();
  json.member("steps", recipe.steps);
  json.endObject();
}

}  // namespace

std::string frameJson(const Frame& frame) {
  const LabDef& lab = *findLab(frame.lab);
  JsonWriter json;
  json.beginObject();
  json.member("lab", frame.lab);
  json.key("params");
  writeParams(json, lab, frame.params);
  json.member("seed", frame.seed);
  json.member("steps", frame.step);
  json.member("status", nameOf(frame.status));
  json.member("statusText", frame.statusText);
  json.key("unreadable");
  if (frame.unreadable >= 0) {
    json.value(lab.params[static_cast<std::size_t>(frame.unreadable)].id);
  } else {
    json.null();
  }
  json.member("progress", frame.progress);
  json.member("time", frame.time);
  json.key("scalars");
  writeKind<ScalarData>(json, lab, frame);
  json.key("checks");
  writeChecks(json, lab, frame);
  json.key("series");
  writeKind<SeriesData>(json, lab, frame);
  json.key("fields");
  writeKind<FieldData>(json, lab, frame);
  json.key("points");
  writeKind<PointsData>(json, lab, frame);
  json.key("graphs");
  writeKind<GraphData>(json, lab, frame);
  json.key("notes");
  writeKind<NoteData>(json, lab, frame);
  json.key("recipe");
  writeRecipe(json, lab, recipeOf(frame));
  json.endObject();
  return json.take();
}

std::string checksJson(const Frame& frame) {
  JsonWriter json;
  writeChecks(json, *findLab(frame.lab), frame);
  return json.take();
}

std::string scalarsJson(const Frame& frame) {
  JsonWriter json;
  writeKind<ScalarData>(json, *findLab(frame.lab), frame);
  return json.take();
}

std::string paramsJson(const LabDef& lab, const std::vector<ParamValue>& params) {
  JsonWriter json;
  writeParams(json, lab, params);
  return json.take();
}

std::string irrelevantJson(const LabDef& lab, const std::vector<int>& params) {
  JsonWriter json;
  json.beginArray();
  for (const int param : params) json.value(lab.params[static_cast<std::size_t>(param)].id);
  json.endArray();
  return json.take();
}

std::string addressJson(std::string_view hash) {
  const UrlState state = parseUrlHash(hash);
  JsonWriter json;
  json.beginObject();
  json.member("lab", state.lab);
  if (const LabDef* lab = findLab(state.lab)) {
    json.key("params");
    writeParams(json, *lab, state.params);
  }
  json.member("seed", state.seed);
  json.key("play");
  if (state.play) {
    json.value(*state.play);
  } else {
    json.null();
  }
  json.member("notes", state.notes);
  json.member("guess", state.guess);
  json.endObject();
  return json.take();
}

std::string recipeJson(const Recipe& recipe) {
  JsonWriter json;
  writeRecipe(json, *findLab(recipe.lab), recipe);
  return json.take();
}

}  // namespace basin
