#include "labs/kernels/ntk/study.h"

#include <doctest/doctest.h>

#include <cmath>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "lab/param_text.h"
#include "lab/registry.h"
#include "lab/session.h"
#include "support/lab_frames.h"

using namespace basin;
using namespace basin::test;

namespace {

const LabDef& lab() {
  return *findLab("ntk");
}

Frame finished(const std::vector<Setting>& settings, std::uint64_t seed = 1) {
  return test::finished("ntk", settings, seed);
}

}  // namespace

TEST_CASE("ntk: other activations, biases and depths hold what applies to them") {
  // What does not hang on training to the end is judged after a short one as well.
  const Setting brief{"descent-steps", "50"};
  for (const std::vector<Setting>& settings : {std::vector<Setting>{{"bias", "0.5"}},
                                               {brief, {"depth", "3"}, {"width", "64"}},
                                               {brief, {"activation", "linear"}},
                                               {brief, {"points", "2"}},
                                               {brief, {"points", "24"}, {"bias", "1"}}}) {
    const Frame frame = finished(settings, 2);
    CHECK(frame.status == Status::Done);
    CHECK(undecided(frame) == "");
  }
}

TEST_CASE("ntk: every preset ends with the checks that apply to it, and they hold [statistics]") {
  const std::string trained = "motion-slope drift-slope gap-slope kernel-slope lazy-slope twin ";
  const std::map<std::string_view, std::string> holding = {
      {"narrow-and-wide", trained + "diagonal "},
      {"deeper", "kernel-slope twin "},
      {"lazy", "twin diagonal "},
      {"smooth", trained},
      {"singular", "twin diagonal "},
      {"random-start", "kernel-slope twin diagonal "},
      {"too-large", "diagonal "},
      {"many-layers", "twin "}};
  for (const Preset& preset : lab().presets) {
    INFO(preset.id);
    const Frame frame = finished(preset.settings, 14);
    CHECK(frame.status == (preset.id == "too-large" ? Status::Diverged : Status::Done));
    CHECK(undecided(frame) == "");
    CHECK(checksIn(frame, CheckState::Holds) == holding.at(preset.id));
  }
}

TEST_CASE("ntk: checks are not asserted where what they assume fails") {
  // The twin explodes beyond 2/λmax, even where the network does not.
  const Frame beyond = finished({{"stable", "off"}, {"rate", "0.6"}, {"sweep", "off"}});
  CHECK(stateOf(beyond, "twin") == CheckState::NotApplicable);
  // Widths up to 128 are not yet wide for so many layers.
  const Frame deep = finished({{"depth", "10"}, {"width", "64"}, {"descent-steps", "50"}});
  CHECK(stateOf(deep, "kernel-slope") == CheckState::NotApplicable);
  CHECK(undecided(deep) == "");
}

TEST_CASE("ntk: sweeps of sessions share no network with each other or with the networks shown") {
  std::set<double> motions;
  std::size_t runs = 0;
  for (const std::uint64_t seed : {1, 2, 1001}) {
    ntk::Config config;
    config.width = 64;
    config.steps = 50;
    ntk::Study study(config, seed);
    while (!study.finished()) study.step();
    motions.insert(study.gaps().motion);
    ++runs;
    for (std::size_t i = 0; i < study.widths().settings().size(); ++i) {
      for (const double motion : study.widths().values(i, &ntk::Gaps::motion)) {
        motions.insert(motion);
        ++runs;
      }
    }
  }
  CHECK(runs == 3 * 41);
  CHECK(motions.size() == runs);
}

TEST_CASE("ntk: deeper networks are cut to a width, and what was trained is said") {
  for (const auto& [depth, widest] : {std::pair{"2", 512}, {"4", 256}}) {
    const Session session =
        sessionOf("ntk", {{"depth", depth}, {"width", "1024"}, {"narrow", "2"}, {"sweep", "off"}});
    const Frame frame = session.frame();
    CHECK(scalarOf(frame, "trained-width") == widest);
    CHECK(output<NoteData>(frame, "now")
              .text.find("are trained up to width " + std::to_string(widest)) != std::string::npos);
  }
  const Frame wide = sessionOf("ntk", {{"width", "4096"}}).frame();
  CHECK(scalarOf(wide, "trained-width") == 4096);
  CHECK(output<NoteData>(wide, "now").text.find("are trained up to") == std::string::npos);
  // The step size is cut, too, where it is to be kept stable.
  const Frame held = sessionOf("ntk", {{"rate", "3"}}).frame();
  CHECK(scalarOf(held, "trained-rate") < 1);
  CHECK(scalarOf(sessionOf("ntk", {{"rate", "3"}, {"stable", "off"}}).frame(), "trained-rate") ==
        3);
}

