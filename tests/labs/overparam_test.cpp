#include "labs/kernels/overparam/study.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <deque>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "lab/param_text.h"
#include "lab/registry.h"
#include "lab/session.h"
#include "support/lab_frames.h"

using namespace basin;
using namespace basin::test;
using namespace basin::overparam;

namespace {

const LabDef& lab() {
  return *findLab("overparam");
}

Frame finished(const std::vector<Setting>& settings, std::uint64_t seed = 1) {
  return test::finished("overparam", settings, seed);
}

// All runs of several data sets at one width.
std::vector<Run> runsAt(const std::deque<Study>& studies, int width) {
  std::vector<Run> all;
  for (const Study& study : studies) {
    const auto& widths = study.sweep().settings();
    const auto at = static_cast<std::size_t>(std::ranges::find(widths, width) - widths.begin());
    for (const Run* run : study.sweep().results(at)) all.push_back(*run);
  }
  return all;
}

template <class Value>
double medianOf(const std::vector<Run>& runs, Value value) {
  std::vector<double> values;
  for (const auto& run : runs) values.push_back(value(run));
  return median(values);
}

}  // namespace

TEST_CASE("overparam: every preset ends with the checks that apply to it, and they hold") {
  const std::string all =
      "wide-succeeds narrow-fails kernel-time kernel-movement movement-slope flip-slope ";
  const std::map<std::string_view, std::string> holding = {
      {"width-and-time", all}, {"narrow", all},  {"very-wide", all}, {"twins", ""},
      {"few-dimensions", ""},  {"catapult", ""}, {"too-large", ""},  {"lost-runs", ""}};
  for (const Preset& preset : lab().presets) {
    INFO(preset.id);
    const Frame frame = finished(preset.settings, 4);
    CHECK(frame.status == (preset.id == "too-large" ? Status::Diverged : Status::Done));
    CHECK(undecided(frame) == "");
    CHECK(checksIn(frame, CheckState::Holds) == holding.at(preset.id));
  }
}

TEST_CASE("overparam: runs that diverge are left out of medians, counted and said") {
  const Frame frame = finished({{"rate", "3"}, {"runs", "3"}});
  const auto movement = output<SeriesData>(frame, "movement").panels[0].curves;
  for (const double moved : movement[0].lo) CHECK(moved > 0);
  for (const double flipped : movement[3].y) CHECK(flipped > 0);
  // Those runs have no zero error either, and count as runs without.
  Study study({.rateFactor = 3, .seeds = 3}, 1);
  while (!study.finished()) study.step();
  REQUIRE(study.lostRuns() > 0);
  int ended = 0;
  for (std::size_t i = 0; i < study.sweep().settings().size(); ++i) {
    ended += study.sweep().ended(i);
    CHECK(study.reachedAt(i).trials == 3);
  }
  CHECK(ended + study.lostRuns() == 36);
  CHECK(output<NoteData>(frame, "now")
            .text.find(std::to_string(study.lostRuns()) + " of 36 runs of the sweep diverged") !=
        std::string::npos);
}

TEST_CASE(
    "overparam: thresholds, distances and flips over five data sets are those measured elsewhere") {
  std::deque<Study> studies;
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    Study& study = studies.emplace_back(Config{}, seed);
    while (!study.finished()) study.step();
  }
  const auto share = [&](int width) {
    const auto runs = runsAt(studies, width);
    CHECK(runs.size() == 25);
    return static_cast<double>(std::ranges::count_if(
               runs, [](const auto& run) { return run.zeroErrorTime >= 0; })) /
           static_cast<double>(runs.size());
  };
  CHECK(share(2) <= 0.1);
  CHECK(share(4) <= 0.4);
  CHECK(share(8) >= 0.4);
  CHECK(share(24) >= 0.9);
  CHECK(share(640) == 1);
  std::vector<double> m, moved, flipped;
  for (const int width : {80, 160, 320, 640}) {
    const auto runs = runsAt(studies, width);
    m.push_back(width);
    moved.push_back(medianOf(runs, [](const auto& r) { return r.movement; }));
    flipped.push_back(medianOf(runs, [](const auto& r) { return r.flips; }));
  }
  CHECK(std::abs(fitLogLog(m, moved).slope + 0.53) < 0.1);
  CHECK(std::abs(fitLogLog(m, flipped).slope + 0.47) < 0.12);
  const double ratio =
      medianOf(runsAt(studies, 640), [](const Run& r) { return r.movementRatio(); });
  CHECK(ratio > 1);
  CHECK(ratio < 1.15);
  // Narrow networks move more than their kernel says.
  CHECK(medianOf(runsAt(studies, 40), [](const Run& r) { return r.movementRatio(); }) > ratio);
}

TEST_CASE("overparam: the widest network's loss is the kernel's") {
  Config config;
  config.width = 2560;
  config.seeds = 0;
  Study study(config, 3);
  while (!study.finished()) study.step();
  const long t = study.network().steps();
  CHECK(t == config.steps);
  CHECK(study.losses().size() == static_cast<std::size_t>(t) + 1);
  for (const long at : {10L, 100L, t}) {
    CHECK(study.losses()[static_cast<std::size_t>(at)] ==
          doctest::Approx(study.prediction().loss(at)).epsilon(0.25));
  }
}

TEST_CASE("overparam: twins with opposite labels make λmin small and the note says so") {
  const Frame frame = finished({{"twins", "0.001"}, {"runs", "0"}});
  CHECK(scalarOf(frame, "lambda-min") < 1e-3);
  CHECK(output<NoteData>(frame, "now").text.find("opposite labels") != std::string::npos);
  CHECK(scalarOf(finished({{"runs", "0"}}), "lambda-min") > 0.02);
}

TEST_CASE(
    "overparam: a little beyond 2/λmax of the kernel the network jumps and comes down flatter") {
  Config config;
  config.width = 2560;
  config.rateFactor = 2.6;
  config.seeds = 0;
  Study study(config, 1);
  while (!study.finished()) study.step();
  REQUIRE(!study.diverged());
  CHECK(study.prediction().loss(config.steps) > 1e6);
  CHECK(*std::ranges::max_element(study.losses()) > 10 * study.losses().front());
  CHECK(study.network().loss() < 1e-6);
  const KernelFlow after(finiteGram(study.data().inputs, study.network().weights()));
  CHECK(study.rate() * study.prediction().flow().largest() > 2);
  CHECK(study.rate() * after.largest() < 2);
}

TEST_CASE("overparam: a step far beyond 2/λmax diverges with its reason") {
  const Frame frame = finished({{"rate", "4"}, {"width", "2560"}});
  CHECK(frame.status == Status::Diverged);
  CHECK(frame.statusText.find("> 2/λmax = ") != std::string::npos);
}
