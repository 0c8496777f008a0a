#include "labs/convergence/sgd_cost/study.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/stats.h"
#include "lab/registry.h"
#include "lab/session.h"
#include "labs/convergence/sgd_cost/checks.h"
#include "support/lab_frames.h"

using namespace basin;
using namespace basin::test;
using namespace basin::sgd_cost;

namespace {

Frame ended(const std::vector<Setting>& settings, std::uint64_t seed = 1) {
  return finished("sgd-cost", settings, seed);
}

const Lane& laneOf(const Study& study, int batch) {
  return *std::ranges::find(study.race().lanes(), batch, &Lane::batch);
}

void finish(Study& study) {
  while (!study.finished()) study.step();
}

}  // namespace

TEST_CASE("sgd-cost: every preset ends with the checks that apply to it, and they hold") {
  const std::string always = "factor-law mean-law ", networks = "small-batches-lead work-bound ";
  const std::string all = always + "samples-law critical-cost ";
  const std::map<std::string_view, std::string> holding = {
      {"free-lunch", all + "floor-law " + networks},
      {"one-at-a-time", all + networks},
      {"too-many", all + networks},
      {"noise", always + "floor-law " + networks},
      {"few-dimensions", always + "samples-law " + networks},
      {"breaks", always + networks}};
  for (const Preset& preset : findLab("sgd-cost")->presets) {
    INFO(preset.id);
    const Frame frame = ended(preset.settings, 4);
    CHECK(frame.status == Status::Done);
    CHECK(undecided(frame) == "");
    CHECK(checksIn(frame, CheckState::Holds) == holding.at(preset.id));
  }
}

TEST_CASE("sgd-cost: the race keeps its lanes side by side, in steps that are short") {
  Study study({}, 1);
  for (int k = 0; k < 60; ++k) study.step();
  double least = 1e9, most = 0;
  for (const Lane& lane : study.race().lanes()) {
    if (lane.ended()) continue;
    least = std::min(least, lane.samples());
    most = std::max(most, lane.samples());
  }
  CHECK(study.time() == least);
  // Nobody is ahead by more than a slice, which for a batch of 1024 is one run of 200.
  CHECK(most - least < 12);
}

TEST_CASE("sgd-cost: beyond the edge means grow that law and runs agree on, below they fall") {
  // After some 200 steps in 20 dimensions.
  for (const int batch : {1, 8, 64}) {
    for (const double over : {1.8, 2.4}) {
      BatchRegression law = lawOf({.rateOverBest = over, .dataNoise = 0}, batch);
      BatchRegressionRuns runs(law, 50, Rng(8));
      while (runs.steps() < 200) runs.advance(100000);
      INFO(batch, " ", over);
      if (over < 2) {
        CHECK(law.meanAfter(200, 1) < 0.2);
        CHECK(runs.mean() < 0.4);
      } else {
        CHECK(law.meanAfter(200, 1) > 4e3);
        CHECK(runs.mean() > 50);
      }
    }
  }
}

TEST_CASE("sgd-cost: in two dimensions the mean grows, and every run arrives") {
  const Frame frame =
      ended({{"dimension", "2"}, {"batch", "1"}, {"rate-over-best", "2.4"}, {"data-noise", "0"}});
  CHECK(scalarOf(frame, "error-factor") == doctest::Approx(1.24).epsilon(1e-12));
  CHECK(scalarOf(frame, "median-now") < 1e-6);
  CHECK(stateOf(frame, "factor-law") == CheckState::Holds);
  CHECK(stateOf(frame, "samples-law") == CheckState::NotApplicable);
  const auto& law = output<CheckData>(frame, "factor-law").law;
  CHECK(law.measured == doctest::Approx(1.24).epsilon(0.05));
}

TEST_CASE("sgd-cost: batches that do not divide the examples, and more than there are") {
  Networks networks(500, 1);
  networks.trainTo(1);
  CHECK(networks.finished());
  for (const auto& run : networks.runs()) {
    // An epoch is all examples, whatever the batch size.
    CHECK(run->examples().back() == 500.0 * kEpochs);
    CHECK(run->steps().back() == std::ceil(500.0 / static_cast<double>(run->batch())) * kEpochs);
    CHECK(std::isfinite(run->lossAfter(20)));
  }
  const Frame frame = ended({{"batch", "1024"}, {"count", "128"}, {"runs", "50"}});
  CHECK(checksIn(frame, CheckState::Fails) == "");
  CHECK(stateOf(frame, "small-batches-lead") == CheckState::NotApplicable);
}

