#include "labs/convergence/batchnorm/study.h"

#include <doctest/doctest.h>

#include <cmath>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/stats.h"
#include "lab/param_text.h"
#include "lab/registry.h"
#include "support/lab_frames.h"

using namespace basin;
using namespace basin::test;
using namespace basin::batchnorm;

namespace {

Frame finished(const std::vector<Setting>& settings, std::uint64_t seed = 1) {
  return test::finished("batchnorm", settings, seed);
}

Medians raced(const Config& config, std::uint64_t seed) {
  Race race(config, Rng(seed).split(98));
  while (!race.advance()) continue;
  return race.result().value();
}

// Medians over starts, by network and quantity, and in how many normalisation has the smaller
// value.
struct Statistics {
  double middle[kNets][kQuantities] = {};
  long smaller[kQuantities] = {};
};
Statistics statistics(const Config& config, std::uint64_t starts) {
  std::vector<double> values[kNets][kQuantities];
  Statistics found;
  for (std::uint64_t seed = 1; seed <= starts; ++seed) {
    const Medians medians = raced(config, seed);
    for (std::size_t q = 0; q < kQuantities; ++q) {
      for (std::size_t net = 0; net < kNets; ++net) values[net][q].push_back(medians[net][q]);
      found.smaller[q] += medians[1][q] < medians[0][q];
    }
  }
  for (std::size_t q = 0; q < kQuantities; ++q) {
    for (std::size_t net = 0; net < kNets; ++net) {
      found.middle[net][q] = median(values[net][q]);
    }
  }
  return found;
}

// Whether `successes` of 40 are compatible with the share that 300 other starts had.
void checkShare(long successes, double share) {
  const Interval interval = wilsonInterval(successes, 40, 3);
  CHECK(interval.lo <= share);
  CHECK(share <= interval.hi);
}

}  // namespace

TEST_CASE("batchnorm: presets of one race end, and the checks that apply hold") {
  for (const Preset& preset : findLab("batchnorm")->presets) {
    INFO(preset.id);
    std::vector<Setting> settings = preset.settings;
    settings.insert(settings.end(), {{"runs", "1"}, {"step-limit", "60"}, {"width", "8"}});
    const Frame frame = finished(settings, 3);
    CHECK(frame.status == Status::Done);
    CHECK(undecided(frame) == "");
    CHECK(checksIn(frame, CheckState::Holds) == "norm-identity ");
  }
}

TEST_CASE("batchnorm: over five races of six layers all checks hold") {
  const Frame frame = finished({{"depth", "6"}}, 2);
  CHECK(checksIn(frame, CheckState::Holds) == "norm-identity narrower steadier lower ");
  CHECK(output<SeriesData>(frame, "races").panels[0].curves[1].x.size() == 5);
}

TEST_CASE(
    "batchnorm: the first picture is filled after the first measurement, to the end of the axis") {
  Study study({.runs = 1}, 1);
  while (study.learner(1).steps().empty()) study.step();
  CHECK(study.race().step() <= 1);
  Session session = sessionOf("batchnorm", {{"runs", "1"}});
  session.advance(12);
  const auto series = output<SeriesData>(session.frame(), "bands");
  for (const std::size_t band : {0, 2}) {
    const Curve& c = series.panels[0].curves[band];
    REQUIRE(c.style == CurveStyle::Band);
    REQUIRE(c.x.size() >= 2);
    CHECK(c.x.back() - c.x.front() >= 10);
    CHECK(c.hi.back() > c.lo.back());
  }
}

TEST_CASE("batchnorm: thirty measurements, evenly spread, of both networks") {
  Race race({.depth = 2, .stepLimit = 60}, Rng(5));
  while (!race.advance()) continue;
  for (int net = 0; net < kNets; ++net) {
    REQUIRE(race.learner(net).steps().size() == kMeasures);
    for (std::size_t i = 0; i < kMeasures; ++i) {
      CHECK(race.learner(net).steps()[i] == 2.0 * static_cast<double>(i));
      CHECK(race.learner(net).measurements()[i].along.size() == 8);
    }
  }
  CHECK(race.learner(0).ways().front() == 0.05);
  CHECK(race.learner(0).ways().back() == doctest::Approx(0.4).epsilon(1e-14));
}

