// The numbers that presets of all labs expect, and that texts quote.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
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

// Those that say a step; the others are of ends (every_lab_ends_test.cpp).
void checkNumbers(const LabDef& lab, const Preset& preset) {
  // One run a seed, its numbers in the order in which they are passed.
  std::map<std::uint64_t, std::vector<Expected>> runs;
  for (const Expected& expected : preset.expected) {
    if (expected.step > 0) runs[expected.seed].push_back(expected);
  }
  for (auto& [seed, numbers] : runs) {
    std::ranges::stable_sort(numbers, {}, &Expected::step);
    Session session(lab, presetParams(lab, preset), seed);
    for (const Expected& expected : numbers) {
      INFO(lab.id, " ", preset.id, " at step ", expected.step);
      session.advance(expected.step - session.step());
      REQUIRE(session.step() == expected.step);
      checkNumber(session.frame(OutputMask{1} << outputIndex(lab, expected.scalar)), expected);
    }
  }
}

}  // namespace

TEST_CASE("presets show the numbers they expect on their way") {
  for (const LabDef* lab : realLabs()) {
    for (const Preset& preset : lab->presets) checkNumbers(*lab, preset);
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
