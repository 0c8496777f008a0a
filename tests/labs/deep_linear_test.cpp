#include "labs/landscapes/deep_linear/study.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "base/stats.h"
#include "lab/param_text.h"
#include "lab/registry.h"
#include "support/lab_frames.h"

using namespace basin;
using namespace basin::test;

namespace {

const LabDef& lab() {
  return *findLab("deep-linear");
}

Frame finished(std::vector<Setting> settings, std::uint64_t seed = 1) {
  return test::finished("deep-linear", settings, seed);
}

// The strengths of the listed numbers.
std::vector<Setting> listed(std::vector<Setting> more) {
  std::vector<Setting> settings{{"strength-1", "3"}, {"strength-2", "2"}, {"strength-3", "1"}};
  settings.insert(settings.end(), more.begin(), more.end());
  return settings;
}

double exitStep(double middle, double offset, int depth, std::uint64_t seed) {
  deep_linear::Config config;
  config.depth = depth;
  config.middle = middle;
  config.offset = offset;
  config.learnStrong = true;
  config.stepLimit = 1000000;
  deep_linear::Study study(config, seed);
  while (study.exitStep() < 0 && !study.walked()) study.step();
  return static_cast<double>(study.exitStep());
}

}  // namespace

TEST_CASE("deep-linear: every preset ends with each check decided, none failing") {
  for (const Preset& preset : lab().presets) {
    INFO(preset.id);
    Session session(lab(), presetParams(lab(), preset), 1);
    session.advance(kEnough);
    CHECK(session.status() == Status::Done);
    CHECK(undecided(session.frame()) == "");
  }
}

TEST_CASE("deep-linear: the listed levels, indices and least eigenvalues") {
  struct Row {
    const char *first, *second, *third;
    double level;
    double index, lambda;  // width 3, middle 1
    double flatIndex;      // width 3, middle 0
  };
  for (const Row& row : {Row{"off", "off", "off", 7, 9, -3, 0}, Row{"on", "off", "off", 2.5, 4, -2, 0},
                         Row{"off", "on", "off", 5, 5, -3, 1}, Row{"on", "on", "off", 0.5, 1, -1, 0},
                         Row{"on", "off", "on", 2, 2, -2, 1}, Row{"off", "on", "on", 4.5, 3, -3, 2},
                         Row{"on", "on", "on", 0, 0, 0, 0}}) {
    for (const char* depth : {"1", "2", "3"}) {
      const auto at = [&](const char* middle) {
        return sessionOf("deep-linear",
                         listed({{"learn-1", row.first},
                                 {"learn-2", row.second},
                                 {"learn-3", row.third},
                                 {"depth", depth},
                                 {"middle", middle}}))
            .frame();
      };
      const Frame strict = at("1");
      CHECK(scalarOf(strict, "level") == doctest::Approx(row.level).epsilon(1e-10));
      CHECK(scalarOf(strict, "negative-curvatures") == row.index);
      CHECK(scalarOf(strict, "lambda-min") == doctest::Approx(row.lambda).epsilon(1e-10));
      CHECK(stateOf(strict, "index-there") == CheckState::Holds);
      CHECK(stateOf(strict, "spectrum-there") == CheckState::Holds);
      if (*depth > '1') CHECK(scalarOf(at("0"), "negative-curvatures") == row.flatIndex);
    }
  }
}

TEST_CASE("deep-linear: of more modes than units the strongest are learnt") {
  const Frame frame =
      finished(listed({{"width", "1"}, {"learn-2", "on"}, {"learn-3", "on"}, {"step-limit", "100"}}));
  CHECK(scalarOf(frame, "level") == doctest::Approx(5));
  CHECK(scalarOf(frame, "negative-curvatures") == 1);
}

TEST_CASE("deep-linear: descent meets saddles of index 9, 4, 1 and ends at 0") {
  deep_linear::Study study({}, 1);
  while (!study.finished()) study.step();
  std::vector<int> indices;
  std::vector<ModeSet> sets;
  for (const auto& meeting : study.meetings()) {
    REQUIRE(meeting.found);
    CHECK(meeting.fullRank);
    indices.push_back(meeting.index());
    sets.push_back(meeting.set);
    CHECK(std::abs(meeting.place.value - meeting.level) < 1e-12);
  }
  CHECK(indices == std::vector<int>{9, 4, 1, 0});
  CHECK(sets == std::vector<ModeSet>{0b000, 0b001, 0b011, 0b111});
}

TEST_CASE("deep-linear: the slice holds the strict and the flat saddle, at one height") {
  deep_linear::Config config;
  config.learnStrong = true;
  const deep_linear::Study study(config, 2);
  REQUIRE(study.hasSpare());
  const LandscapePlane& plane = study.scan().plane();
  NetworkObjective<double> loss = deepLinearLoss(
      study.shape(), MatrixXd::Identity(4, 4),
      (MatrixXd(3, 4) << 4, 0, 0, 0, 0, 3, 0, 0, 0, 0, 2, 0).finished());
  for (const double b : {0.0, 0.3, 1.0}) {
    const VectorXd on = plane.origin + (b - study.shift()) * plane.v;
    CHECK(loss.value(on) == doctest::Approx(6.5).epsilon(1e-12));
    // Across the ridge the loss has the curvature -s_2 b.
    const double h = 1e-3;
    const double curvature = (loss.value(on + h * plane.u) + loss.value(on - h * plane.u) - 13) / (h * h);
    CHECK(curvature == doctest::Approx(-3 * b).epsilon(1e-4));
  }
}

