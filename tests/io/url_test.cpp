#include "io/url.h"

#include <doctest/doctest.h>

#include <fstream>

#include "io/json.h"
#include "io/text.h"
#include "lab/param_text.h"
#include "lab/registry.h"
#include "support/bowl_lab.h"
#include "support/random_values.h"

using namespace basin;

TEST_CASE("a hash names lab, parameters, seed and switches") {
  const LabDef& lab = tests::bowlLab();
  const UrlState state = parseUrlHash(
      "#lab=test-bowl&rate=0.5&momentum=1&start=random&widths=3,1&seed=7&play=1&embed=true"
      "&show=rate,widths&goal=low:%20value<0.1%20%26%20step<9&theme=dark&locale=de-CH"
      "&caption=a%20b%26c");
  REQUIRE(state.notes.empty());
  CHECK(state.lab == "test-bowl");
  CHECK(state.params[paramIndex(lab, "rate")] == ParamValue(0.5));
  CHECK(state.params[paramIndex(lab, "momentum")] == ParamValue(true));
  CHECK(state.params[paramIndex(lab, "start")] == ParamValue(std::int64_t{1}));
  CHECK(state.params[paramIndex(lab, "widths")] == ParamValue(std::vector<int>{3, 1}));
  CHECK(state.params[paramIndex(lab, "caption")] == ParamValue(std::string("a b&c")));
  CHECK(state.seed == 7);
  CHECK(state.play == true);
  CHECK(state.embed);
  CHECK(state.show == std::vector<std::string>{"rate", "widths"});
  CHECK(state.goal == "low: value<0.1 & step<9");
  CHECK(state.theme == Theme::Dark);
  CHECK(state.locale == "de-CH");
}

TEST_CASE("an empty hash is the gallery and says nothing about playing") {
  for (const char* hash : {"", "#", "&&", "?"}) {
    const UrlState state = parseUrlHash(hash);
    CHECK(state.lab.empty());
    CHECK(state.params.empty());
    CHECK(state.seed == kDefaultSeed);
    CHECK(!state.play);
    CHECK(state.notes.empty());
  }
}

TEST_CASE("only what differs from the preset is written") {
  const LabDef& lab = tests::bowlLab();
  UrlState state;
  state.lab = "test-bowl";
  state.params = firstParams(lab);
  CHECK(formatUrlHash(state) == "lab=test-bowl");
  state.params[paramIndex(lab, "curvature")] = 3.0;
  CHECK(formatUrlHash(state) == "lab=test-bowl&curvature=3");
  state.preset = "steep";
  state.params = presetParams(lab, lab.presets[1]);
  state.seed = 9;
  state.play = false;
  CHECK(formatUrlHash(state) == "lab=test-bowl&preset=steep&seed=9&play=0");
  CHECK(parseUrlHash(formatUrlHash(state)).params == state.params);
}

TEST_CASE("what is wrong becomes a note that says what is allowed") {
  tests::bowlLab();
  const auto onlyNote = [](const char* hash) {
    const UrlState state = parseUrlHash(hash);
    REQUIRE(state.notes.size() == 1);
    return state.notes.front();
  };
  CHECK(onlyNote("lab=test-bwl").find("did you mean 'test-bowl'") != std::string::npos);
  CHECK(onlyNote("lab=test-bowl&rat=1").find("did you mean 'rate'") != std::string::npos);
  CHECK(onlyNote("lab=test-bowl&rate=99").find("it is set to 10") != std::string::npos);
  CHECK(onlyNote("lab=test-bowl&rate=fast").find("it stays 0.2") != std::string::npos);
  CHECK(onlyNote("lab=test-bowl&rate=nan").find("rate") == 0);
  CHECK(onlyNote("lab=test-bowl&widths=1,2,3,4,5,6").find("set to 1,2,3,4") != std::string::npos);
  CHECK(onlyNote("lab=test-bowl&seed=-1").find("seed") == 0);
  CHECK(onlyNote("lab=test-bowl&seed=1&seed=2").find("twice") != std::string::npos);
  CHECK(onlyNote("lab=test-bowl&preset=steeep").find("did you mean 'steep'") != std::string::npos);
  CHECK(onlyNote("lab=test-bowl&show=rate,zzz").find("show") == 0);
  CHECK(onlyNote("lab=test-bowl&play=maybe").find("play") == 0);
  CHECK(onlyNote("lab=test-bowl&theme=pink").find("theme") == 0);
  CHECK(onlyNote("lab=test-bowl&locale=../x").find("locale") == 0);
  CHECK(onlyNote("lab=test-bowl&goal=").find("goal") == 0);
  CHECK(onlyNote(("lab=test-bowl&goal=" + std::string(2001, 'x')).c_str()).find("2000") !=
        std::string::npos);
  CHECK(onlyNote("lab=test-bowl&locale=fr").find("English is shown") != std::string::npos);
  CHECK(onlyNote("rate=1").find("no lab") != std::string::npos);
}

