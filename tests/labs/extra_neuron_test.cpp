#include "labs/landscapes/extra_neuron/study.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "base/stats.h"
#include "lab/param_text.h"
#include "lab/registry.h"
#include "support/lab_frames.h"

using namespace basin;
using namespace basin::test;

namespace {

const LabDef& lab() {
  return *findLab("extra-neuron");
}

Frame finished(const std::vector<Setting>& settings, std::uint64_t seed = 1) {
  return test::finished("extra-neuron", settings, seed);
}

}  // namespace

TEST_CASE("extra-neuron: every preset ends with each check decided, none failing") {
  for (const Preset& preset : lab().presets) {
    INFO(preset.id);
    Session session(lab(), presetParams(lab(), preset), 1);
    session.advance(kEnough);
    CHECK(session.status() == Status::Done);
    CHECK(undecided(session.frame()) == "");
  }
}

TEST_CASE("extra-neuron: the listed losses and amplitudes along the run") {
  const auto at = [](const char* steps) { return finished({{"step-limit", steps}}); };
  CHECK(scalarOf(at("1000"), "value") == doctest::Approx(0.0090432).epsilon(1e-4));
  CHECK(scalarOf(at("10000"), "value") == doctest::Approx(0.0012828).epsilon(1e-4));
  const Frame end = at("100000");
  CHECK(scalarOf(end, "value") == doctest::Approx(1.25268e-4).epsilon(1e-5));
  CHECK(scalarOf(end, "amplitude-now") == doctest::Approx(0.0499499).epsilon(1e-5));
  for (const char* steps : {"10000", "30000", "100000"}) {
    CHECK(scalarOf(at(steps), "network-loss") > 8);
  }
}

TEST_CASE("extra-neuron: slopes of -1/2 and -1 from t = 2000 to 10000") {
  const Frame end = finished({{"step-limit", "1000000"}});
  CHECK(output<CheckData>(end, "amplitude-law").measured == doctest::Approx(0.9981).epsilon(2e-4));
  const auto series = output<SeriesData>(end, "amplitude");
  const auto loss = output<SeriesData>(end, "loss");
  const auto slope = [](const Curve& curve) {
    std::vector<double> x, y;
    for (std::size_t i = 0; i < curve.x.size(); ++i) {
      if (curve.x[i] < 2000) continue;
      x.push_back(curve.x[i]);
      y.push_back(curve.y[i]);
    }
    return fitLogLog(x, y).slope;
  };
  CHECK(slope(series.panels[0].curves[0]) == doctest::Approx(-0.5).epsilon(0.01));
  CHECK(slope(series.panels[0].curves[1]) == doctest::Approx(0.5).epsilon(0.01));
  CHECK(slope(loss.panels[0].curves[0]) == doctest::Approx(-1).epsilon(0.01));
}

TEST_CASE("extra-neuron: both signs of the start end on the same law") {
  const Frame one = finished({}), other = finished({{"start-amplitude", "-0.01"},
                                                    {"start-steepness", "-0.01"}});
  CHECK(scalarOf(other, "amplitude-now") ==
        doctest::Approx(-scalarOf(one, "amplitude-now")).epsilon(1e-12));
  CHECK(stateOf(other, "amplitude-law") == CheckState::Holds);
}

TEST_CASE("extra-neuron: the loss is 1/(8t) whatever the penalty") {
  for (const char* penalty : {"0.05", "0.1", "0.2"}) {
    const Frame frame = finished({{"penalty-neuron", penalty}});
    CHECK(scalarOf(frame, "value") == doctest::Approx(1.0 / 8000).epsilon(0.02));
  }
}

TEST_CASE("extra-neuron: exactly on the saddle nothing moves") {
  const Frame frame = finished(
      {{"start-amplitude", "0"}, {"start-steepness", "0"}, {"step-limit", "1000"}});
  CHECK(scalarOf(frame, "value") == 2);
  CHECK(stateOf(frame, "never-critical") == CheckState::NotApplicable);
  // Either is enough to leave.
  for (const char* id : {"start-amplitude", "start-steepness"}) {
    const char* other = std::string(id) == "start-amplitude" ? "start-steepness" : "start-amplitude";
    CHECK(scalarOf(finished({{id, "0"}, {other, "0.01"}}), "value") < 0.001);
  }
}

