#include "io/strings.h"

#include <doctest/doctest.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

using namespace basin;
using Json = nlohmann::json;

namespace {

// The page's strings.mjs is held to the same file.
Json cases() {
  std::ifstream file(BASIN_SOURCE_DIR "/tests/support/strings_cases.json");
  std::ostringstream text;
  text << file.rdbuf();
  return Json::parse(text.str());
}

Strings table(const Json& texts) {
  return Strings::read("xx", Json{{"texts", texts}}.dump()).value();
}

}  // namespace

TEST_CASE("texts are translated as a whole, by templates, sentences and clauses") {
  const Json all = cases();
  const Strings strings = table(all["texts"]);
  REQUIRE(all["cases"].size() > 20);
  for (const Json& each : all["cases"]) {
    const auto text = each[0].get<std::string>();
    CHECK(strings.tr(text) == each[1].get<std::string>());
    CHECK_MESSAGE(strings.tr(text) == each[1].get<std::string>(), "the second time");
  }
  for (const Json& each : all["filled"]) {
    const auto key = each[0].get<std::string>();
    const auto values = each[1].get<std::vector<std::string>>();
    REQUIRE(values.size() <= 2);
    const std::string filled =
        values.size() == 1 ? strings.tr(key, {values[0]}) : strings.tr(key, {values[0], values[1]});
    CHECK(filled == each[2].get<std::string>());
  }
}

TEST_CASE("made-up languages lengthen and turn every text, and no number") {
  const Json all = cases();
  for (const Json& each : all["made"]) {
    const auto strings = Strings::read(each[0].get<std::string>(), "");
    REQUIRE(strings.ok());
    CHECK(strings.value().tr(each[1].get<std::string>()) == each[2].get<std::string>());
  }
}

TEST_CASE("English changes nothing") {
  const Strings english;
  CHECK(english.tr("Step size 0.5") == "Step size 0.5");
  CHECK(english.tr("step {1} of {2}", {"3", "10"}) == "step 3 of 10");
  CHECK(english.locale() == "en");
  CHECK(english.cached() == 0);
}

TEST_CASE("what is kept for the next time has a bound") {
  const Strings strings = table({{"step {1}", "Schritt {1}"}});
  for (int i = 0; i < 10000; ++i) {
    CHECK(strings.tr("step " + std::to_string(i)) == "Schritt " + std::to_string(i));
    REQUIRE(strings.cached() <= Strings::kMostCached);
  }
  CHECK(strings.cached() > 0);
}

TEST_CASE("a damaged table is refused with a sentence, a damaged entry is left out") {
  for (const char* json : {"", "[]", "{", "null", "{}", R"({"texts": []})", R"({"texts": "a"})"}) {
    const auto read = Strings::read("de", json);
    REQUIRE_FALSE(read.ok());
    CHECK(read.error().find("'de'") != std::string::npos);
  }
  const Strings strings = table({{"a word", 1}, {"b word", ""}, {"c word", "C"}, {"{1} d {1}", "D"}});
  CHECK(strings.tr("a word") == "a word");
  CHECK(strings.tr("b word") == "b word");
  CHECK(strings.tr("c word") == "C");
  CHECK(strings.tr("{1} {99} {x} {") == "{1} {99} {x} {");
}

TEST_CASE("hostile texts come back, soon") {
  const Strings strings = table(cases()["texts"]);
  std::string deep;
  for (int i = 0; i < 200; ++i) deep += "swap a and ";
  CHECK_FALSE(strings.tr(deep).empty());
  CHECK_FALSE(strings.tr(std::string(20000, 'a') + ". A; b").empty());
  CHECK(strings.tr("\xff\xfe 12 \x01 {1}") == "\xff\xfe 12 \x01 {1}");
}

TEST_CASE("languages are found by their tags") {
  CHECK(languageOf("de") == "de");
  CHECK(languageOf("de-CH") == "de");
  CHECK(languageOf("ZH-Hans-CN") == "zh");
  CHECK(languageOf("qps-long") == "qps-long");
  CHECK(languageOf("qps") == "");
  CHECK(languageOf("fr") == "");
  CHECK(languageOf("deu") == "");
  CHECK(languageOf("") == "");
  std::set<std::string_view> tags;
  for (const Language& language : languages()) {
    CHECK(languageOf(language.locale) == language.locale);
    tags.insert(language.locale);
  }
  CHECK(tags.size() == languages().size());
  CHECK(languages().front().locale == "en");
}
