#include "labs/kernels/mean_field/study.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "lab/param_text.h"
#include "lab/registry.h"
#include "lab/session.h"
#include "labs/kernels/mean_field/pictures.h"
#include "support/lab_frames.h"

using namespace basin;
using namespace basin::test;

namespace {

const LabDef& lab() {
  return *findLab("mean-field");
}

Frame finished(const std::vector<Setting>& settings, std::uint64_t seed = 1) {
  return test::finished("mean-field", settings, seed);
}

// Runs a preset as it is; its checks in this state.
std::string inPreset(std::string_view id, CheckState state, std::uint64_t seed = 1) {
  const auto preset = std::ranges::find(lab().presets, id, &Preset::id);
  REQUIRE(preset != lab().presets.end());
  const Frame frame = finished(preset->settings, seed);
  CHECK(frame.status == Status::Done);
  CHECK(undecided(frame) == "");
  return checksIn(frame, state);
}

}  // namespace

TEST_CASE("mean-field: every check holds in a preset as it is") {
  CHECK(inPreset("two-scalings", CheckState::NotApplicable) == "modes balance ");
  CHECK(inPreset("relu", CheckState::NotApplicable) == "modes variance-slope ");
  CHECK(inPreset("modes", CheckState::Holds) == "closed-form modes ");
}

TEST_CASE("mean-field: the plane's variance, too, falls like 1/n up to a time of 25") {
  const Frame plane = finished({{"model", "plane"}, {"particles", "100"}, {"rate", "0.05"}});
  CHECK(undecided(plane) == "");
  CHECK(checksIn(plane, CheckState::NotApplicable) == "modes ");
}

TEST_CASE("mean-field: every preset, as it is, decides all its checks [statistics]") {
  for (const std::uint64_t seed : {2, 3}) {
    CHECK(inPreset("two-scalings", CheckState::NotApplicable, seed) == "modes balance ");
    CHECK(inPreset("wide", CheckState::NotApplicable, seed) == "modes balance ");
    CHECK(inPreset("relu", CheckState::NotApplicable, seed) == "modes variance-slope ");
    CHECK(inPreset("modes", CheckState::Holds, seed) == "closed-form modes ");
    CHECK(inPreset("law-of-large-numbers", CheckState::Holds, seed) == "closed-form start-loss ");
    CHECK(inPreset("out-of-reach", CheckState::Holds, seed) == "closed-form start-loss ");
  }
}

TEST_CASE(
    "mean-field: distances and spread scale with n as measured elsewhere, over many starts "
    "[statistics]") {
  mean_field::Config config;
  config.runs = 20;
  mean_field::Study study(config, 5);
  while (!study.finished()) study.step();
  using mean_field::Run;
  const auto slope = [&](mean_field::Scaling s, auto projection) {
    return slopeOfRuns(study.sweepOf(s, projection)).slope;
  };
  CHECK(std::abs(slope(mean_field::kMeanField, &Run::positionMotion)) < 0.08);
  CHECK(slope(mean_field::kTangent, &Run::positionMotion) == doctest::Approx(-0.5).epsilon(0.24));
  CHECK(slope(mean_field::kTangent, &Run::coefficientMotion) ==
        doctest::Approx(-0.5).epsilon(0.24));
  CHECK(slopeOfMedians(study.variances(mean_field::kMeanField)).slope ==
        doctest::Approx(-1).epsilon(0.25));
}

TEST_CASE("mean-field: a run of fewer steps than samples keeps the loss of each step") {
  mean_field::Config config;
  config.rate = 0.6;
  config.runs = 2;
  mean_field::Study study(config, 1);
  while (!study.finished()) study.step();
  REQUIRE(study.allSteps() == 33);
  for (const mean_field::Scaling s : mean_field::kScalings) {
    const auto flow = study.networks().flow(s, 16, 1016);  // the first run's stream
    const mean_field::Run* run = study.sweep().result(static_cast<std::size_t>(s), 0);
    REQUIRE(run);
    REQUIRE(run->loss.size() == 34);
    for (const double loss : run->loss) {
      CHECK(loss == flow->loss());
      flow->step(config.rate);
    }
    // What is drawn faintly is their mean.
    const SeriesData picture = mean_field::lossPicture(study);
    const Curve& drawn = picture.panels[s].curves.front();
    CHECK(drawn.name == "n = 16");
    REQUIRE(drawn.x.size() == 34);
    REQUIRE(drawn.y.size() == 34);
    const mean_field::Run* other = study.sweep().result(static_cast<std::size_t>(s), 1);
    for (std::size_t t = 0; t < 34; ++t) {
      CHECK(drawn.x[t] == doctest::Approx(0.6 * static_cast<double>(t)));
      CHECK(drawn.y[t] == doctest::Approx((run->loss[t] + other->loss[t]) / 2));
    }
  }
}

