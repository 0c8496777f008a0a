#include "labs/optimisation/gd/study.h"

#include <doctest/doctest.h>

#include <cmath>
#include <string>
#include <vector>

#include "lab/param_text.h"
#include "lab/registry.h"
#include "lab/session.h"
#include "support/lab_frames.h"
#include "theory/saddle_surfaces.h"

using namespace basin;
using namespace basin::test;

namespace {

const LabDef& lab() {
  return *findLab("gd");
}

Session sessionOf(const std::vector<Setting>& settings, std::uint64_t seed = 1) {
  return test::sessionOf("gd", settings, seed);
}

Frame finished(const std::vector<Setting>& settings, std::uint64_t seed = 1) {
  return test::finished("gd", settings, seed);
}

}  // namespace

TEST_CASE("gd: every preset ends with each check decided, none failing, each holding in one") {
  std::string holding;
  for (const Preset& preset : lab().presets) {
    INFO(preset.id);
    Session session(lab(), presetParams(lab(), preset), 1);
    session.advance(20000);
    const Frame frame = session.frame();
    CHECK(frame.status == (preset.id == "too-large" ? Status::Diverged : Status::Done));
    CHECK(undecided(frame) == "");
    holding += checksIn(frame, CheckState::Holds);
  }
  for (const OutputDef& def : lab().outputs) {
    if (def.kind != OutputKind::Check) continue;
    INFO(def.id);
    CHECK(holding.find(std::string(def.id) + " ") != std::string::npos);
  }
}

TEST_CASE("gd: checks are decided or not applicable where a run has ended") {
  for (const std::vector<Setting>& settings :
       {std::vector<Setting>{{"rate", "0.2"}, {"step-limit", "500"}},
        std::vector<Setting>{{"step-limit", "10"}},
        std::vector<Setting>{{"model", "cosine"}, {"rate", "0.001"}, {"step-limit", "10"}},
        std::vector<Setting>{{"model", "quadratic"}, {"rate", "3"}}}) {
    CHECK(undecided(finished(settings)) == "");
  }
}

TEST_CASE("gd: the steepest factor near 1/beta is judged within its own rounding") {
  // 1 - eta beta is 4e-10 of rounded numbers; and a coordinate that underflows has no factor.
  for (const auto& [rate, epsilon] :
       {std::pair{"0.2500000001", "0.03"}, std::pair{"0.2502", "0.001"}}) {
    const Frame frame = finished({{"model", "quadratic"}, {"rate", rate}, {"epsilon", epsilon}});
    CHECK(stateOf(frame, "factor") == CheckState::Holds);
  }
}

TEST_CASE("gd: what a run says after its step size changed is true of the new one, or not said") {
  const int rate = paramIndex(lab(), "rate");
  // At 1/beta the steepest coordinate is 0 after a step, and no later step moves it.
  Session valley = sessionOf({{"model", "quadratic"}, {"rate", "0.25"}});
  valley.advance(3);
  CHECK(stateOf(valley.frame(), "factor") == CheckState::Holds);
  REQUIRE(valley.setParam(rate, 0.3).ok());
  CHECK(stateOf(valley.frame(), "factor") == CheckState::NotApplicable);
  valley.advance(3);
  CHECK(stateOf(valley.frame(), "factor") == CheckState::NotApplicable);
  CHECK(stateOf(valley.frame(), "descent-lemma") == CheckState::Holds);
  CHECK(output<SeriesData>(valley.frame(), "loss").panels[0].curves.size() == 1);

  // 400 small steps, and large ones whose bound is 230: it holds for neither.
  Session slow = sessionOf({{"model", "quadratic"}, {"rate", "0.001"}, {"epsilon", "0.3"}});
  slow.advance(400);
  REQUIRE(slow.status() == Status::Running);
  REQUIRE(slow.setParam(rate, 0.25).ok());
  slow.advance(20000);
  CHECK(scalarOf(slow.frame(), "critical-step") > 400);
  CHECK(stateOf(slow.frame(), "critical-steps") == CheckState::NotApplicable);
  CHECK(std::isnan(scalarOf(slow.frame(), "critical-bound")));

  // The cone's own runs are made anew.
  Session cone = sessionOf({{"model", "pseudo-huber"}, {"rate", "1"}});
  cone.advance(10);
  REQUIRE(cone.setParam(rate, 0.5).ok());
  CHECK(stateOf(cone.frame(), "hard-slope") == CheckState::Holds);
  CHECK(stateOf(cone.frame(), "hard-ratio") == CheckState::Holds);
  CHECK(output<CheckData>(cone.frame(), "hard-ratio").predicted ==
        doctest::Approx(0.75 / 1.44).epsilon(1e-12));
}

TEST_CASE("gd: the clock shows steps of descent, ten in a step on the network") {
  Session network = sessionOf({}), quadratic = sessionOf({{"model", "quadratic"}});
  network.advance(7);
  quadratic.advance(7);
  CHECK(network.frame().time == 70);
  CHECK(quadratic.frame().time == 7);
}