TEST_CASE("deep-linear: ten times closer waits a little longer, at a flat saddle ten times") {
  for (std::uint64_t seed = 1; seed <= 3; ++seed) {
    INFO("seed ", seed);
    // log 10 / log(1 + eta s_2) = 39.5 steps.
    const double more = exitStep(1, 1e-4, 2, seed) - exitStep(1, 1e-3, 2, seed);
    CHECK(more == doctest::Approx(std::log(10) / std::log1p(0.02 * 3)).epsilon(0.05));
    CHECK(exitStep(0, 1e-3, 2, seed) / exitStep(0, 1e-2, 2, seed) ==
          doctest::Approx(10).epsilon(0.15));
  }
  CHECK(exitStep(0, 1e-2, 3, 1) / exitStep(0, 3e-2, 3, 1) == doctest::Approx(9).epsilon(0.2));
  CHECK(exitStep(1, 1e-2, 2, 1) == 85);
}

TEST_CASE("deep-linear: near the flat origin nothing happens, and the starts arrive all the same") {
  const Frame frame = finished({{"depth", "3"}, {"middle", "0"}, {"offset", "0.01"}});
  CHECK(frame.time == 20000);
  CHECK(std::abs(scalarOf(frame, "value") - 14.5) < 1e-4);
  CHECK(std::isnan(scalarOf(frame, "exit-step")));
  CHECK(stateOf(frame, "starts-rest") == CheckState::Holds);
  CHECK(stateOf(frame, "ways-down") == CheckState::NotApplicable);
}

TEST_CASE("deep-linear: equal strengths and too few examples are said, and not judged") {
  const Frame tie = finished(listed({{"strength-2", "3"}, {"learn-2", "on"}}));
  CHECK(stateOf(tie, "index-there") == CheckState::NotApplicable);
  CHECK(output<NoteData>(tie, "now").text.starts_with("Two modes are equally strong"));
  for (const char* count : {"2", "3"}) {
    const Frame few = finished({{"inputs", "random"}, {"count", count}, {"step-limit", "300"}});
    for (const char* id : {"index-there", "levels-met", "ways-down", "starts-rest"}) {
      CHECK(stateOf(few, id) == CheckState::NotApplicable);
    }
    CHECK(output<NoteData>(few, "now").text.starts_with("The examples do not span"));
    CHECK(std::isfinite(scalarOf(few, "value")));
  }
}

TEST_CASE("deep-linear: a step too large is told from a saddle") {
  const Frame frame = finished({{"depth", "4"}, {"rate", "0.1"}, {"strength-1", "5"}, {"offset", "1"}});
  CHECK(frame.status == Status::Diverged);
  CHECK(frame.statusText.find("η = 0.1") != std::string::npos);
  CHECK(undecided(frame) == "");
}

TEST_CASE("deep-linear: a new step size begins the random starts anew") {
  Session session = test::sessionOf("deep-linear", {});
  session.advance(150);
  CHECK(output<SeriesData>(session.frame(), "starts").panels[0].curves[0].x.size() > 10);
  REQUIRE(session.setParam(paramIndex(lab(), "rate"), 0.01).ok());
  CHECK(output<SeriesData>(session.frame(), "starts").panels[0].curves[0].x.empty());
}

TEST_CASE("deep-linear: all of twenty starts arrive at each depth, over seeds [statistics]") {
  long arrived = 0, all = 0;
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    deep_linear::Config config;
    config.strong = 3, config.medium = 2, config.weak = 1;
    deep_linear::Study study(config, seed);
    while (!study.finished()) study.step();
    for (std::size_t depth = 0; depth < 3; ++depth) {
      for (const auto* end : study.starts().results(depth)) {
        ++all;
        arrived += end->arrived();
        CHECK_FALSE(end->resting);
      }
    }
  }
  REQUIRE(all == 1200);
  // Now and then one of the deepest waits at a flat saddle beyond the 20000 steps.
  CHECK(arrived >= 1190);
}

TEST_CASE("deep-linear: the median of the steps to 10⁻⁶ by depth [statistics]") {
  MatrixXd Y = MatrixXd::Zero(3, 4);
  Y.diagonal() << 3, 2, 1;
  // Medians of 600 starts are 403, 556 and 780 with standard errors of 9, 14 and 24.
  for (const auto& [hidden, lo, hi] :
       {std::tuple{1, 370.0, 440.0}, std::tuple{2, 500.0, 615.0}, std::tuple{3, 670.0, 880.0}}) {
    const DeepLinearShape shape{.hidden = hidden};
    NetworkObjective<double> loss = deepLinearLoss(shape, MatrixXd::Identity(4, 4), Y);
    std::vector<double> steps;
    for (std::uint64_t run = 0; run < 200; ++run) {
      Rng rng = Rng(5).split(run);
      VectorXd theta(shape.parameters()), g;
      for (double& w : theta) w = rng.normal(0, 0.5);
      long t = 0;
      while (t < 20000 && loss.gradient(theta, g) > 1e-6) {
        theta -= 0.02 * g;
        ++t;
      }
      steps.push_back(static_cast<double>(t));
    }
    CHECK(median(steps) > lo);
    CHECK(median(steps) < hi);
    CHECK(std::ranges::count(steps, 20000.0) <= 3);
  }
}

TEST_CASE("deep-linear: steps that cannot stay at the least loss say nothing of where starts rest") {
  const std::vector<Setting> wide = {{"depth", "3"},   {"width", "1"},    {"middle", "0"},
                                     {"rate", "0.1"}, {"strength-2", "5"}, {"count", "40"}};
  const Frame frame = test::finished("deep-linear", wide, 900);
  CHECK(stateOf(frame, "starts-rest") == CheckState::NotApplicable);
  CHECK(undecided(frame) == "");
}
