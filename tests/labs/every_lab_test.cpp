// What holds for every lab, the next ones included.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/hash.h"
#include "base/rng.h"
#include "lab/param_text.h"
#include "lab/registry.h"
#include "lab/session.h"
#include "support/lab_frames.h"

using namespace basin;
using namespace basin::test;

namespace {

// Random numbers of a lab's own: another lab, or one more case for it, changes none of them.
Rng rngFor(const LabDef& lab, std::string_view purpose) {
  Hasher hasher;
  hasher.add(lab.id);
  hasher.add(purpose);
  return Rng(hasher.digest());
}

// How far sizes go: their cost multiplies, so that a case has one that may be large.
enum class Sizes { Small, All };

// A random value of a parameter, often at an end of its range.
ParamValue randomValue(const ParamDef& def, Rng& rng, Sizes sizes) {
  const auto most = [&](double small) {
    return sizes == Sizes::All ? def.range.hi : std::min(def.range.hi, small);
  };
  const auto pick = [&](double lo, double hi) {
    switch (rng.below(4)) {
      case 0:
        return lo;
      case 1:
        return hi;
      default:
        return rng.uniform(lo, hi);
    }
  };
  switch (def.kind) {
    case ParamKind::Real:
      return pick(def.range.lo, def.range.hi);
    case ParamKind::Integer:
      return static_cast<std::int64_t>(pick(def.range.lo, most(def.range.lo + 40)));
    case ParamKind::Boolean:
      return rng.below(2) == 1;
    case ParamKind::Choice:
      return static_cast<std::int64_t>(rng.below(static_cast<int>(def.choices.size())));
    case ParamKind::IntegerList: {
      std::vector<int> list;
      for (int n = rng.below(def.maxLength + 1); n > 0; --n) {
        list.push_back(static_cast<int>(pick(def.range.lo, most(9))));
      }
      return list;
    }
    case ParamKind::Text: {
      const char* texts[] = {"", "x", "0,0,1;1,1,-1", "sin(3*x)", "\xff\xfe", "1,2;3,4", ")("};
      return std::string(texts[rng.below(7)]);
    }
  }
  return {};
}

void checkShape(const LabDef& lab, const Frame& frame) {
  REQUIRE(frame.outputs.size() == lab.outputs.size());
  for (std::size_t i = 0; i < frame.outputs.size(); ++i) {
    const OutputDef& def = lab.outputs[i];
    const OutputData& data = frame.outputs[i];
    INFO(lab.id, " output ", def.id);
    if (data.index() == 0) continue;
    switch (def.kind) {
      case OutputKind::Series: {
        REQUIRE(std::holds_alternative<SeriesData>(data));
        for (const Panel& panel : std::get<SeriesData>(data).panels) {
          for (const Curve& curve : panel.curves) {
            if (curve.style == CurveStyle::Histogram || curve.style == CurveStyle::Band) continue;
            CHECK(curve.x.size() == curve.y.size());
            CHECK((curve.lo.empty() || curve.lo.size() == curve.x.size()));
            CHECK(curve.lo.size() == curve.hi.size());
          }
        }
        break;
      }
      case OutputKind::Field: {
        REQUIRE(std::holds_alternative<FieldData>(data));
        const auto& field = std::get<FieldData>(data);
        CHECK(field.values.size() == static_cast<std::size_t>(field.nx) * field.ny);
        CHECK(field.x0 < field.x1);
        CHECK(field.y0 < field.y1);
        break;
      }
      case OutputKind::Points:
        CHECK(std::holds_alternative<PointsData>(data));
        break;
      case OutputKind::Graph: {
        REQUIRE(std::holds_alternative<GraphData>(data));
        for (const Net& net : std::get<GraphData>(data).nets) {
          const int count = static_cast<int>(net.nodes.size());
          for (const GraphEdge& edge : net.edges) {
            CHECK((edge.from >= 0 && edge.from < count && edge.to >= 0 && edge.to < count));
          }
        }
        break;
      }
      case OutputKind::Scalar:
        CHECK(std::holds_alternative<ScalarData>(data));
        break;
      case OutputKind::Check:
        CHECK(std::holds_alternative<CheckData>(data));
        break;
      case OutputKind::Note:
        CHECK(std::holds_alternative<NoteData>(data));
        break;
    }
  }
}

// Two frames of a session as it stands: one output alone or a few, then all of them. What was asked
// for besides must make no difference to an output.
void checkFrames(const Session& session, Rng& rng) {
  const LabDef& lab = session.lab();
  const int count = static_cast<int>(lab.outputs.size());
  OutputMask some = OutputMask{1} << rng.below(count);
  if (rng.below(2) == 1) some |= OutputMask{1} << rng.below(count);
  const Frame few = session.frame(some);
  Frame all = session.frame();
  checkShape(lab, few);
  checkShape(lab, all);
  for (std::size_t i = 0; i < all.outputs.size(); ++i) {
    if (!(some >> i & 1)) all.outputs[i] = {};
  }
  all.wanted = some;
  CHECK(frameHash(few) == frameHash(all));
}

// Parameters that say how large something is.
std::vector<std::size_t> sizesOf(const LabDef& lab) {
  std::vector<std::size_t> found;
  for (std::size_t i = 0; i < lab.params.size(); ++i) {
    const ParamKind kind = lab.params[i].kind;
    if (kind == ParamKind::Integer || kind == ParamKind::IntegerList) found.push_back(i);
  }
  REQUIRE_FALSE(found.empty());
  return found;
}

#ifdef __SANITIZE_ADDRESS__
constexpr int kCases = 15;  // Each takes five times as long.
#else
constexpr int kCases = 40;
#endif

// A case: one size from all its range, and a third of the rest changed.
std::vector<ParamValue> randomParams(const LabDef& lab, std::size_t large, Rng& rng) {
  auto params = defaultParams(lab);
  for (std::size_t i = 0; i < params.size(); ++i) {
    if (i != large && rng.below(3) > 0) continue;
    params[i] = randomValue(lab.params[i], rng, i == large ? Sizes::All : Sizes::Small);
    REQUIRE_FALSE(rangeError(lab.params[i], params[i]));
  }
  return params;
}

std::string described(const LabDef& lab, const std::vector<ParamValue>& params) {
  std::string text(lab.id);
  for (std::size_t i = 0; i < params.size(); ++i) {
    text +=
        " --" + std::string(lab.params[i].id) + " '" + formatValue(lab.params[i], params[i]) + "'";
  }
  return text;
}

}  // namespace