TEST_CASE("extra-neuron: without a penalty the theorem is not asserted, and the neuron stays") {
  const Frame frame = finished({{"penalty-neuron", "0"}});
  CHECK(stateOf(frame, "amplitude-law") == CheckState::NotApplicable);
  CHECK(scalarOf(frame, "value") < 1e-9);
  CHECK(scalarOf(frame, "amplitude-now") > 0.5);
  CHECK(scalarOf(frame, "network-loss") > 8);
  CHECK(output<NoteData>(frame, "now").text.starts_with("Without a penalty"));
}

TEST_CASE("extra-neuron: a valley too steep for the step is told from the law") {
  // lambda_max of the valley is about 20 lambda sqrt(t): 2/eta at t = 100 for lambda = 1.
  extra_neuron::Config config;
  config.penalty = 1;
  extra_neuron::Study study(config, 1);
  while (!study.finished()) study.step();
  CHECK(study.edgeTime() > 80);
  CHECK(study.edgeTime() < 140);
  // What the neuron adds at x = 1 stays at 2 before, and bounces after.
  const auto largest = [&](double from, double to) {
    const auto added = study.traced(extra_neuron::Study::kAdded);
    double most = 0;
    for (std::size_t i = 0; i < added.time.size(); ++i) {
      if (added.time[i] >= from && added.time[i] <= to) most = std::max(most, added.values[i]);
    }
    return most;
  };
  CHECK(largest(50, 100) < 2);
  CHECK(largest(500, 1000) > 2.03);
  CHECK(stateOf(finished({{"penalty-neuron", "1"}}), "amplitude-law") == CheckState::NotApplicable);
}

TEST_CASE("extra-neuron: points that no such network parts are refused by the checks") {
  for (const char* samples : {"-1,-1; 0,1; 1,-1", "0.5,-1; 0.5,1"}) {
    const Frame frame = finished({{"samples", samples}, {"step-limit", "2000"}});
    CHECK(stateOf(frame, "is-bad-minimum") == CheckState::NotApplicable);
    CHECK(stateOf(frame, "stays-bad") == CheckState::NotApplicable);
    CHECK(output<NoteData>(frame, "now").text.starts_with("No network of this form"));
  }
  // All of one class: no bad minimum.
  CHECK(stateOf(finished({{"samples", "0,1; 1,1"}, {"step-limit", "1000"}}), "saddle-with-neuron") ==
        CheckState::NotApplicable);
}

TEST_CASE("extra-neuron: a press adds a point, turns its class, and takes it away") {
  Session session = test::sessionOf("extra-neuron", {});
  const auto count = [&] {
    return output<SeriesData>(session.frame(), "output-function").panels[0].curves.back().x.size();
  };
  const auto press = [&](double x, double y) {
    session.poke({.output = "output-function", .kind = PokeKind::Press, .x = x, .y = y});
  };
  press(0.4, 0.7);
  CHECK(count() == 3);
  press(0.42, -0.7);
  CHECK(count() == 3);
  CHECK(output<SeriesData>(session.frame(), "output-function").panels[0].curves.back().y.back() == -1);
  press(0.4, -0.2);
  CHECK(count() == 2);
  for (int k = 0; k < 12; ++k) press(-2 + k / 3.0, k < 6 ? -1 : 1);
  CHECK(count() == 8);
}

TEST_CASE("extra-neuron: nonsense for points means the two standard ones") {
  for (const char* text : {"", "x", "\xff\xfe", ")("}) {
    CHECK(extra_neuron::pointsOf(text).count() == 2);
  }
  CHECK(extra_neuron::pointsOf("9,1; -9,-3").x.cwiseAbs().maxCoeff() == 2);
}

TEST_CASE("extra-neuron: contradictory points leave no gradient to bound, unreadable ones nothing to run") {
  for (const char* samples : {"1,1;1,-1", "0,1;0,-1", "0.5,-1;0.5,1", "1,1;1,-1;-1,1;-1,-1"}) {
    const Frame frame = finished("extra-neuron", {{"samples", samples}});
    CHECK_MESSAGE(checksIn(frame, CheckState::Fails) == "", samples);
  }
  for (const char* samples : {"abc", "2,1;3,-1;4,-1", "0,1;1,1;2,1;0.1,1;0.2,1;0.3,1;0.4,1;0.5,1;0.6,-1"}) {
    const Frame frame = finished("extra-neuron", {{"samples", samples}});
    CHECK(frame.step == 0);
    CHECK(frame.statusText.starts_with("Your points cannot be read: "));
    CHECK(undecided(frame) == "");
  }
}
