#include "labs/convergence/structured/study.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <string>
#include <string_view>

#include "lab/registry.h"
#include "labs/convergence/structured/pictures.h"
#include "labs/convergence/structured/words.h"
#include "support/lab_frames.h"

using namespace basin;
using namespace basin::test;
using namespace basin::structured;

namespace {

Frame finished(const std::vector<Setting>& settings, std::uint64_t seed = 1) {
  return test::finished("structured", settings, seed);
}

}  // namespace

TEST_CASE(
    "structured: every preset ends with the checks that apply to it, and they hold "
    "[statistics]") {
  const std::string exact = "change-needs-movement movement-limit changed-bounded ";
  const std::string slopes = "changed-slope pseudo-slope largest-movement-slope ";
  const std::map<std::string_view, std::string> holding = {
      {"wide", exact + slopes + "wide-fits "},
      {"very-wide", exact + slopes + "wide-fits "},
      {"long", exact + slopes + "wide-fits "},
      {"loose", exact + "changed-slope largest-movement-slope "},
      {"both-layers", exact + "learnt-slope wide-fits "},
      {"narrow", exact}};
  for (const Preset& preset : findLab("structured")->presets) {
    INFO(preset.id);
    const Frame frame = finished(preset.settings, 1);
    CHECK(frame.status == Status::Done);
    CHECK(undecided(frame) == "");
    CHECK(checksIn(frame, CheckState::Holds) == holding.at(preset.id));
  }
}

TEST_CASE("structured: assumptions that do not hold are said") {
  const std::vector<Setting> loose = {
      {"cluster-radius", "0.2"}, {"runs", "0"}, {"step-limit", "10"}};
  const Frame frame = finished(loose);
  CHECK(output<NoteData>(frame, "now").text.find("assumption is violated") != std::string::npos);
  CHECK(stateOf(frame, "wide-fits") == CheckState::NotApplicable);
  CHECK(undecided(frame) == "");
  // Many clusters come close to each other.
  const Frame many = finished({{"classes", "6"},
                               {"per-class", "4"},
                               {"dimension", "4"},
                               {"runs", "0"},
                               {"step-limit", "10"}});
  CHECK(output<NoteData>(many, "now").text.find("assumption is violated") != std::string::npos);
  // Without extent any separation is enough.
  const Frame points = finished({{"cluster-radius", "0"}, {"runs", "0"}, {"step-limit", "10"}});
  CHECK(scalarOf(points, "cluster-diameter") == doctest::Approx(0).scale(1));
  CHECK(output<NoteData>(points, "now").text.find("as the theorem asks") != std::string::npos);
}

TEST_CASE("structured: four times as wide, half as many changes; at 1600 one unit in three") {
  std::vector<double> narrow, wide, units;
  for (std::uint64_t seed = 1; seed <= 2; ++seed) {
    const Frame at400 = finished({{"runs", "0"}}, seed);
    const Frame at1600 = finished({{"width", "1600"}, {"runs", "0"}}, seed);
    narrow.push_back(scalarOf(at400, "changed-pairs"));
    wide.push_back(scalarOf(at1600, "changed-pairs"));
    units.push_back(scalarOf(at1600, "changed-units"));
    CHECK(scalarOf(at400, "changed-pairs") < 0.4 * scalarOf(at400, "changed-bound"));
  }
  CHECK(std::abs(mean(wide) / mean(narrow) - 0.5) < 0.1);
  CHECK(std::abs(mean(units) - 0.36) < 0.06);
}

TEST_CASE("structured: the picture of the pairs shows no change above its line") {
  Study study({.width = 100, .steps = 60, .runs = 0}, 3);
  while (!study.finished()) study.step();
  const PointsData flips = flipsPicture(study);
  const auto& changed = flips.marks[1];
  REQUIRE(changed.name == "changed");
  REQUIRE(changed.x.size() > 20);
  for (std::size_t i = 0; i < changed.x.size(); ++i) CHECK(changed.y[i] <= changed.x[i]);
  CHECK(flips.marks[0].x.size() > changed.x.size());
  CHECK_FALSE(accuracyPicture(study));
  CHECK(accuracyPicture(Study({.widths = Widths::Narrow}, 1)));
}

TEST_CASE("structured: what needs no measurement says little below a million units") {
  const Study study({.runs = 0}, 1);
  // sqrt(2/pi) eta0 T E[range]/sqrt(m) <= 1/2, with E[range] = 3/sqrt(pi) for three classes.
  const double expected =
      std::pow(2 * std::sqrt(2 / 3.14159265358979) * 400 * 3 / std::sqrt(3.14159265358979), 2);
  CHECK(guaranteedWidth(study) == doctest::Approx(expected).epsilon(0.15));
}

TEST_CASE("structured: equal seeds give equal frames, whatever the slices") {
  checkSlices("structured", 200, 50);
}