TEST_CASE("gd: the values of the quadratic at 0.499 and 0.501 after 200 steps") {
  for (const auto& [rate, f] : {std::pair{"0.499", 0.4025}, std::pair{"0.501", 9.874}}) {
    Session session = sessionOf({{"model", "quadratic"}, {"rate", rate}});
    session.advance(200);
    CHECK(output<ScalarData>(session.frame(), "value").value == doctest::Approx(f).epsilon(1e-3));
  }
}

TEST_CASE("gd: the cone takes the listed numbers of steps") {
  for (const auto& [epsilon, steps] :
       {std::pair{"0.1", 70.0}, std::pair{"0.03", 772.0}, std::pair{"0.01", 6945.0}}) {
    const Frame frame = finished({{"model", "pseudo-huber"},
                                  {"rate", "1"},
                                  {"epsilon", epsilon},
                                  {"step-limit", "20000"},
                                  {"start-x", "0.3"},
                                  {"start-y", "-2"}});
    CHECK(output<ScalarData>(frame, "critical-step").value == steps);
    CHECK(stateOf(frame, "critical-steps") == CheckState::Holds);
    CHECK(stateOf(frame, "hard-ratio") == CheckState::Holds);
  }
}

TEST_CASE("gd: beyond 2/beta nothing is promised, and the run says why it is lost") {
  const Frame frame = finished({{"model", "quadratic"}, {"rate", "0.6"}});
  CHECK(frame.status == Status::Diverged);
  CHECK(frame.statusText == "step size η = 0.600 > 2/β = 0.500");
  CHECK(stateOf(frame, "descent-lemma") == CheckState::NotApplicable);
  CHECK(stateOf(frame, "critical-steps") == CheckState::NotApplicable);
}

TEST_CASE("gd: the network's sharpness comes to 2/eta and stays, for several seeds and steps") {
  for (const char* rate : {"0.35", "0.5", "0.7"}) {
    int arrived = 0, held = 0;
    for (std::uint64_t seed = 1; seed <= 8; ++seed) {
      const Frame frame = finished({{"rate", rate}}, seed);
      const CheckState state = stateOf(frame, "edge-of-stability");
      arrived += state == CheckState::Holds || state == CheckState::Fails;
      held += state == CheckState::Holds;
      CHECK(stateOf(frame, "lanczos") != CheckState::Fails);
    }
    INFO("rate ", rate);
    // Some starts blow up at once at 0.7, and some never climb so far.
    CHECK(arrived >= 5);
    CHECK(held == arrived);
  }
}

TEST_CASE("gd: below the edge the loss only falls") {
  for (std::uint64_t seed = 1; seed <= 3; ++seed) {
    const Frame frame = finished({{"rate", "0.2"}}, seed);
    CHECK(stateOf(frame, "stable-descent") == CheckState::Holds);
    CHECK(stateOf(frame, "edge-of-stability") == CheckState::NotApplicable);
    CHECK(output<ScalarData>(frame, "sharpness-now").value < 10);
  }
}

TEST_CASE("gd: a smaller step while running lets the sharpness climb on") {
  Session session = sessionOf({{"rate", "0.7"}});
  session.advance(60);
  CHECK(output<ScalarData>(session.frame(), "sharpness-now").value < 1.1 * 2 / 0.7);
  REQUIRE(session.setParam(paramIndex(lab(), "rate"), 0.35).ok());
  session.advance(440);
  CHECK(output<ScalarData>(session.frame(), "sharpness-now").value > 1.4 * 2 / 0.7);
  CHECK(session.step() == 500);
}

TEST_CASE("gd: the network's products with the Hessian agree with differences of gradients") {
  gd::Config config;
  gd::Study study(config, 3);
  Objective<double>& f = study.objective();
  VectorXd v = VectorXd::LinSpaced(f.size(), -1, 1), Hv, plus, minus;
  v.normalize();
  const double h = 1e-5;
  f.hessianVector(study.start(), v, Hv);
  f.gradient(study.start() + h * v, plus);
  f.gradient(study.start() - h * v, minus);
  CHECK((Hv - (plus - minus) / (2 * h)).lpNorm<Eigen::Infinity>() < 1e-7);
  CHECK(study.firstLambdaMax() ==
        doctest::Approx(hessianExtremes(f, study.start()).largest).epsilon(1e-6));
}

TEST_CASE("gd: pointing at the surface moves the start") {
  Session session = sessionOf({{"model", "cosine"}});
  CHECK(session.poke({.output = "surface", .kind = PokeKind::Press, .x = 0.5, .y = -9}));
  const Frame frame = session.frame();
  CHECK(std::get<double>(frame.params[static_cast<std::size_t>(paramIndex(lab(), "start-x"))]) ==
        0.5);
  CHECK(std::get<double>(frame.params[static_cast<std::size_t>(paramIndex(lab(), "start-y"))]) ==
        -3);
  CHECK(std::get<bool>(frame.params[static_cast<std::size_t>(paramIndex(lab(), "random-start"))]) ==
        false);
  Session network = sessionOf({});
  CHECK_FALSE(network.poke({.output = "surface", .kind = PokeKind::Press, .x = 0.5, .y = 0}));
}
