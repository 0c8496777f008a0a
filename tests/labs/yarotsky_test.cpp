#include "labs/approximation/yarotsky/study.h"

#include <doctest/doctest.h>

#include <cmath>
#include <string>
#include <vector>

#include "base/stats.h"
#include "lab/param_text.h"
#include "lab/registry.h"
#include "support/lab_frames.h"

using namespace basin;
using namespace basin::test;

namespace {

const LabDef& lab() {
  return *findLab("yarotsky");
}

Frame finished(const std::vector<Setting>& settings) {
  return test::finished("yarotsky", settings);
}

// Log-log slope of the deep network's points, of the last levels.
double slopeOf(const Frame& frame, const yarotsky::Config& config, std::size_t levels) {
  const Curve deep = output<SeriesData>(frame, "error-by-weights").panels[0].curves[0];
  std::vector<double> nodes, errors;
  for (std::size_t i = deep.y.size() - levels; i < deep.y.size(); ++i) {
    nodes.push_back(TaylorSize::ofLevel(config.smoothness, static_cast<int>(i) + 1).N);
    errors.push_back(deep.y[i]);
  }
  return fitLogLog(nodes, errors).slope;
}

}  // namespace

TEST_CASE("yarotsky: every preset ends with each check decided, none failing") {
  for (const Preset& preset : lab().presets) {
    INFO(preset.id);
    Session session(lab(), presetParams(lab(), preset), 1);
    session.advance(kEnough);
    CHECK(session.status() == Status::Done);
    CHECK(undecided(session.frame()) == "");
  }
}

TEST_CASE("yarotsky: each level of the square is exact, and from the fourth on depth wins") {
  Session session = sessionOf("yarotsky", {{"level", "12"}});
  for (int m = 1; m <= 12; ++m) {
    const Frame frame = session.frame();
    CHECK(scalarOf(frame, "deep-now") == squareError(m));
    CHECK(scalarOf(frame, "shallow-now") ==
          doctest::Approx(1 / (4 * std::pow(4 * m - 1, 2))).epsilon(1e-9));
    CHECK(output<CheckData>(frame, "layers-agree").measured == 0);
    CHECK(stateOf(frame, "depth-wins") == (m < 4 ? CheckState::NotApplicable : CheckState::Holds));
    session.advance(1);
  }
  CHECK(session.status() == Status::Done);
}

TEST_CASE("yarotsky: the error falls as N^-n for a smooth target, and as 1/N with a kink") {
  yarotsky::Config config;
  for (const char* n : {"1", "2", "3"}) {
    config.smoothness = n[0] - '0';
    const Frame frame = finished({{"target", "sine"}, {"smoothness", n}, {"level", "12"}});
    CHECK(slopeOf(frame, config, 4) == doctest::Approx(-config.smoothness).epsilon(0.1));
  }
  config.smoothness = 2;
  const Frame kink = finished({{"target", "formula"}, {"formula", "|x - 1/pi|"}});
  CHECK(slopeOf(kink, config, 6) == doctest::Approx(-1).epsilon(0.3));
  CHECK(stateOf(kink, "taylor-bound") == CheckState::NotApplicable);
  // With one derivative it is a Lipschitz function like others.
  CHECK(stateOf(finished({{"target", "formula"}, {"formula", "|x - 1/pi|"}, {"smoothness", "1"}}),
                "taylor-bound") == CheckState::Holds);
}

TEST_CASE("yarotsky: what cannot be read is told, and nothing runs") {
  const auto refused = [](const char* id, const char* text) {
    const Frame frame =
        finished({{"target", id == std::string("samples") ? "own" : "formula"}, {id, text}});
    CHECK(frame.step == 0);
    CHECK(undecided(frame) == "");
    CHECK(checksIn(frame, CheckState::Holds) == "");
    return frame.statusText;
  };
  CHECK(refused("formula", "2 +").starts_with("Your formula cannot be read: "));
  CHECK(refused("formula", "1/(x - 0.5)") ==
        "Your formula has no value, or one beyond 1000, at x = 0.499.");
  CHECK(refused("formula", "log x").ends_with("at x = 0."));
  for (const char* text : {"", "0,1", "0,0; 2,1", "0,0; 0,1", "0,0; 1,99", "abc"}) {
    CHECK(refused("samples", text).starts_with("Your samples cannot be read: "));
  }
}

TEST_CASE("yarotsky: formulas of all kinds keep their bounds, or are told to have none") {
  for (const char* formula :
       {"500 + 3x", "sqrt(x)", "x sqrt(x)", "sin(300x)", "sin(4000x)", "step(x - 0.3)", "0",
        "1000 x^9", "e^(5x)", "max(0, x - 0.5)^2", "|x-0.5|^3", "1/(x + 0.001)"}) {
    for (const char* n : {"1", "2", "3"}) {
      INFO(formula, " ", n);
      const Frame frame = finished(
          {{"target", "formula"}, {"formula", formula}, {"smoothness", n}, {"level", "12"}});
      CHECK(undecided(frame) == "");
    }
  }
  CHECK(stateOf(finished({{"target", "formula"}, {"formula", "sqrt(x)"}}), "taylor-bound") ==
        CheckState::NotApplicable);
}

TEST_CASE("yarotsky: a press takes hold of the target, and drags draw it") {
  Session session = sessionOf("yarotsky", {});
  const auto poke = [&](PokeKind kind, double x, double y) {
    session.poke({.output = "approximation", .kind = kind, .x = x, .y = y});
  };
  poke(PokeKind::Press, 0.52, 0.9);
  poke(PokeKind::Drag, 0.61, -0.5);
  poke(PokeKind::Release, 0.9, 7);
  const Curve own = output<SeriesData>(session.frame(), "approximation").panels[0].curves.back();
  REQUIRE(own.x.size() == 9);
  CHECK(own.y[4] == 0.9);
  CHECK(own.y[5] == -0.5);
  CHECK(own.y[8] == 1);
  session.advance(kEnough);
  CHECK(undecided(session.frame()) == "");
  CHECK(stateOf(session.frame(), "taylor-bound") == CheckState::Holds);
}
