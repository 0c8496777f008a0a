#include "labs/convergence/wide_linear/study.h"

#include <doctest/doctest.h>

#include <cmath>
#include <map>
#include <string_view>
#include <vector>

#include "lab/param_text.h"
#include "lab/registry.h"
#include "support/lab_frames.h"

using namespace basin;
using namespace basin::test;
using namespace basin::wide_linear;

namespace {

Frame finished(const std::vector<Setting>& settings, std::uint64_t seed = 1) {
  return test::finished("wide-linear", settings, seed);
}

// Factors of the loss of several seeds' shown networks.
double medianFactor(Config config, std::uint64_t seeds) {
  config.runs = 0;
  std::vector<double> factors;
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    Study study(config, seed);
    while (!study.finished()) study.step();
    factors.push_back(study.shown().factor());
  }
  return median(factors);
}

}  // namespace

TEST_CASE("wide-linear: every preset ends with the checks that apply to it, and they hold") {
  // The map is the same in all presets of one data set and step size: one has it.
  struct Expectation {
    const char* runs;
    const char* holds;
  };
  const std::map<std::string_view, Expectation> expected = {
      {"wide", {"8", "wide-bound wide-holds narrow-breaks towards-limit depth-hurts "}},
      {"wider", {"0", "wide-bound "}},
      {"deeper", {"0", "wide-bound "}},
      {"condition", {"5", "wide-bound wide-holds towards-limit depth-hurts "}},
      {"one-layer", {"0", "wide-bound one-layer "}},
      {"larger-steps", {"1", ""}},
      {"narrow", {"0", ""}}};
  for (const Preset& preset : findLab("wide-linear")->presets) {
    INFO(preset.id);
    std::vector<Setting> settings = preset.settings;
    settings.push_back({"runs", expected.at(preset.id).runs});
    const Frame frame = finished(settings, 2);
    CHECK(frame.status == Status::Done);
    CHECK(undecided(frame) == "");
    CHECK(checksIn(frame, CheckState::Holds) == expected.at(preset.id).holds);
  }
}

TEST_CASE("wide-linear: the bound does not depend on the depth, and its step size does") {
  for (const auto& [depth, rate] : {std::pair{"2", 1.0 / 12}, std::pair{"4", 1.0 / 24},
                                    std::pair{"8", 1.0 / 48}, std::pair{"10", 1.0 / 60}}) {
    const Frame frame = finished({{"factors", depth}, {"runs", "0"}, {"width", "96"}});
    CHECK(scalarOf(frame, "rate-now") == doctest::Approx(rate).epsilon(1e-12));
    CHECK(scalarOf(frame, "bound-factor") == doctest::Approx(11.0 / 12).epsilon(1e-12));
    CHECK(scalarOf(frame, "limit-factor") == doctest::Approx(4.0 / 9).epsilon(1e-12));
    CHECK(stateOf(frame, "wide-bound") == CheckState::Holds);
  }
}

TEST_CASE("wide-linear: one layer is linear regression, and has the rate of infinite width") {
  for (const char* width : {"2", "256"}) {
    const Frame frame = finished({{"factors", "1"}, {"width", width}, {"runs", "0"}});
    CHECK(scalarOf(frame, "measured-factor") == doctest::Approx(4.0 / 9).epsilon(1e-6));
    CHECK(stateOf(frame, "wide-bound") == CheckState::Holds);
    CHECK(frame.outputs[outputPlace(frame, "factors")].index() == 0);
  }
}

TEST_CASE("wide-linear: of rank-deficient data the smallest eigenvalue that is not zero counts") {
  for (const char* rank : {"1", "2", "4"}) {
    const Frame frame = finished({{"rank", rank}, {"condition", "3"}, {"runs", "0"}});
    const double kappa = std::string_view(rank) == "1" ? 1 : 3;
    CHECK(scalarOf(frame, "bound-factor") == doctest::Approx(1 - 1 / (12 * kappa)).epsilon(1e-12));
    CHECK(stateOf(frame, "wide-bound") == CheckState::Holds);
    CHECK(scalarOf(frame, "loss-left") < 1e-3);
  }
}

TEST_CASE("wide-linear: far beyond the largest step size descent diverges, and says why") {
  const Frame frame = finished({{"factors", "1"}, {"rate", "8"}, {"runs", "2"}});
  CHECK(frame.status == Status::Diverged);
  CHECK(frame.statusText.find("too large") != std::string::npos);
  CHECK(checksIn(frame, CheckState::Fails) == "");
  CHECK(std::isnan(scalarOf(frame, "measured-factor")));
}

TEST_CASE(
    "wide-linear: the loss at infinite width starts where the network does and is a sum of modes") {
  Study study({.condition = 5, .runs = 0}, 3);
  CHECK(study.limitLoss(0) == doctest::Approx(study.shown().losses()[0]).epsilon(1e-12));
  // Late, only the slowest mode is left.
  CHECK(study.limitLoss(901) / study.limitLoss(900) ==
        doctest::Approx(study.shown().law().limitFactor).epsilon(1e-6));
}

TEST_CASE("wide-linear: the map holds shares of its runs, wide rows above narrow ones") {
  Study study({.runs = 2}, 1);
  while (!study.finished()) study.step();
  REQUIRE(study.sweep().settings().size() == 54);
  CHECK(study.sweep().settings()[study.place(8, 16)] == Study::Setting(8, 16));
  for (std::size_t i = 0; i < 54; ++i) CHECK(study.holding(i).trials == 2);
  for (const int depth : {2, 5, 8}) {
    CHECK(study.holding(study.place(depth, 64)).value() == 1);
    CHECK(study.holding(study.place(depth, 64)).value() >=
          study.holding(study.place(depth, 2)).value());
  }
  CHECK(study.holding(study.place(10, 2)).value() == 0);
}

TEST_CASE("wide-linear: equal seeds give equal frames, whatever the slices") {
  checkSlices("wide-linear", 120, 30);
}

TEST_CASE("wide-linear: factors of wide networks are those the page measured [statistics]") {
  // kappa = 4 at width 256: 0.8411, 0.850 for L = 2, 4, against 0.8403 at infinite width.
  for (const int depth : {2, 4}) {
    const double factor = medianFactor({.factors = depth, .width = 256, .condition = 4}, 10);
    CHECK(std::abs(factor - 0.8403) < 0.03);
  }
  // kappa = 1: they fall towards 4/9 as the width grows.
  for (const int depth : {2, 4}) {
    double before = 1;
    for (const int width : {4, 16, 64, 256}) {
      const double factor = medianFactor({.factors = depth, .width = width}, 10);
      CHECK(factor < before);
      CHECK(factor > 0.44);
      before = factor;
    }
  }
}

TEST_CASE("wide-linear: one layer is the infinitely wide network, whatever mode is the slowest") {
  // Step sizes at which the largest eigenvalue overshoots: (1 - 5.5/3)^2 of it is left.
  const Frame frame = finished("wide-linear", {{"condition", "4"}, {"rate", "5.5"}, {"factors", "1"},
                                               {"runs", "0"}, {"step-limit", "1000"}});
  CHECK(scalarOf(frame, "limit-factor") == doctest::Approx(std::pow(1 - 5.5 / 3, 2)).epsilon(1e-9));
}
