#include "labs/landscapes/skip_valley/study.h"

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
#include "support/lab_frames.h"

using namespace basin;
using namespace basin::test;
using namespace basin::skip_valley;

namespace {

Frame ended(const std::vector<Setting>& settings, std::uint64_t seed = 1) {
  return finished("skip-valley", settings, seed);
}

const Curve& curveNamed(const SeriesData& series, std::string_view name) {
  const auto& curves = series.panels[0].curves;
  const auto found = std::ranges::find(curves, name, &Curve::name);
  REQUIRE_MESSAGE(found != curves.end(), name);
  return *found;
}

}  // namespace

TEST_CASE("skip-valley: every preset ends with the checks that apply to it, and they hold") {
  const std::string path = "squared-law never-rises ", right = "all-right ";
  const std::string bound = "logistic-bound never-rises " + right;
  const std::map<std::string_view, std::string> holding = {
      {"bottleneck", path + right + "residual-law wires-help "},
      {"logistic", bound + "residual-law "},
      {"three-layers", path + right + "residual-law "},
      {"tower", bound + "wires-help "},
      {"zero", path + right},
      {"too-few", path + "residual-law "},
      {"contradiction", path}};
  for (const Preset& preset : findLab("skip-valley")->presets) {
    INFO(preset.id);
    const Frame frame = ended(preset.settings);
    CHECK(frame.status == Status::Done);
    CHECK(undecided(frame) == "");
    CHECK(checksIn(frame, CheckState::Holds) == holding.at(preset.id));
  }
}

TEST_CASE("skip-valley: the picture goes on from where descent is stuck, on the law") {
  const Frame frame = ended({{"runs", "1"}});
  const auto series = output<SeriesData>(frame, "path");
  const Curve& plain = curveNamed(series, "descent, no wires");
  const Curve& walk = curveNamed(series, "along the wires");
  const Curve& law = curveNamed(series, "(1 − s)² L₀");
  CHECK(plain.x.front() == doctest::Approx(-0.4));
  CHECK(plain.x.back() == 0);
  CHECK(plain.y.back() == walk.y.front());
  CHECK(plain.y.back() == scalarOf(frame, "stuck-loss"));
  CHECK(law.role == CurveRole::Theory);
  REQUIRE(walk.x == law.x);
  for (std::size_t i = 0; i < walk.x.size(); ++i) CHECK(std::abs(walk.y[i] - law.y[i]) < 1e-12);
  CHECK(walk.y.back() < 1e-20);
  // The slice holds the same numbers: stuck in its middle, the start at 1, the end at s = 1.
  const auto field = output<FieldData>(frame, "surface");
  CHECK(field.y0 < 0);
  CHECK(field.y1 > 1);
  const float lowest = *std::ranges::min_element(field.values);
  CHECK(lowest >= 0);
  CHECK(lowest < 0.02);
  for (const Marks& marks : field.marks) {
    if (marks.name == "start") CHECK(marks.x == std::vector<double>{1});
    if (marks.name == "stuck") CHECK(marks.x == std::vector<double>{0});
  }
}

TEST_CASE(
    "skip-valley: the slice shows the losses of start, of the stuck network and of the path") {
  Study study({.runs = 1}, 1);
  while (!study.finished()) study.step();
  const PlaneScan& scan = study.scan();
  VectorXd theta = scan.plane().origin + scan.plane().u - 0.5 * scan.plane().v;
  CHECK((theta - study.descentPath().front()).norm() < 1e-9);
  theta -= scan.plane().u;
  CHECK((theta - study.begin()).norm() < 1e-9);
  CHECK((theta + scan.plane().v - study.here()).norm() < 1e-9 * study.path()->norm());
}

TEST_CASE("skip-valley: weights of zero are shaken at no cost before the path begins") {
  const Frame frame = ended({{"gain", "0"}, {"runs", "1"}});
  const auto series = output<SeriesData>(frame, "path");
  const Curve& shake = curveNamed(series, "hidden weights shaken");
  CHECK(shake.x.front() == doctest::Approx(-0.15));
  CHECK(shake.x.back() == 0);
  for (const double loss : shake.y) CHECK(loss == doctest::Approx(shake.y.front()).epsilon(1e-12));
  CHECK(scalarOf(frame, "rank") == 20);
  CHECK(scalarOf(frame, "loss-now") < 1e-20);
}

TEST_CASE("skip-valley: without hidden layers, without wires, and with more wires than units") {
  for (const auto& settings : std::vector<std::vector<Setting>>{
           {{"widths", "none"}, {"runs", "1"}},
           {{"wired", "0"}, {"runs", "1"}},
           {{"wired", "60"}, {"widths", "3,3"}, {"points", "6"}, {"runs", "1"}},
           {{"loss", "logistic"}, {"wired", "3"}, {"runs", "1"}}}) {
    const Frame frame = ended(settings);
    CHECK(frame.status == Status::Done);
    CHECK(undecided(frame) == "");
  }
}

TEST_CASE("skip-valley: a tower too deep for its wires is refused, not divided by nothing") {
  const Frame frame = ended({{"widths", "1,1,1,1,1,1,1,1,1,1"},
                             {"points", "10"},
                             {"wired", "10"},
                             {"gain", "0.5"},
                             {"runs", "1"}});
  CHECK(undecided(frame) == "");
  CHECK(scalarOf(frame, "rank") < 10);
  CHECK(stateOf(frame, "all-right") == CheckState::NotApplicable);
  CHECK(stateOf(frame, "squared-law") == CheckState::Holds);
}

TEST_CASE("skip-valley: pairs share their start, and marks end at the step limit") {
  CHECK(pairSteps(10) == std::vector<int>{1, 2, 3, 4, 5, 6, 7, 8, 9, 10});
  CHECK(pairSteps(5000).back() == 5000);
  CHECK(pairSteps(5000).size() < 70);
  const Config config{.points = 8, .stepLimit = 10};
  PairJob plain(config, false, Rng(3)), wired(config, true, Rng(3));
  while (!plain.advance()) {
  }
  while (!wired.advance()) {
  }
  // One step without and with wires from one start.
  SkipNetwork network = makeNetwork(config, Rng(3));
  VectorXd theta = network.start(config.gain, Rng(3).split(2)), gradient;
  network.gradient(theta, false, gradient);
  CHECK((*plain.result())[0] == network.loss(theta - config.rate * gradient));
  network.gradient(theta, true, gradient);
  CHECK((*wired.result())[0] == network.loss(theta - config.rate * gradient));
}

TEST_CASE("skip-valley: wires halve the loss of descent over 20 groups of pairs [statistics]") {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    for (const auto& settings :
         std::vector<std::vector<Setting>>{{},
                                           {{"widths", "2,2,2,2,2,2,2,2,2,2"},
                                            {"points", "10"},
                                            {"wired", "20"},
                                            {"gain", "1"},
                                            {"loss", "logistic"},
                                            {"rate", "0.3"},
                                            {"step-limit", "5000"}}}) {
      const Frame frame = ended(settings, seed);
      INFO(seed, " ", settings.size(), ": ", output<CheckData>(frame, "wires-help").measured);
      CHECK(undecided(frame) == "");
      CHECK(stateOf(frame, "wires-help") == CheckState::Holds);
    }
  }
}