TEST_CASE("batchnorm: with large steps the network without diverges, and the lab says so") {
  const std::vector<Setting> settings = {
      {"rate", "1"}, {"batch", "8"}, {"runs", "1"}, {"step-limit", "100"}};
  for (const std::uint64_t seed : {1, 2}) {
    const Frame frame = finished(settings, seed);
    CHECK(frame.status == Status::Done);
    CHECK(undecided(frame) == "");
    CHECK(stateOf(frame, "norm-identity") == CheckState::Holds);
    CHECK(output<NoteData>(frame, "now").text.find("without normalisation diverged") !=
          std::string::npos);
    CHECK(frame.statusText.find("diverged") != std::string::npos);
    CHECK(std::isnan(scalarOf(frame, "band-ratio")));
  }
}

TEST_CASE("batchnorm: equal seeds give equal frames, whatever the slices") {
  checkSlices("batchnorm", 60, 20);
}

// Of the theory page, medians of ten starts with ten layers: width of the band 0.248 -> 0.029,
// change of the gradient 3.78 -> 1.56, covariate shift 0.228 -> 0.237, cosine 0.475 -> 0.596,
// effective beta 17.3 -> 16.0, loss 0.531 -> 0.089. Over 300 starts of this lab: 0.193 ->
// 0.023, 3.11 -> 1.42, 0.201 -> 0.227, 0.565 -> 0.622, 17.0 -> 16.3, 0.563 -> 0.075.
TEST_CASE("batchnorm: ten layers have the page's medians over 40 starts [statistics]") {
  const Statistics all = statistics({}, 40);
  const auto ratio = [&](Quantity q) { return all.middle[1][q] / all.middle[0][q]; };
  CHECK(ratio(kBand) < 0.3);
  CHECK(ratio(kChange) < 0.7);
  CHECK(ratio(kLoss) < 0.25);
  CHECK(ratio(kSmoothness) == doctest::Approx(0.96).epsilon(0.15));
  CHECK(ratio(kShift) > 0.7);
  CHECK(ratio(kBandOverLoss) > 0.4);
  checkShare(all.smaller[kBand], 296 / 300.0);
  checkShare(all.smaller[kChange], 287 / 300.0);
  checkShare(all.smaller[kShift], 120 / 300.0);
  checkShare(all.smaller[kCosine], 103 / 300.0);
  checkShare(all.smaller[kSmoothness], 195 / 300.0);
  CHECK(all.smaller[kLoss] == 40);
  // Within the page's own scatter of ten starts.
  const double page[kNets][4] = {{0.248, 3.78, 0.228, 0.531}, {0.029, 1.56, 0.237, 0.089}};
  const Quantity quantities[] = {kBand, kChange, kShift, kLoss};
  for (std::size_t net = 0; net < kNets; ++net) {
    for (std::size_t i = 0; i < 4; ++i) {
      CHECK(std::abs(std::log(all.middle[net][quantities[i]] / page[net][i])) < std::log(1.6));
    }
  }
}

TEST_CASE(
    "batchnorm: where the band is the wider one: two layers, small batches, small steps "
    "[statistics]") {
  for (const Config& config :
       {Config{.depth = 2}, Config{.batch = 4}, Config{.rate = 0.01, .stepLimit = 300}}) {
    const Statistics all = statistics(config, 12);
    CHECK(all.middle[1][kBand] > 1.4 * all.middle[0][kBand]);
    CHECK(all.smaller[kBand] <= 3);
  }
  // Of tanh the band is narrower, by less; the loss is higher, and so is the shift.
  const Statistics tanh = statistics({.activation = Units::Tanh}, 12);
  CHECK(tanh.middle[1][kBand] > 0.35 * tanh.middle[0][kBand]);
  CHECK(tanh.middle[1][kBand] < 0.85 * tanh.middle[0][kBand]);
  CHECK(tanh.middle[1][kChange] > 0.75 * tanh.middle[0][kChange]);
  CHECK(tanh.middle[1][kShift] > tanh.middle[0][kShift]);
}