TEST_CASE("every lab says what it is") {
  for (const LabDef* lab : realLabs()) {
    INFO(lab->id);
    CHECK_FALSE(lab->title.empty());
    CHECK_FALSE(lab->claim.empty());
    CHECK_FALSE(lab->references.empty());
    CHECK(lab->year > 1900);
    CHECK(lab->stepsPerSecond > 0);
    CHECK(lab->presets.size() >= 4);
    for (const Preset& preset : lab->presets) CHECK(preset.lookFor.size() > 20);
    for (const ParamDef& def : lab->params) {
      INFO(def.id);
      CHECK_FALSE(def.label.empty());
      CHECK_FALSE(def.help.empty());
    }
    bool checks = false;
    for (const OutputDef& def : lab->outputs) {
      INFO(def.id);
      CHECK_FALSE(def.label.empty());
      checks = checks || def.kind == OutputKind::Check;
      if (def.kind == OutputKind::Check) CHECK_FALSE(def.referenceText.empty());
      if (def.kind == OutputKind::Series || def.kind == OutputKind::Field) {
        CHECK_FALSE(def.yAxis.meaning.empty());
      }
    }
    CHECK(checks);
  }
}

TEST_CASE("every preset runs, fills well-formed outputs, and the same twice") {
  for (const LabDef* lab : realLabs()) {
    for (const Preset& preset : lab->presets) {
      INFO(lab->id, " ", preset.id);
      Session first(*lab, presetParams(*lab, preset), 3);
      Session second(*lab, presetParams(*lab, preset), 3);
      checkShape(*lab, first.frame());
      first.advance(25);
      second.advance(12);
      second.advance(13);
      const Frame frame = first.frame();
      checkShape(*lab, frame);
      if (!preset.picture.empty()) CHECK(frame.outputs[outputPlace(frame, preset.picture)].index() > 0);
      CHECK(first.hash() == second.hash());
    }
  }
}

TEST_CASE("no combination of allowed values breaks a lab") {
  for (const LabDef* lab : realLabs()) {
    Rng rng = rngFor(*lab, "combinations");
    const std::vector<std::size_t> sizes = sizesOf(*lab);
    for (int round = 0; round < kCases; ++round) {
      // Each size in turn.
      const auto params =
          randomParams(*lab, sizes[static_cast<std::size_t>(round) % sizes.size()], rng);
      INFO(described(*lab, params));
      Session session(*lab, params, rng.below(1000));
      checkFrames(session, rng);
      session.advance(6);
      checkFrames(session, rng);
      const int output = rng.below(static_cast<int>(lab->outputs.size()));
      for (PokeKind kind : {PokeKind::Press, PokeKind::Drag, PokeKind::Release, PokeKind::Erase}) {
        session.poke({.output = std::string(lab->outputs[output].id),
                      .kind = kind,
                      .x = rng.uniform(-9, 9),
                      .y = rng.uniform(-9, 9),
                      .brush = rng.below(3)});
      }
      const int live = rng.below(static_cast<int>(params.size()));
      checkFrames(session, rng);
      CHECK(session.setParam(live, randomValue(lab->params[live], rng, Sizes::Small)).ok());
      checkFrames(session, rng);
      session.advance(6);
      checkFrames(session, rng);
      if (session.status() == Status::Diverged) CHECK_FALSE(session.frame().statusText.empty());
    }
  }
}