TEST_CASE("sgd-cost: a study that meets the target says where, and the others say nothing") {
  Study study({.batch = 256, .dataNoise = 0.3, .runs = 50}, 2);
  finish(study);
  CHECK_FALSE(laneOf(study, 256).stepsToTarget());
  CHECK(study.statusText().find("never") != std::string::npos);
  CHECK(floorLaw(study).state != CheckState::Fails);
}

TEST_CASE("sgd-cost: means, floors and samples of 60 studies are the law's [statistics]") {
  std::vector<double> ratios, floors, samples;
  for (std::uint64_t seed = 100; seed < 160; ++seed) {
    Study study({.batch = 64, .dataNoise = seed % 2 == 0 ? 0.0 : 0.5}, seed);
    finish(study);
    CHECK(factorLaw(study).state == CheckState::Holds);
    CHECK(meanLaw(study).state == CheckState::Holds);
    for (const int batch : {1, 4, 16, 64}) {
      const Lane& lane = laneOf(study, batch);
      const long last = lane.runs().steps();
      if (seed % 2 == 0) {
        const auto law = lane.lawStepsToTarget();
        REQUIRE(law);
        const long t = static_cast<long>(*law) / 3;
        ratios.push_back(lane.means()[static_cast<std::size_t>(t)] /
                         lane.law().meanAfter(static_cast<double>(t), 1));
        samples.push_back(*lane.stepsToTarget() / *law);
      } else {
        floors.push_back(lane.means()[static_cast<std::size_t>(last)] / lane.law().floor());
      }
    }
  }
  for (const auto* all : {&ratios, &floors, &samples}) {
    const double error = std::sqrt(variance(*all) / static_cast<double>(all->size()));
    CHECK(error < 0.01);
    CHECK(std::abs(mean(*all) - 1) < 4 * error + 0.002);
  }
}

TEST_CASE("sgd-cost: all examples at once stay behind one, however many [statistics]") {
  Rng rng(12);
  for (int k = 0; k < 120; ++k) {
    const int count = 256 + rng.below(769);
    Networks networks(count, 1000 + static_cast<std::uint64_t>(k));
    networks.trainTo(20.0 / kEpochs);
    const auto loss = [&](std::size_t i) { return networks.runs()[i]->lossAfter(20); };
    INFO(count, " ", k, ": ", loss(0), " ", loss(3));
    CHECK(loss(3) > 2 * loss(0));
  }
}

TEST_CASE("sgd-cost: networks' losses after 5, 20 and 60 epochs rise with the batch [statistics]") {
  // Medians over data sets; the page's three gave .0159, .0212, .055 and .266 after 20 epochs.
  std::map<int, std::vector<std::vector<double>>> losses;
  int ordered = 0;
  constexpr int kSets = 60;
  for (std::uint64_t seed = 1; seed <= kSets; ++seed) {
    Networks networks(512, seed);
    networks.trainTo(1);
    std::vector<double> at20;
    for (std::size_t i = 0; i < 4; ++i) {
      for (const int epochs : {5, 20, 60}) {
        losses[epochs].resize(4);
        losses[epochs][i].push_back(networks.runs()[i]->lossAfter(epochs));
      }
      at20.push_back(losses[20][i].back());
    }
    ordered += at20[1] < at20[2] && at20[2] < at20[3];
  }
  CHECK(ordered == kSets);
  const auto at = [&](int epochs, int i) {
    return median(losses[epochs][static_cast<std::size_t>(i)]);
  };
  for (const int epochs : {20, 60}) {
    for (int i = 0; i < 3; ++i) {
      INFO(epochs, " ", i, ": ", at(epochs, i), " ", at(epochs, i + 1));
      CHECK(at(epochs, i) < at(epochs, i + 1));
    }
  }
  CHECK(at(20, 0) == doctest::Approx(0.02).epsilon(0.5));
  CHECK(at(20, 3) == doctest::Approx(0.26).epsilon(0.3));
}
