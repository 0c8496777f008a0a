#include "labs/generalisation/five_points/study.h"

#include <doctest/doctest.h>

#include <cmath>

#include "lab/param_text.h"
#include "lab/registry.h"
#include "support/lab_frames.h"

using namespace basin;
using namespace basin::test;

namespace {

Frame finished(const std::vector<Setting>& settings, std::uint64_t seed = 1) {
  return test::finished("five-points", settings, seed);
}

const Curve& curveNamed(const SeriesData& series, std::size_t panel, std::string_view name) {
  for (const Curve& curve : series.panels[panel].curves) {
    if (curve.name == name) return curve;
  }
  FAIL("no curve ", name);
  return series.panels[panel].curves.front();
}

}  // namespace

TEST_CASE("five-points: every preset ends with each check decided, none failing") {
  for (const Preset& preset : findLab("five-points")->presets) {
    INFO(preset.id);
    Session session(*findLab("five-points"), presetParams(*findLab("five-points"), preset), 1);
    session.advance(kEnough);
    CHECK(session.status() == Status::Done);
    CHECK(undecided(session.frame()) == "");
  }
  checkSlices("five-points", 60, 7);
}

TEST_CASE("five-points: depth, degree and construction change without another training") {
  Session session = sessionOf("five-points", {});
  const LabDef& lab = session.lab();
  session.advance(100);
  const double shown = scalarOf(session.frame(), "network-variation");
  const auto set = [&](const char* id, ParamValue value) {
    CHECK(session.setParam(paramIndex(lab, id), value).ok());
  };
  set("depth", std::int64_t{1});
  set("degree", std::int64_t{20});
  set("attacks", std::int64_t{0});
  const Frame frame = session.frame();
  CHECK(frame.step == 100);
  CHECK(scalarOf(frame, "network-variation") != shown);
  CHECK(scalarOf(frame, "polynomial-end") == doctest::Approx(-20.3163185991).epsilon(1e-10));
  CHECK(scalarOf(frame, "constructed-variation") == doctest::Approx(3.6));
  set("depth", std::int64_t{4});
  CHECK(scalarOf(session.frame(), "network-variation") == shown);
}

TEST_CASE("five-points: a dragged point takes polynomial and networks along") {
  Session session = sessionOf("five-points", {});
  session.advance(150);
  const auto poke = [&](PokeKind kind, double x, double y) {
    session.poke({.output = "fits", .kind = kind, .x = x, .y = y});
  };
  poke(PokeKind::Press, 0.02, -0.3);
  poke(PokeKind::Drag, 0.1, 0.2);
  poke(PokeKind::Drag, 0.1, 1.0);
  poke(PokeKind::Release, 0.1, 1.0);
  const SeriesData moved = output<SeriesData>(session.frame(), "fits");
  CHECK(session.frame().step == 150);
  CHECK(curveNamed(moved, 0, "points, to drag").y[2] == 1);
  // The polynomial passes there at once, the networks after some more steps.
  const Curve& polynomial = curveNamed(moved, 1, "degree 10");
  for (std::size_t i = 0; i < polynomial.x.size(); ++i) {
    if (std::abs(polynomial.x[i] - 0.1) < 1e-9) CHECK(std::abs(polynomial.y[i] - 1) < 1e-9);
  }
  session.advance(kEnough);
  const Frame end = session.frame();
  CHECK(end.statusText == "the points are fitted by 8 of 8 networks");
  CHECK(undecided(end) == "");
  CHECK(stateOf(end, "networks-simple") == CheckState::NotApplicable);
  // Nothing is taken far from all points.
  CHECK_FALSE(session.poke({.output = "fits", .x = 0.65, .y = 0}));
}

TEST_CASE("five-points: of degree four all kernels find Lagrange's polynomial, below none fits") {
  const Frame low = finished({{"degree", "3"}});
  CHECK(stateOf(low, "norm") == CheckState::NotApplicable);
  CHECK(output<NoteData>(low, "now").text.find("misses the points") != std::string::npos);
  CHECK(scalarOf(low, "polynomial-variation") < 3.6);
  CHECK(stateOf(finished({{"degree", "40"}}), "norm") != CheckState::Fails);
}

TEST_CASE("five-points: points that contradict one another leave nothing to run") {
  for (const char* text : {"0,1; 0,-1; 1,0", "0,1", "5,1; 0,0", "words"}) {
    const Frame frame = finished({{"samples", text}});
    CHECK(frame.step == 0);
    CHECK(frame.statusText.starts_with("Your points cannot be read: "));
    CHECK(undecided(frame) == "");
  }
  // Twice the same point is that point; points of one height demand nothing.
  CHECK(undecided(finished({{"samples", "0,1; 0,1; 1,0"}, {"step-limit", "100"}})) == "");
  CHECK(undecided(finished({{"samples", "-1,0; 0,0; 1,0"}, {"step-limit", "100"}})) == "");
  CHECK(undecided(finished({{"samples", "0,0.5; 0.001,-0.5; 0.002,0.5"},
                            {"attacks", "60"},
                            {"step-limit", "100"}})) == "");
}

TEST_CASE("five-points: networks of all depths vary less than twice the least [statistics]") {
  double most = 0;
  int arrived = 0;
  for (const char* activation : {"tanh", "relu"}) {
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
      const Frame frame = finished({{"activation", activation}}, seed);
      most = std::max(most, scalarOf(frame, "most-variation"));
      arrived += static_cast<int>(output<CheckData>(frame, "networks-fit").measured);
    }
  }
  CHECK(arrived >= 315);
  CHECK(most < 2 * 3.6);
  CHECK(most > 1.2 * 3.6);
  // From weights three times as large nothing of the kind.
  CHECK(scalarOf(finished({{"gain", "3"}}), "most-variation") > 4 * 3.6);
}
