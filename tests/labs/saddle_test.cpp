#include "labs/optimisation/saddle/config.h"

#include <cmath>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "lab/param_text.h"
#include "lab/registry.h"
#include "lab/session.h"
#include "support/lab_frames.h"

using namespace basin;
using namespace basin::test;

namespace {

const LabDef& lab() {
  return *findLab("saddle");
}

std::vector<ParamValue> paramsWith(const std::vector<Setting>& settings) {
  const Preset preset{.id = "test", .label = "", .lookFor = "", .settings = settings};
  return presetParams(lab(), preset);
}

Session finishedSession(const std::vector<Setting>& settings, std::uint64_t seed = 1) {
  Session session(lab(), paramsWith(settings), seed);
  session.advance(40000);
  return session;
}

const Curve* curveNamed(const SeriesData& series, std::string_view name) {
  for (const Curve& c : series.panels[0].curves) {
    if (c.name == name) return &c;
  }
  return nullptr;
}

}  // namespace

TEST_CASE("saddle: the default run ends by itself with every check that applies holding") {
  for (const std::uint64_t seed : {1, 2, 3, 7, 42}) {
    const Session session = finishedSession({}, seed);
    const Frame frame = session.frame();
    CHECK(frame.status == Status::Done);
    CHECK(frame.step < 1000);
    CHECK(checksIn(frame, CheckState::Fails) == "");
    CHECK(checksIn(frame, CheckState::Pending) == "");
    CHECK(checksIn(frame, CheckState::Holds) ==
          "escape-law escape-slope stable-manifold noisy-median kick-decrease second-order ");
    CHECK(scalarOf(frame, "plain-steps") == 142);
    CHECK(scalarOf(frame, "noisy-steps") < 142);
    CHECK(scalarOf(frame, "perturbed-steps") < 80);
    CHECK(scalarOf(frame, "lambda-min") == doctest::Approx(1));
    CHECK(scalarOf(frame, "value") == doctest::Approx(-0.0625));
    CHECK(frame.statusText.starts_with("plain left after 142 steps"));
    CHECK(frame.progress == 1);
  }
}

TEST_CASE("saddle: every preset ends, with no failing check") {
  for (const Preset& preset : lab().presets) {
    CAPTURE(std::string(preset.id));
    CHECK(preset.lookFor.size() > 20);
    for (const std::uint64_t seed : {1, 5}) {
      const Frame frame = finishedSession(preset.settings, seed).frame();
      CHECK(frame.status != Status::Running);
      CHECK(checksIn(frame, CheckState::Fails) == "");
      if (frame.status == Status::Done) CHECK(checksIn(frame, CheckState::Pending) == "");
    }
  }
  CHECK(lab().presets.size() >= 5);
  CHECK(lab().presets.front().settings.empty());
}

TEST_CASE("saddle: offsets of the theory page give its escape times") {
  const std::vector<std::pair<std::string, double>> rows = {
      {"1e-2", 48}, {"1e-4", 142}, {"1e-6", 237}, {"1e-8", 331}, {"1e-12", 520}};
  for (const auto& [offset, steps] : rows) {
    for (const char* side : {"above", "below"}) {
      const Frame frame =
          finishedSession({{"start-x", "1"}, {"start-y", offset}, {"side", side}}).frame();
      CHECK(scalarOf(frame, "plain-steps") == steps);
    }
  }
  const Frame on = finishedSession({{"side", "on"}}).frame();
  CHECK(on.status == Status::Done);
  CHECK(std::isnan(scalarOf(on, "plain-steps")));
  CHECK(scalarOf(on, "lambda-min") == doctest::Approx(-0.5));
  CHECK(on.statusText.starts_with("plain is stuck at the saddle"));
  const Path plain = output<FieldData>(on, "surface").paths.back();
  CHECK(plain.name == "plain");
  for (const double y : plain.y) CHECK(y == 0);
}

TEST_CASE("saddle: octopus leave times, plain against perturbed") {
  const Frame frame =
      finishedSession({{"surface", "octopus"}, {"start-x", "0.5"}, {"start-y", "0.9"}}).frame();
  CHECK(frame.status == Status::Done);
  const auto leave = output<SeriesData>(frame, "leave-times");
  const Curve* plain = curveNamed(leave, "plain now");
  REQUIRE(plain);
  const std::vector<double> expected = {7, 29, 105, 357, 1201, 4021};
  REQUIRE(plain->y.size() == expected.size());
  for (std::size_t k = 0; k < expected.size(); ++k) CHECK(std::abs(plain->y[k] - expected[k]) <= 1);
  CHECK(scalarOf(frame, "perturbed-steps") < 600);
  CHECK(checksIn(frame, CheckState::Holds) ==
        "escape-law escape-slope stable-manifold leave-ratio perturbed-linear advantage ");
  CHECK(output<CheckData>(frame, "leave-ratio").measured == doctest::Approx(3.3412).epsilon(1e-3));
  // The picture shows the last plane: the tube and nothing outside it.
  const auto field = output<FieldData>(frame, "surface");
  CHECK(field.values.size() ==
        static_cast<std::size_t>(field.nx) * static_cast<std::size_t>(field.ny));
  CHECK(std::isnan(field.values[static_cast<std::size_t>(field.ny / 2 * field.nx)]));
  CHECK(field.values[static_cast<std::size_t>(field.ny / 2 * field.nx + field.nx / 2)] ==
        doctest::Approx(-4 * 7.25));
}

