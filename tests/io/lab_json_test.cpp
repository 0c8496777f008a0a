#include "io/lab_json.h"

#include <doctest/doctest.h>

#include <string>

#include "io/json.h"
#include "io/recipe.h"
#include "io/url.h"
#include "lab/param_text.h"
#include "lab/registry.h"
#include "support/bowl_lab.h"

using namespace basin;

namespace {

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  REQUIRE(at != std::string::npos);
  return text.replace(at, from.size(), to);
}

}  // namespace

TEST_CASE("a lab's tables say all that a face needs, and come back the same") {
  tests::bowlLab();
  std::vector<const LabDef*> all(labs().begin(), labs().end());
  for (const LabDef* lab : all) {
    if (!lab->make) continue;
    const std::string id(lab->id);
    const std::string other = "test-tables-of-" + id;
    const std::string json = replaced(labJson(*lab), '"' + id + '"', '"' + other + '"');
    const auto tables = addLabTables(json);
    REQUIRE_MESSAGE(tables.ok(), tables.error());
    const LabDef& copy = *tables.value();
    CHECK(labJson(copy) == json);
    CHECK(copy.make == nullptr);
    CHECK(defaultParams(copy) == defaultParams(*lab));
    REQUIRE(copy.presets.size() == lab->presets.size());
    for (std::size_t i = 0; i < copy.presets.size(); ++i) {
      CHECK(presetParams(copy, copy.presets[i]) == presetParams(*lab, lab->presets[i]));
    }
    // Addresses mean the same by tables as by code.
    Recipe recipe = firstRecipe(copy);
    recipe.params = presetParams(copy, copy.presets.back());
    CHECK(formatUrlHash(recipe) ==
          "lab=" + other + "&preset=" + std::string(copy.presets.back().id));
    // Asked for again, it is the same one.
    CHECK(addLabTables(json).value() == &copy);
  }
}

TEST_CASE("tables that are no lab's are refused with what is wrong") {
  CHECK(addLabTables("[]").error() == "the tables of the lab are not a JSON object");
  CHECK(addLabTables("{").error() == "the tables of the lab are not a JSON object");
  const std::string json = replaced(labJson(tests::bowlLab()), "test-bowl", "test-broken");
  const auto errorOf = [&](const std::string& from, const std::string& to) {
    return addLabTables(replaced(json, from, to)).error();
  };
  CHECK(errorOf("\"group\": \"Optimisation\"", "\"group\": \"Alchemy\"").find("group") !=
        std::string::npos);
  CHECK(errorOf("\"kind\": \"real\"", "\"kind\": \"unreal\"").find("kind") != std::string::npos);
  CHECK(errorOf("\"presets\"", "\"resets\"").find("presets") != std::string::npos);
  CHECK(findLab("test-broken") == nullptr);
}

TEST_CASE("cards of all labs come back from their list") {
  tests::bowlLab();
  const auto cards = readLabCards(labListJson());
  REQUIRE_MESSAGE(cards.ok(), cards.error());
  REQUIRE(cards.value().size() == labs().size());
  for (std::size_t i = 0; i < labs().size(); ++i) {
    CHECK(cards.value()[i].id == labs()[i]->id);
    CHECK(cards.value()[i].title == labs()[i]->title);
    CHECK(cards.value()[i].group == labs()[i]->group);
    CHECK(cards.value()[i].keywords.size() == labs()[i]->keywords.size());
  }
  CHECK_FALSE(readLabCards("{}").ok());
  CHECK_FALSE(readLabCards("[{\"title\": \"no id\"}]").ok());
}