TEST_CASE("what may have been meant is guessed, and is understood") {
  tests::bowlLab();
  const auto guess = [](const char* hash) { return parseUrlHash(hash).guess; };
  CHECK(guess("lab=test-bwl&rate=0.3") == "lab=test-bowl&rate=0.3");
  CHECK(guess("lab=test-bowl&rat=0.3&seed=7") == "lab=test-bowl&rate=0.3&seed=7");
  CHECK(guess("lab=test-bowl&preset=steeep&play") == "lab=test-bowl&preset=steep&play");
  CHECK(guess("lab=test-bowl&start=randon&caption=a%20b%26c") ==
        "lab=test-bowl&start=random&caption=a%20b%26c");
  for (const char* hash : {"lab=test-bwl", "lab=test-bowl&rat=1", "lab=test-bowl&start=randon"}) {
    CHECK(parseUrlHash(guess(hash)).notes.empty());
  }
  // Nothing near, nothing wrong, or a name that is taken.
  for (const char* hash : {"", "lab=test-bowl&rate=0.3", "lab=zzzzzzzz", "lab=test-bowl&rate=fast",
                           "lab=test-bowl&rate=1&rat=2"}) {
    CHECK(guess(hash).empty());
  }
}

TEST_CASE("a language there is not is English") {
  CHECK(parseUrlHash("locale=de").locale == "de");
  CHECK(parseUrlHash("locale=qps-long").locale == "qps-long");
  CHECK(parseUrlHash("locale=").locale.empty());
  for (const char* hash : {"locale=fr", "locale=../x", "locale=d"}) {
    CHECK(parseUrlHash(hash).locale == "en");
  }
}

TEST_CASE("any parameters come back from their own hash") {
  const LabDef& lab = tests::bowlLab();
  Rng rng(1);
  for (int i = 0; i < 2000; ++i) {
    UrlState state;
    state.lab = lab.id;
    state.params = tests::randomParams(rng, lab);
    state.seed = rng.next() & kMaxSeed;
    if (rng.below(2) == 1) state.preset = "steep";
    if (rng.below(2) == 1) state.play = rng.below(2) == 1;
    state.embed = rng.below(2) == 1;
    if (rng.below(2) == 1) state.show = {"x", "rate"};
    if (rng.below(2) == 1) state.goal = oneLine("a" + tests::randomText(rng, 40));
    state.theme = static_cast<Theme>(rng.below(3));
    const std::string hash = formatUrlHash(state);
    const UrlState back = parseUrlHash(hash);
    CAPTURE(hash);
    REQUIRE(back.notes.empty());
    REQUIRE(back.params == state.params);
    REQUIRE(back.seed == state.seed);
    REQUIRE(back.preset == state.preset);
    REQUIRE(back.play == state.play);
    REQUIRE(back.embed == state.embed);
    REQUIRE(back.show == state.show);
    REQUIRE(back.goal == state.goal);
    REQUIRE(back.theme == state.theme);
    REQUIRE(formatUrlHash(back) == hash);
  }
}