TEST_CASE("saddle: the picture follows plain descent, or shows the saddle asked for") {
  Session session(lab(),
                  paramsWith({{"surface", "octopus"}, {"start-x", "0.5"}, {"start-y", "0.9"}}), 1);
  const auto centre = [&] {
    const auto field = output<FieldData>(session.frame(), "surface");
    return field.values[static_cast<std::size_t>(field.ny / 2 * field.nx + field.nx / 2)];
  };
  CHECK(centre() == doctest::Approx(0));
  session.advance(50);  // beyond the second saddle (29), before the third (105)
  CHECK(centre() == doctest::Approx(-2 * 7.25));
  REQUIRE(session.setParam(paramIndex(lab(), "plane"), std::int64_t{1}).ok());
  CHECK(session.step() == 50);
  CHECK(centre() == doctest::Approx(0));
}

TEST_CASE("saddle: the pointer drags the start, and means the manifold when it is near") {
  Session session(lab(), defaultParams(lab()), 1);
  session.advance(30);
  CHECK(session.poke({.output = "surface", .kind = PokeKind::Drag, .x = -0.4, .y = -0.3}));
  CHECK(session.step() == 0);
  CHECK(session.params()[paramIndex(lab(), "start-x")] == ParamValue(-0.4));
  CHECK(session.params()[paramIndex(lab(), "start-y")] == ParamValue(0.3));
  CHECK(session.params()[paramIndex(lab(), "side")] == ParamValue(std::int64_t{2}));
  const auto start = output<FieldData>(session.frame(), "surface").marks.back();
  CHECK(start.handle);
  CHECK(start.x == std::vector<double>{-0.4});
  CHECK(start.y == std::vector<double>{-0.3});
  CHECK(session.poke({.output = "surface", .kind = PokeKind::Press, .x = 9, .y = 0.001}));
  CHECK(session.params()[paramIndex(lab(), "start-x")] == ParamValue(1.0));
  CHECK(session.params()[paramIndex(lab(), "side")] == ParamValue(std::int64_t{1}));
  CHECK_FALSE(session.poke({.output = "surface", .kind = PokeKind::Release, .x = 0.5, .y = 0.5}));
  CHECK_FALSE(session.poke({.output = "loss", .kind = PokeKind::Press, .x = 0.5, .y = 0.5}));
  CHECK_FALSE(session.poke({.output = "surface", .kind = PokeKind::Press, .x = NAN, .y = 0.5}));
}

TEST_CASE("saddle: divergence says why") {
  const Session session = finishedSession({{"rate", "2.2"}});
  CHECK(session.status() == Status::Diverged);
  const Frame frame = session.frame();
  CHECK(frame.statusText == "step size η = 2.20 > 2/β = 2");
  const auto field = output<FieldData>(frame, "surface");
  for (const Path& path : field.paths) {
    for (const double x : path.x) CHECK(std::abs(x) <= field.x1);
  }
  CHECK(output<NoteData>(frame, "now").text.find("overshoots") != std::string::npos);
  CHECK(finishedSession({{"surface", "octopus"}, {"rate", "1.5"}}).status() == Status::Diverged);
}

TEST_CASE("saddle: octopus notes name the step that kills and the start that is held") {
  const auto noteOf = [](const std::vector<Setting>& settings) {
    return output<NoteData>(Session(lab(), paramsWith(settings), 1).frame(), "now").text;
  };
  CHECK(noteOf({{"surface", "octopus"}, {"rate", "0.5"}}).find("κ infinite") != std::string::npos);
  CHECK(noteOf({{"surface", "octopus"}, {"tube", "0.5"}}).find("held within") != std::string::npos);
  CHECK(noteOf({{"surface", "octopus"}, {"rate", "0.45"}, {"gamma", "0.05"}}).find("underflow") !=
        std::string::npos);
  const Frame killed =
      finishedSession({{"surface", "octopus"}, {"rate", "0.5"}, {"start-x", "0.5"}}).frame();
  CHECK(killed.status == Status::Done);
  CHECK(killed.statusText.starts_with("plain is stuck at saddle 2 of 6"));
  CHECK(output<CheckData>(killed, "leave-ratio").state == CheckState::NotApplicable);
}

TEST_CASE("saddle: equal seeds give equal frames, whatever the slices") {
  for (const char* surface : {"strict", "pair", "monkey", "octopus"}) {
    Session whole(lab(), paramsWith({{"surface", surface}}), 7);
    Session sliced(lab(), paramsWith({{"surface", surface}}), 7);
    Session other(lab(), paramsWith({{"surface", surface}}), 8);
    whole.advance(90);
    other.advance(90);
    for (int i = 0; i < 90; ++i) {
      sliced.advance(1);
      if (i % 20 == 0) sliced.frame();
    }
    CHECK(whole.hash() == sliced.hash());
    CHECK(whole.hash() != other.hash());
  }
}

TEST_CASE("saddle: noise and step size change while it runs, and a replay follows") {
  Session session(lab(), defaultParams(lab()), 3);
  session.advance(40);
  REQUIRE(session.setParam(paramIndex(lab(), "noise"), 0.5).ok());
  session.advance(10);
  REQUIRE(session.setParam(paramIndex(lab(), "rate"), 0.2).ok());
  REQUIRE(session.setParam(paramIndex(lab(), "show-plain"), false).ok());
  session.advance(30);
  CHECK(session.step() == 80);
  CHECK(output<FieldData>(session.frame(), "surface").paths.size() == 2);
  // The law's check has started anew with the new step size and holds for it.
  session.advance(2000);
  CHECK(session.status() == Status::Done);
  CHECK(checksIn(session.frame(), CheckState::Fails) == "");
  CHECK(output<CheckData>(session.frame(), "escape-slope").predicted ==
        doctest::Approx(1 / std::log(1.1)));

  const Recipe recipe = session.recipe();
  Session replayed(lab(), recipe.params, recipe.seed);
  while (!replayed.replay(recipe, 17)) {
  }
  CHECK(replayed.hash() == session.hash());
}
