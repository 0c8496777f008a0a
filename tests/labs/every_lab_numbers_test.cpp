// The numbers that presets of all labs expect, and that texts quote.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <vector>

#include "lab/param_text.h"
#include "lab/registry.h"
#include "lab/session.h"
#include "support/lab_frames.h"

using namespace basin;
using namespace basin::test;

namespace {

// Of those that say a step, or of those at the lab's own end.
enum class Stage { Steps, End };

void checkNumbers(const LabDef& lab, const Preset& preset, Stage stage) {
  // One run a seed, its numbers in the order in which they are passed.
  std::map<std::uint64_t, std::vector<Expected>> runs;
  for (const Expected& expected : preset.expected) {
    if ((expected.step == 0) == (stage == Stage::End)) runs[expected.seed].push_back(expected);
  }
  for (auto& [seed, numbers] : runs) {
    std::ranges::stable_sort(numbers, {}, &Expected::step);
    Session session(lab, presetParams(lab, preset), seed);
    for (const Expected& expected : numbers) {
      INFO(lab.id, " ", preset.id, " ", expected.scalar, " at step ", expected.step);
      session.advance(stage == Stage::End ? kEnough : expected.step - session.step());
      if (stage == Stage::End) {
        REQUIRE(session.status() != Status::Running);
      } else {
        REQUIRE(session.step() == expected.step);
      }
      const int place = outputIndex(lab, expected.scalar);
      const Frame frame = session.frame(OutputMask{1} << place);
      const double value = scalarOf(frame, expected.scalar);
      CHECK_MESSAGE(std::abs(value - expected.value) <= expected.tolerance, value, " for ",
                    expected.value);
    }
  }
}

void checkNumbers(const LabDef& lab, Stage stage) {
  for (const Preset& preset : lab.presets) checkNumbers(lab, preset, stage);
}

}  // namespace

TEST_CASE("presets show the numbers they expect") {
  for (const LabDef* lab : realLabs()) {
    checkNumbers(*lab, Stage::Steps);
    if (endsSoon(*lab)) checkNumbers(*lab, Stage::End);
  }
}

TEST_CASE("presets show the numbers they expect at their ends [statistics]") {
  for (const LabDef* lab : realLabs()) {
    if (!endsSoon(*lab)) checkNumbers(*lab, Stage::End);
  }
}

TEST_CASE("every preset expects numbers, as exactly as they can be repeated") {
  for (const LabDef* lab : realLabs()) {
    for (const Preset& preset : lab->presets) {
      INFO(lab->id, " ", preset.id);
      CHECK_FALSE(preset.expected.empty());
      std::set<std::pair<std::string_view, std::uint64_t>> told;
      for (const Expected& expected : preset.expected) {
        INFO(expected.scalar);
        CHECK(std::isfinite(expected.value));
        CHECK(expected.tolerance >= 0);
        CHECK(expected.tolerance <= std::max(2e-9 * std::abs(expected.value), 1e-6));
        CHECK(told.emplace(expected.scalar, expected.step).second);
      }
    }
  }
}

TEST_CASE("hidden presets come last, and the first one is offered") {
  for (const LabDef* lab : realLabs()) {
    CHECK_FALSE(lab->presets.front().hidden);
    CHECK(std::ranges::is_sorted(lab->presets, {}, &Preset::hidden));
  }
}