// BASIN_CASES=300 tries more of them, BASIN_LAB=saddle those of one lab; with the sanitizers' build it looks at every stage's memory.
TEST_CASE("no combination of allowed values fails a check, or ends with one open [statistics]") {
  const char* asked = std::getenv("BASIN_CASES");
  const int cases = asked ? std::atoi(asked) : 2;
  const char* only = std::getenv("BASIN_LAB");
  constexpr int kMostSteps = 3000;  // some labs go on for ever
  for (const LabDef* lab : realLabs()) {
    if (only && lab->id != only) continue;
    Rng rng = rngFor(*lab, "whole runs");
    const std::vector<std::size_t> sizes = sizesOf(*lab);
    for (int round = 0; round < cases; ++round) {
      const auto params =
          randomParams(*lab, sizes[static_cast<std::size_t>(round) % sizes.size()], rng);
      const auto seed = static_cast<std::uint64_t>(rng.below(1000));
      INFO(described(*lab, params), " --seed ", seed);
      Session session(*lab, params, seed);
      checkFrames(session, rng);
      for (int step = 1; step <= kMostSteps && session.status() == Status::Running; ++step) {
        session.advance(1);
        if ((step & (step - 1)) == 0) checkFrames(session, rng);
      }
      const Frame last = session.frame();
      checkShape(*lab, last);
      CHECK(checksIn(last, CheckState::Fails) == "");
      if (session.status() != Status::Running) CHECK(checksIn(last, CheckState::Pending) == "");
    }
  }
}

TEST_CASE("no file breaks a lab") {
  for (const LabDef* lab : realLabs()) {
    Session session(*lab, defaultParams(*lab), 1);
    for (const char* text : {"", "\n\n", "x,y,label\n", "1,2,3\n4,5", "a;b;c", "1e999,1,1",
                             "\xff\xfe\xfd", "1,2,1\n2,3,-1\n", "{\"lab\":1}"}) {
      const auto result = session.readFile(text);
      if (!result.ok()) CHECK_FALSE(result.error().empty());
      session.advance(2);
      checkShape(*lab, session.frame());
    }
  }
}

TEST_CASE("a label does not say its symbol, and no heading is its first label") {
  // Words as a reader sees them: "Start x" beside the symbol x says x twice.
  const auto words = [](std::string_view text) {
    std::set<std::string> found;
    std::string word;
    for (char c : std::string(text) + " ") {
      if (c == ' ' || c == ',' || c == '(' || c == ')' || c == ':') {
        found.insert(std::exchange(word, {}));
      } else {
        word += c;
      }
    }
    return found;
  };
  const auto saysTwice = [&](std::string_view label, std::string_view symbol) {
    if (symbol.empty()) return false;
    // A symbol of several signs may be part of a word, a single letter is one only by itself.
    const bool part = symbol.size() > 1 && label.find(symbol) != std::string_view::npos;
    const bool bars = label.find('|') != std::string_view::npos && symbol.starts_with('|');
    return part || bars || words(label).contains(std::string(symbol));
  };
  CHECK(saysTwice("Start x", "x"));
  CHECK(saysTwice("Offset |y|", "|y₀|"));
  CHECK_FALSE(saysTwice("Maximum", "x"));
  for (const LabDef* lab : realLabs()) {
    std::string_view group;
    for (const ParamDef& def : lab->params) {
      INFO(lab->id, " ", def.id, ": ", def.label, " ", def.symbolText);
      CHECK_FALSE(saysTwice(def.label, def.symbolText));
      if (def.groupName != group) CHECK(def.groupName != def.label);
      group = def.groupName;
    }
    for (const OutputDef& def : lab->outputs) {
      for (const Axis& axis : {def.xAxis, def.yAxis, def.zAxis}) {
        INFO(lab->id, " ", def.id, ": ", axis.meaning, " ", axis.symbol);
        CHECK((axis.meaning == axis.symbol || !saysTwice(axis.meaning, axis.symbol)));
      }
    }
  }
}
