#include "labs/overparam.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "lab/param_text.h"
#include "lab/registry.h"
#include "lab/session.h"
#include "labs/overparam_study.h"
#include "support/lab_frames.h"

using namespace basin;
using namespace basin::test;

namespace {

const LabDef& lab() {
  return *findLab("overparam");
}

Frame finished(const std::vector<Setting>& settings, std::uint64_t seed = 1) {
  return test::finished("overparam", settings, seed);
}

// All runs of several data sets at one width.
std::vector<OverparamStudy::Run> runsAt(const std::vector<OverparamStudy>& studies, int width) {
  std::vector<OverparamStudy::Run> all;
  for (const OverparamStudy& study : studies) {
    const auto runs = study.runsAt(width);
    all.insert(all.end(), runs.begin(), runs.end());
  }
  return all;
}

template <class Value>
double medianOf(const std::vector<OverparamStudy::Run>& runs, Value value) {
  std::vector<double> values;
  for (const auto& run : runs) values.push_back(value(run));
  return median(values);
}

}  // namespace

TEST_CASE("overparam: at the defaults every check holds, for several seeds") {
  for (std::uint64_t seed = 1; seed <= 2; ++seed) {
    const Frame frame = finished({}, seed);
    CHECK(frame.status == Status::Done);
    CHECK(undecided(frame) == "");
    CHECK(checksIn(frame, CheckState::NotApplicable) == "");
  }
}

TEST_CASE("overparam: every preset ends with each check decided and none failing") {
  for (const Preset& preset : lab().presets) {
    INFO(preset.id);
    // One run a width: whether a sweep's statistics hold is for the tests around this one.
    std::vector<Setting> settings = preset.settings;
    settings.push_back({"runs", "1"});
    Session session = sessionOf("overparam", settings, 1);
    session.advance(100000);
    const Frame frame = session.frame();
    CHECK(frame.status == (preset.id == "too-large" ? Status::Diverged : Status::Done));
    CHECK(undecided(frame) == "");
  }
}

TEST_CASE(
    "overparam: thresholds, distances and flips over five data sets are those measured elsewhere") {
  std::vector<OverparamStudy> studies;
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    OverparamStudy& study = studies.emplace_back(OverparamConfig{}, seed);
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
  const double ratio = medianOf(runsAt(studies, 640),
                                [](const auto& r) { return r.movement / r.predictedMovement; });
  CHECK(ratio > 1);
  CHECK(ratio < 1.15);
  // Narrow networks move more than their kernel says.
  CHECK(medianOf(runsAt(studies, 40),
                 [](const auto& r) { return r.movement / r.predictedMovement; }) > ratio);
}

TEST_CASE("overparam: the widest network's loss is the kernel's") {
  OverparamConfig config;
  config.width = 2560;
  config.seeds = 0;
  OverparamStudy study(config, 3);
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
  OverparamConfig config;
  config.width = 2560;
  config.rateFactor = 2.6;
  config.seeds = 0;
  OverparamStudy study(config, 1);
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
