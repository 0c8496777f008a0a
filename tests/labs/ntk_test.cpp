#include "labs/ntk.h"

#include <doctest/doctest.h>

#include <cmath>
#include <string>
#include <vector>

#include "lab/param_text.h"
#include "lab/registry.h"
#include "lab/session.h"
#include "labs/ntk_study.h"
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

TEST_CASE("ntk: at the defaults every check holds, for several seeds") {
  for (std::uint64_t seed = 1; seed <= 3; ++seed) {
    const Frame frame = finished({}, seed);
    CHECK(frame.status == Status::Done);
    CHECK(checksIn(frame, CheckState::Fails) == "");
    CHECK(checksIn(frame, CheckState::Pending) == "");
    CHECK(checksIn(frame, CheckState::NotApplicable) == "");
  }
}

TEST_CASE("ntk: other activations, biases and depths hold what applies to them") {
  for (const std::vector<Setting>& settings : {std::vector<Setting>{{"activation", "erf"}},
                                               {{"bias", "0.5"}},
                                               {{"depth", "3"}, {"width", "64"}},
                                               {{"activation", "linear"}},
                                               {{"points", "2"}},
                                               {{"points", "24"}, {"bias", "1"}}}) {
    const Frame frame = finished(settings, 2);
    CHECK(frame.status == Status::Done);
    CHECK(checksIn(frame, CheckState::Fails) == "");
    CHECK(checksIn(frame, CheckState::Pending) == "");
  }
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
  NtkConfig config;
  config.antisymmetric = false;
  config.sweep = false;
  const NtkTask task(config, 1);
  NtkTrial trial(config, task, 4096, 1, 5);
  CHECK((trial.network() - trial.predicted()).norm() < 1e-10);
  CHECK(trial.network().norm() > 1);
  trial.advance(400);
  CHECK(trial.gaps().toKernel < 0.12);
}