TEST_CASE("percent encoding of any bytes is undone") {
  Rng rng(2);
  for (int i = 0; i < 500; ++i) {
    std::string text;
    for (int n = rng.below(20); n > 0; --n) text += static_cast<char>(rng.below(256));
    CHECK(percentDecode(percentEncode(text)) == text);
  }
  CHECK(percentDecode("%") == "%");
  CHECK(percentDecode("%4") == "%4");
  CHECK(percentDecode("%zz%41") == "%zzA");
}

namespace {

// Whatever the hash was, the state can be shown and opened.
void checkUsable(const std::string& hash) {
  const UrlState state = parseUrlHash(hash);
  CAPTURE(hash);
  REQUIRE(state.notes.size() <= 13);
  for (const std::string& note : state.notes) {
    REQUIRE(validUtf8(note) == note);
    REQUIRE(note.find('\n') == std::string::npos);
    REQUIRE(note.size() < 600);
  }
  if (state.lab.empty()) return;
  const Recipe recipe{state.lab, state.params, state.seed, {}, 0};
  const auto valid = validateRecipe(recipe);
  REQUIRE_MESSAGE(valid.ok(), valid.error());
}

}  // namespace

TEST_CASE("no hash is too broken") {
  tests::bowlLab();
  Rng rng(3);
  const std::string good =
      "lab=test-bowl&rate=0.5&momentum=1&start=random&widths=3,1&seed=7&play=1&caption=%41%20b&x="
      "1e1";
  for (int i = 0; i < 10000; ++i) {
    std::string hash = good;
    for (int n = 1 + rng.below(6); n > 0; --n) {
      const auto at = static_cast<std::size_t>(rng.below(static_cast<int>(hash.size()) + 1));
      switch (rng.below(4)) {
        case 0:
          hash.insert(at, 1, static_cast<char>(rng.below(256)));
          break;
        case 1:
          hash.erase(at, 1 + rng.below(5));
          break;
        case 2:
          hash.insert(at, tests::randomText(rng, 8));
          break;
        default:
          if (at < hash.size()) hash[at] = static_cast<char>(rng.below(256));
      }
    }
    checkUsable(hash);
  }
  checkUsable("lab=test-bowl&rate=" + std::string(200000, '9'));
  checkUsable("lab=test-bowl&widths=" + std::string(60000, ','));
  std::string many = "lab=test-bowl";
  for (int i = 0; i < 5000; ++i) many += "&k" + std::to_string(i) + "=1";
  checkUsable(many);
}

TEST_CASE("the corpus of bad addresses") {
  tests::bowlLab();
  std::ifstream stream(std::string(BASIN_SOURCE_DIR) + "/tests/fuzz/urls/bad.txt");
  int lines = 0;
  for (std::string line; std::getline(stream, line); ++lines) {
    checkUsable(line);
    CAPTURE(line);
    CHECK(!parseUrlHash(line).notes.empty());
  }
  CHECK(lines > 20);
}

TEST_CASE("no lab calls a parameter by a name that means something else") {
  for (const LabDef* lab : labs()) {
    for (const ParamDef& def : lab->params) {
      CAPTURE(lab->id);
      CAPTURE(def.id);
      CHECK(!isReservedKey(def.id));
    }
  }
}

TEST_CASE("an address as JSON, and a recipe as an address") {
  const LabDef& lab = tests::bowlLab();
  const std::string hash = "lab=test-bowl&rate=0.25&seed=7";
  const std::string json = addressJson(hash + "&play=0");
  for (const char* part : {"\"test-bowl\"", "\"rate\": 0.25", "\"seed\": 7", "\"play\": false"}) {
    CAPTURE(part);
    CHECK(json.find(part) != std::string::npos);
  }
  CHECK(addressJson("lab=nowhere").find("there is no lab") != std::string::npos);
  const UrlState state = parseUrlHash(hash);
  Recipe recipe;
  recipe.lab = lab.id;
  recipe.params = state.params;
  recipe.seed = state.seed;
  CHECK(formatUrlHash(recipe) == hash);
  recipe.params = presetParams(lab, lab.presets[1]);
  CHECK(formatUrlHash(recipe) == "lab=test-bowl&preset=steep&seed=7");
  CHECK(irrelevantJson(lab, {0}) == "[\n  \"rate\"\n]\n");
}
