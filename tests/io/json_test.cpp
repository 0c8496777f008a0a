#include "io/json.h"
#include "io/lab_json.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <limits>
#include <nlohmann/json.hpp>

#include "io/json_writer.h"
#include "io/recipe.h"
#include "lab/registry.h"
#include "support/bowl_lab.h"
#include "support/random_values.h"

using namespace basin;
using Json = nlohmann::json;

namespace {

Json parsed(const std::string& text) {
  Json json = Json::parse(text, nullptr, false);
  REQUIRE_MESSAGE(!json.is_discarded(), text);
  return json;
}

Recipe randomRecipe(Rng& rng, const LabDef& lab) {
  Recipe recipe{.lab = std::string(lab.id),
                .params = tests::randomParams(rng, lab),
                .seed = rng.next() & kMaxSeed,
                .events = {},
                .steps = 100};
  std::uint64_t step = 0;
  for (int n = rng.below(4); n > 0; --n) {
    const int param = rng.below(static_cast<int>(lab.params.size()));
    if (lab.params[param].effect != Effect::Live) continue;
    step += static_cast<std::uint64_t>(rng.below(20));
    recipe.events.push_back({step, param, tests::randomValue(rng, lab.params[param])});
  }
  return recipe;
}

bool same(const Recipe& a, const Recipe& b) {
  if (a.events.size() != b.events.size()) return false;
  for (std::size_t i = 0; i < a.events.size(); ++i) {
    const Event& x = a.events[i];
    const Event& y = b.events[i];
    if (x.step != y.step || x.param != y.param || x.value != y.value) return false;
  }
  return a.lab == b.lab && a.params == b.params && a.seed == b.seed && a.steps == b.steps;
}

std::string errorOf(const std::string& text) {
  auto recipe = parseRecipeJson(text);
  REQUIRE_MESSAGE(!recipe.ok(), text);
  CHECK(recipe.error().find('\n') == std::string::npos);
  return recipe.error();
}

}  // namespace

TEST_CASE("the writer's text is JSON, whatever it is given") {
  JsonWriter json;
  json.beginObject();
  json.member("text", "quote \" slash \\ line \n bell \x07 bad \xFF é");
  json.member("nan", std::numeric_limits<double>::quiet_NaN());
  json.member("inf", -std::numeric_limits<double>::infinity());
  json.member("float", 0.1f);
  json.member("big", std::uint64_t{1} << 53);
  json.member("list", std::vector<int>{1, 2});
  json.key("empty").beginObject();
  json.endObject();
  json.endObject();
  const Json back = parsed(json.take());
  CHECK(back["text"] == "quote \" slash \\ line \n bell \x07 bad \xEF\xBF\xBD é");
  CHECK(back["nan"].is_null());
  CHECK(back["inf"] == "-Infinity");
  CHECK(back["float"] == 0.1);
  CHECK(back["list"] == Json::array({1, 2}));
}

TEST_CASE("a frame's JSON has the keys scripts depend on") {
  const LabDef& lab = tests::bowlLab();
  Session session(lab, firstParams(lab), 3);
  session.advance(1000);
  const Json json = parsed(frameJson(session.frame()));
  CHECK(json["lab"] == "test-bowl");
  CHECK(json["seed"] == 3);
  CHECK(json["steps"] == 200);
  CHECK(json["status"] == "done");
  CHECK(json["params"]["rate"] == 0.2);
  CHECK(json["params"]["start"] == "fixed");
  CHECK(json["params"]["widths"] == Json::array({4, 2}));
  CHECK(json["scalars"]["value"].is_number());
  REQUIRE(json["checks"].size() == 2);
  const Json& check = json["checks"][0];
  for (const char* key : {"name", "measured", "relation", "predicted", "tolerance", "holds"}) {
    CHECK(check.contains(key));
  }
  CHECK(check["relation"] == "<=");
  CHECK(check["holds"] == true);
  CHECK(json["series"]["loss"]["panels"][0]["curves"][0]["x"].size() == 201);
  CHECK(!json["series"]["loss"]["panels"][1]["curves"][0].contains("y"));
  CHECK(json["fields"]["surface"]["values"].size() == 20);
  CHECK(json["points"]["cloud"]["marks"][0]["x"].size() == 2);
  CHECK(!json["points"]["cloud"]["marks"][0].contains("handle"));
  CHECK(json["graphs"]["network"]["nets"][0]["edges"][0]["tie"] == 3);
  CHECK(json["notes"]["remark"] == "a bowl");
  CHECK(parsed(checksJson(session.frame())) == json["checks"]);
  CHECK(parsed(scalarsJson(session.frame())) == json["scalars"]);
}