TEST_CASE("ntk: the wide network is close to the kernel where the narrow one is not") {
  double narrow = 0, wide = 0;
  for (std::uint64_t seed = 1; seed <= 6; ++seed) {
    const Frame frame =
        finished({{"sweep", "off"}, {"width", "4096"}, {"descent-steps", "400"}}, seed);
    wide += scalarOf(frame, "to-kernel");
    narrow += scalarOf(
        finished({{"sweep", "off"}, {"width", "16"}, {"descent-steps", "400"}}, seed), "to-kernel");
    // Both functions are drawn, network and prediction among them.
    CHECK(output<SeriesData>(frame, "functions").panels.size() == 2);
  }
  CHECK(wide < 0.3 * narrow);
  CHECK(wide / 6 < 0.06);
}

TEST_CASE("ntk: a larger output multiplier is lazier, in proportion") {
  const auto motion = [](const char* alpha) {
    return scalarOf(finished({{"sweep", "off"}, {"width", "256"}, {"multiplier", alpha}}),
                    "motion");
  };
  CHECK(motion("10") / motion("100") == doctest::Approx(10).epsilon(0.1));
  CHECK(motion("1") > 5 * motion("10"));
}

TEST_CASE("ntk: points in opposite pairs are said to be unfit, and a bias mends it") {
  const Frame singular = finished({{"points", "8"}, {"sweep", "off"}});
  CHECK(output<NoteData>(singular, "now").text.find("not strictly positive") != std::string::npos);
  CHECK(scalarOf(singular, "condition") < 1e-10);
  const Frame biased = finished({{"points", "8"}, {"sweep", "off"}, {"bias", "0.5"}});
  CHECK(output<NoteData>(biased, "now").text.find("not strictly positive") == std::string::npos);
}

TEST_CASE("ntk: beyond the stable step size the run says so") {
  const Frame frame = finished({{"stable", "off"}, {"rate", "1.5"}, {"sweep", "off"}});
  CHECK(frame.status == Status::Diverged);
  CHECK(frame.statusText.find("> 2/λmax = ") != std::string::npos);
  // A small multiplier is far from lazy: the kernel grows until a step size that was stable is not.
  const Frame grown = finished({{"stable", "off"},
                                {"rate", "0.3"},
                                {"sweep", "off"},
                                {"width", "16"},
                                {"antisymmetric", "off"},
                                {"multiplier", "0.3"}},
                               12);
  CHECK(grown.status == Status::Diverged);
  CHECK(grown.statusText.find("η = 0.300 is below 2/λmax = ") != std::string::npos);
}

TEST_CASE("ntk: changing the kernel shown does not restart") {
  Session session(lab(), defaultParams(lab()), 1);
  session.advance(30);
  REQUIRE(session.setParam(paramIndex(lab(), "view"), std::int64_t{2}).ok());
  CHECK(session.step() == 30);
  const auto difference = output<FieldData>(session.frame(), "kernel");
  double largest = 0;
  for (const float v : difference.values) largest = std::max<double>(largest, std::abs(v));
  CHECK(largest > 0);
  CHECK(largest < 0.6);
}

TEST_CASE("ntk: a start without the antisymmetric pair keeps its own function in the prediction") {
  ntk::Config config;
  config.antisymmetric = false;
  config.sweep = false;
  const ntk::Task task(config, 1);
  ntk::Trial trial(config, task, 4096, 1, Rng(5));
  CHECK((trial.network() - trial.predicted()).norm() < 1e-10);
  CHECK(trial.network().norm() > 1);
  trial.advance(400);
  CHECK(trial.gaps().toKernel < 0.12);
}