TEST_CASE("mean-field: checks are judged relative to what was computed, or not at all") {
  const Frame grown = finished({{"rate", "4"}, {"time", "40"}, {"runs", "0"}});
  CHECK(scalarOf(grown, "loss-mean-field") > 1e6);
  CHECK(stateOf(grown, "closed-form") == CheckState::Holds);
  const Frame rounding = finished({{"start", "even"},
                                   {"move", "off"},
                                   {"particles", "32"},
                                   {"rate", "5"},
                                   {"time", "150"}});
  CHECK(scalarOf(rounding, "loss-mean-field") > 1e-3);  // the mean, of which f has none
  CHECK(stateOf(rounding, "modes") == CheckState::NotApplicable);
}

TEST_CASE("mean-field: runs of the sweep that diverge are left out, and that is said") {
  const std::vector<Setting> settings = {
      {"decay", "1"}, {"rate", "2.2"}, {"time", "60"}, {"particles", "1024"}, {"runs", "8"}};
  const Frame frame = finished(settings);
  REQUIRE(frame.status == Status::Done);
  CHECK(output<NoteData>(frame, "now").text.find("left out: ") != std::string::npos);
  CHECK(output<CheckData>(frame, "start-loss").detail.find("diverged") != std::string::npos);
}

TEST_CASE("mean-field: coefficients alone decay by the law, in both scalings alike") {
  const Frame frame = finished({{"start", "even"}, {"move", "off"}, {"particles", "13"}});
  CHECK(stateOf(frame, "modes") == CheckState::Holds);
  CHECK(scalarOf(frame, "loss-tangent") ==
        doctest::Approx(scalarOf(frame, "loss-mean-field")).epsilon(1e-9));
  // The residual of cos x and of cos 3x / 2 after 1000 steps of 0.02.
  const double first = std::pow(1 - 0.02 * 0.49 / 4, 1000);
  const double third = 0.5 * std::pow(1 - 0.02 * std::pow(0.7, 6) / 4, 1000);
  CHECK(scalarOf(frame, "loss-mean-field") ==
        doctest::Approx((first * first + third * third) / 4).epsilon(1e-9));
  CHECK(scalarOf(frame, "loss-kernel") ==
        doctest::Approx(scalarOf(frame, "loss-tangent")).epsilon(1e-9));
  CHECK(scalarOf(frame, "loss-limit") ==
        doctest::Approx(scalarOf(frame, "loss-mean-field")).epsilon(1e-9));
  CHECK(scalarOf(frame, "moved-mean-field") == 0);
}

TEST_CASE("mean-field: what cannot be reached stays, and is said") {
  const Frame frame = finished({{"target", "beyond"}, {"particles", "256"}, {"runs", "0"}});
  CHECK(scalarOf(frame, "loss-mean-field") > 1.0 / 16);
  CHECK(scalarOf(frame, "loss-mean-field") < 1.0 / 16 + 0.005);
  CHECK(output<NoteData>(frame, "now").text.find("no mode 8") != std::string::npos);
}

TEST_CASE("mean-field: particles travel in one scaling and stay in the other") {
  const Frame frame = finished({{"particles", "1024"}, {"runs", "0"}});
  CHECK(scalarOf(frame, "moved-mean-field") > 0.4);
  CHECK(scalarOf(frame, "moved-tangent") < 0.1);
  CHECK(scalarOf(frame, "loss-tangent") ==
        doctest::Approx(scalarOf(frame, "loss-kernel")).epsilon(0.3));
}

TEST_CASE("mean-field: a step too large diverges with its reason") {
  const Frame frame = finished({{"decay", "1"}, {"rate", "5"}, {"time", "200"}});
  CHECK(frame.status == Status::Diverged);
  CHECK(frame.statusText.find("2/λmax") != std::string::npos);
  CHECK(undecided(frame) == "");
}