TEST_CASE("a frame's JSON has what a picture of it needs") {
  const LabDef& lab = tests::bowlLab();
  Session session(lab, firstParams(lab), 3);
  const Json json = parsed(frameJson(session.frame()));
  const Json& series = json["series"]["loss"];
  CHECK(series["columns"] == 2);
  CHECK(series["panels"][0]["curves"][0]["colour"] == 0);
  const Json& field = json["fields"]["surface"];
  CHECK(field["map"] == "diverging");
  CHECK(field["range"] == Json::array({-3, 4}));
  CHECK(field["logColour"] == true);
  CHECK(field["cells"] == true);
  CHECK(field["paths"][0]["colour"] == 3);
  CHECK(field["marks"][0]["handle"] == true);

  Frame plain = session.frame();
  plain.outputs[0] = FieldData{.nx = 1, .ny = 1, .values = {0}, .levels = {}, .paths = {}, .marks = {}};
  const Json left = parsed(frameJson(plain))["fields"]["surface"];
  CHECK(left["map"] == "sequential");
  CHECK(!left.contains("range"));
  CHECK(!left.contains("logColour"));
  CHECK(!left.contains("cells"));
}

TEST_CASE("a lab's description says how its outputs are drawn") {
  for (const LabDef* lab : labs()) {
    const Json json = parsed(labJson(*lab));
    for (std::size_t i = 0; i < lab->outputs.size(); ++i) {
      const OutputDef& def = lab->outputs[i];
      const Json& output = json["outputs"][i];
      CHECK(output.contains("surface") == (def.view == FieldView::Surface));
      CHECK(output.contains("equalAspect") == def.equalAspect);
      CHECK(output.contains("commonRange") == def.commonRange);
    }
  }
}

TEST_CASE("a check that is not decided holds null") {
  const LabDef& lab = tests::bowlLab();
  Session session(lab, firstParams(lab), 3);
  const Json json = parsed(frameJson(session.frame()));
  CHECK(json["checks"][0]["holds"].is_null());
  CHECK(json["checks"][0]["measured"].is_null());
  CHECK(json["checks"][0]["state"] == "pending");
}

TEST_CASE("descriptions of all labs are JSON with everything declared") {
  tests::bowlLab();
  CHECK(parsed(labListJson()).size() == labs().size());
  for (const LabDef* lab : labs()) {
    const Json json = parsed(labJson(*lab));
    CHECK(json["params"].size() == lab->params.size());
    CHECK(json["outputs"].size() == lab->outputs.size());
    CHECK(json["presets"].size() == lab->presets.size());
    // What is declared as default is what a JSON reader may hand back.
    for (std::size_t i = 0; i < lab->params.size(); ++i) {
      const auto value = parseValueJson(lab->params[i], json["params"][i]["default"].dump());
      REQUIRE_MESSAGE(value.ok(), value.error());
      CHECK(value.value() == firstParams(*lab)[i]);
    }
  }
}

TEST_CASE("any recipe comes back from its JSON, also out of a frame's") {
  const LabDef& lab = tests::bowlLab();
  Rng rng(5);
  for (int i = 0; i < 1000; ++i) {
    const Recipe recipe = randomRecipe(rng, lab);
    const auto back = parseRecipeJson(recipeJson(recipe));
    REQUIRE_MESSAGE(back.ok(), back.error());
    REQUIRE(same(back.value(), recipe));
  }
  Session session(lab, firstParams(lab), 4);
  session.advance(10);
  REQUIRE(session.setParam(paramIndex(lab, "rate"), 0.01).ok());
  session.advance(10);
  const auto back = parseRecipeJson(frameJson(session.frame()));
  REQUIRE_MESSAGE(back.ok(), back.error());
  CHECK(same(back.value(), session.recipe()));
}

