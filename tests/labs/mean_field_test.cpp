#include "labs/mean_field.h"

#include <doctest/doctest.h>

#include <cmath>
#include <string>
#include <vector>

#include "lab/param_text.h"
#include "lab/registry.h"
#include "lab/session.h"
#include "labs/mean_field_study.h"
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

}  // namespace

TEST_CASE("mean-field: at the defaults and in the plane every check that applies holds") {
  for (const std::uint64_t seed : {1}) {
    const Frame frame = finished({}, seed);
    CHECK(frame.status == Status::Done);
    CHECK(undecided(frame) == "");
    CHECK(checksIn(frame, CheckState::NotApplicable) == "modes balance ");
    const Frame plane =
        finished({{"model", "plane"}, {"particles", "100"}, {"rate", "0.05"}}, seed);
    CHECK(undecided(plane) == "");
    CHECK(checksIn(plane, CheckState::NotApplicable) == "modes ");
  }
}

TEST_CASE("mean-field: every preset ends with each check decided and none failing") {
  for (const Preset& preset : lab().presets) {
    INFO(preset.id);
    // The sweeps have a test of their own.
    std::vector<Setting> settings = preset.settings;
    settings.push_back({"runs", "0"});
    Session session = sessionOf("mean-field", settings, 2);
    session.advance(100000);
    CHECK(session.frame().status == Status::Done);
    CHECK(undecided(session.frame()) == "");
  }
}

TEST_CASE("mean-field: distances and spread scale with n as measured elsewhere, over many starts") {
  MeanFieldConfig config;
  config.runs = 20;
  MeanFieldStudy study(config, 5);
  while (!study.finished()) study.step();
  std::vector<double> n, moved, lazy, lazyC, spread;
  for (const int size : study.sizes()) {
    for (const auto* run : study.runsAt(MeanFieldStudy::kMeanField, size)) {
      n.push_back(size);
      moved.push_back(run->positionMotion);
    }
    for (const auto* run : study.runsAt(MeanFieldStudy::kTangent, size)) {
      lazy.push_back(run->positionMotion);
      lazyC.push_back(run->coefficientMotion);
    }
  }
  CHECK(std::abs(fitLogLog(n, moved).slope) < 0.08);
  CHECK(fitLogLog(n, lazy).slope == doctest::Approx(-0.5).epsilon(0.24));
  CHECK(fitLogLog(n, lazyC).slope == doctest::Approx(-0.5).epsilon(0.24));
  std::vector<double> sizes;
  for (const int size : study.sizes()) {
    sizes.push_back(size);
    spread.push_back(study.variance(MeanFieldStudy::kMeanField, size));
  }
  CHECK(fitLogLog(sizes, spread).slope == doctest::Approx(-1).epsilon(0.25));
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
