#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <set>
#include <string>
#include <vector>

#include "lab/param_text.h"
#include "lab/registry.h"
#include "lab/session.h"
#include "study/network_params.h"
#include "support/lab_frames.h"

using namespace basin;
using namespace basin::test;

namespace {

const LabDef& lab() {
  return *findLab("landscape");
}

Session sessionOf(const std::vector<Setting>& settings, std::uint64_t seed = 1) {
  return test::sessionOf("landscape", settings, seed);
}

Frame finished(const std::vector<Setting>& settings, std::uint64_t seed = 1) {
  return test::finished("landscape", settings, seed);
}

}  // namespace

TEST_CASE(
    "landscape: every preset ends with each check decided and none failing, for several seeds") {
  std::set<std::string_view> held;
  for (const Preset& preset : lab().presets) {
    for (std::uint64_t seed = 1; seed <= 3; ++seed) {
      INFO(preset.id, " seed ", seed);
      Session session(lab(), presetParams(lab(), preset), seed);
      session.advance(100000);
      const Frame frame = session.frame();
      CHECK(frame.status == Status::Done);
      CHECK(undecided(frame) == "");
      for (const OutputDef& def : lab().outputs) {
        if (def.kind == OutputKind::Check && stateOf(frame, def.id) == CheckState::Holds) {
          held.insert(def.id);
        }
      }
    }
  }
  // None that never applies.
  for (const OutputDef& def : lab().outputs) {
    if (def.kind == OutputKind::Check) CHECK_MESSAGE(held.contains(def.id), def.id);
  }
}

TEST_CASE("landscape: the network is the playground's, row by row") {
  const auto rows = networkParams();
  for (const ParamDef& row : rows) {
    const int at = paramIndex(lab(), row.id);
    REQUIRE(at >= 0);
    CHECK(lab().params[at].label == row.label);
    CHECK(lab().params[at].effect == Effect::Restart);
  }
  // They are hidden where there is no network, and the playground's own conditions hold otherwise.
  const auto relevant = [&](const std::vector<Setting>& settings, std::string_view id) {
    const Preset preset{.id = "test", .label = "", .lookFor = "", .settings = settings};
    return isRelevant(lab(), paramIndex(lab(), id), presetParams(lab(), preset));
  };
  CHECK(relevant({}, "widths"));
  CHECK_FALSE(relevant({{"subject", "goe"}}, "widths"));
  CHECK(relevant({{"task", "regression"}}, "target"));
  CHECK_FALSE(relevant({}, "target"));
}

TEST_CASE("landscape: any network of the playground, and kinks are told") {
  for (const std::vector<Setting>& settings :
       {std::vector<Setting>{{"activation", "relu"}, {"widths", "8"}, {"step-limit", "100"}},
        {{"task", "regression"}, {"widths", "6"}, {"step-limit", "100"}},
        {{"tying", "negative"}, {"activation", "relu"}, {"widths", "8,8"}, {"step-limit", "100"}},
        {{"loss", "cross-entropy"}, {"skip", "true"}, {"widths", "4,4"}, {"step-limit", "100"}},
        {{"widths", "none"}, {"step-limit", "100"}, {"view", "random"}},
        {{"widths", "32,32"},
         {"optimiser", "adam"},
         {"rate", "0.01"},
         {"step-limit", "100"},
         {"view", "curvature"}}}) {
    const Frame frame = finished(settings, 2);
    INFO(output<NoteData>(frame, "now").text);
    CHECK(frame.status == Status::Done);
    CHECK(undecided(frame) == "");
    CHECK(output<FieldData>(frame, "surface").values.size() > 100);
  }
  const Frame relu = finished({{"activation", "relu"}, {"widths", "8"}, {"step-limit", "100"}});
  CHECK(output<NoteData>(relu, "now").text.find("kinks") != std::string::npos);
}

TEST_CASE(
    "landscape: the surface is there early, refines, and a new plane takes the place of the old") {
  Session session = sessionOf({});
  while (output<NoteData>(session.frame(), "now").text.find("Scanning") == std::string::npos) {
    session.advance(1);
  }
  session.advance(1);
  const auto rough = output<FieldData>(session.frame(), "surface");
  for (const float v : rough.values) REQUIRE(std::isfinite(v));
  REQUIRE(rough.paths.size() == 1);
  CHECK(rough.paths[0].x.size() > 20);
  while (output<NoteData>(session.frame(), "now").text.find("Spectrum") == std::string::npos) {
    session.advance(1);
  }
  const auto fine = output<FieldData>(session.frame(), "surface");
  CHECK(fine.values != rough.values);
  const std::uint64_t step = session.step();
  REQUIRE(session.setParam(paramIndex(lab(), "view"), std::int64_t{1}).ok());
  CHECK(session.step() == step);
  session.advance(100000);
  CHECK(session.step() > step);
  CHECK(output<FieldData>(session.frame(), "surface").values != fine.values);
  // What was under way was taken up again.
  CHECK(output<ScalarData>(session.frame(), "largest").value > 0);
  CHECK(undecided(session.frame()) == "");
}

TEST_CASE("landscape: the path on its own plane ends in the middle and starts near the rim") {
  const auto field = output<FieldData>(finished({}), "surface");
  const Path& path = field.paths.at(0);
  CHECK(std::hypot(path.x.back(), path.y.back()) < 1e-6);
  CHECK(std::max(std::abs(path.x.front()) / field.x1, std::abs(path.y.front()) / field.y1) > 0.5);
}

TEST_CASE("landscape: no examples, or a loss that runs away, are said instead of drawn") {
  const Frame none = finished({{"dataset", "own"}, {"points", ""}});
  CHECK(none.status == Status::Done);
  CHECK(none.statusText != "");
  // The second one loses its weights in the last step, or close to it.
  for (const std::vector<Setting>& settings :
       {std::vector<Setting>{{"activation", "relu"}, {"rate", "10"}, {"init", "he"}},
        {{"loss", "exponential"}, {"rate", "10"}},
        {{"activation", "exp"}, {"gain", "10"}}}) {
    const Frame wild = finished(settings);
    CHECK(wild.status == Status::Diverged);
    CHECK(wild.statusText != "");
    CHECK(undecided(wild) == "");
  }
}

TEST_CASE("landscape: weights that are all zero have directions of length 1 to look along") {
  for (const char* view : {"path", "random", "curvature", "solutions"}) {
    for (const char* bias : {"true", "false"}) {
      INFO(view, " biases ", bias);
      const Frame frame =
          finished({{"init", "zero"}, {"bias", bias}, {"view", view}, {"step-limit", "100"}});
      CHECK(frame.status == Status::Done);
      CHECK(undecided(frame) == "");
      CHECK(stateOf(frame, "curvature") == CheckState::Holds);
      for (const float v : output<FieldData>(frame, "surface").values) REQUIRE(std::isfinite(v));
    }
  }
}

TEST_CASE("landscape: time is told in steps of training") {
  const Frame frame = finished({{"step-limit", "150"}});
  CHECK(frame.time == 150);
  CHECK(frame.step != 150);
}