TEST_CASE("a recipe needs only its lab") {
  const LabDef& lab = tests::bowlLab();
  const auto recipe = parseRecipeJson(R"({"lab": "test-bowl", "params": {"length": 50.0}})");
  REQUIRE_MESSAGE(recipe.ok(), recipe.error());
  auto expected = firstParams(lab);
  expected[paramIndex(lab, "length")] = std::int64_t{50};
  CHECK(recipe.value().params == expected);
  CHECK(recipe.value().seed == kDefaultSeed);
}

TEST_CASE("the message for a bad recipe names the key") {
  tests::bowlLab();
  CHECK(errorOf("{\n  \"lab\": oops}").find("line 2, column 10") != std::string::npos);
  CHECK(errorOf("[]").find("object") != std::string::npos);
  CHECK(errorOf("{}").find("'lab'") != std::string::npos);
  CHECK(errorOf(R"({"lab": 3})").find("lab") == 0);
  CHECK(errorOf(R"({"lab": "test-bow"})").find("did you mean 'test-bowl'") != std::string::npos);
  const auto with = [](const std::string& rest) {
    return errorOf(R"({"lab": "test-bowl", )" + rest + "}");
  };
  CHECK(with(R"("sed": 3)").find("did you mean 'seed'") != std::string::npos);
  CHECK(with(R"("basin": 2)").find("basin") == 0);
  CHECK(with(R"("seed": -1)").find("seed") == 0);
  CHECK(with(R"("seed": 9007199254740992)").find("seed") == 0);
  CHECK(with(R"("seed": "7")").find("seed") == 0);
  CHECK(with(R"("params": [])").find("params") == 0);
  CHECK(with(R"("params": {"rat": 1})").find("did you mean 'rate'") != std::string::npos);
  CHECK(with(R"("params": {"rate": "fast"})").find("params: rate") == 0);
  CHECK(with(R"("params": {"rate": 99})").find("0.001 to 10") != std::string::npos);
  CHECK(with(R"("params": {"rate": null})").find("params: rate") == 0);
  CHECK(with(R"("params": {"length": 2.5})").find("params: length") == 0);
  CHECK(with(R"("params": {"widths": [1, "a"]})").find("params: widths") == 0);
  CHECK(with(R"("params": {"widths": [1, 1e99]})").find("params: widths") == 0);
  CHECK(with(R"("params": {"start": 0})").find("fixed, random") != std::string::npos);
  CHECK(with(R"("events": [{"step": 0, "param": "x", "value": 1}])").find("events: x") == 0);
  CHECK(with(R"("events": [{"step": 9, "param": "rate", "value": 1}])").find("events") == 0);
  CHECK(with(R"("events": [{"step": 0, "param": "rate"}])").find("'value'") != std::string::npos);
}

TEST_CASE("broken JSON never gets further than a message") {
  const LabDef& lab = tests::bowlLab();
  Rng rng(6);
  for (int i = 0; i < 3000; ++i) {
    std::string text = recipeJson(randomRecipe(rng, lab));
    for (int n = 1 + rng.below(4); n > 0; --n) {
      const auto at = static_cast<std::size_t>(rng.below(static_cast<int>(text.size())));
      if (rng.below(2) == 0) {
        text[at] = static_cast<char>(rng.below(256));
      } else {
        text.erase(at, 1 + rng.below(10));
      }
      if (text.empty()) text = "x";
    }
    const auto recipe = parseRecipeJson(text);
    if (recipe.ok()) REQUIRE(validateRecipe(recipe.value()).ok());
  }
  // Deep nesting must not use up the stack.
  CHECK(!parseRecipeJson(std::string(200000, '[')).ok());
  CHECK(!parseRecipeJson(R"({"lab": )" + std::string(200000, '[') + std::string(200000, ']') + "}")
             .ok());
}

TEST_CASE("the corpus of bad saved sessions") {
  tests::bowlLab();
  int files = 0;
  const std::string folder = std::string(BASIN_SOURCE_DIR) + "/tests/fuzz/recipes";
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    std::ifstream stream(entry.path(), std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(stream), {}};
    CAPTURE(entry.path().string());
    errorOf(text);
    ++files;
  }
  CHECK(files >= 8);
}
