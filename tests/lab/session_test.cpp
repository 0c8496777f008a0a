#include <doctest/doctest.h>

#include "lab/param_text.h"
#include "lab/registry.h"
#include "lab/session.h"
#include "support/bowl_lab.h"

using namespace basin;

namespace {

int rate() { return paramIndex(tests::bowlLab(), "rate"); }
int curvature() { return paramIndex(tests::bowlLab(), "curvature"); }

Session bowl(std::uint64_t seed = 1) {
  const LabDef& lab = tests::bowlLab();
  return Session(lab, presetParams(lab, lab.presets[0]), seed);
}

double value(const Session& session) {
  return std::get<ScalarData>(session.frame().outputs[4]).value;
}

}  // namespace

TEST_CASE("same parameters, seed and steps give the same frame, however they are sliced") {
  Session whole = bowl(), sliced = bowl();
  whole.advance(37);
  for (int i = 0; i < 37; ++i) sliced.advance(1);
  CHECK(whole.hash() == sliced.hash());
  sliced.advance(1);
  CHECK(whole.hash() != sliced.hash());
  CHECK(bowl(1).hash() != bowl(2).hash());
}

TEST_CASE("a lab's end and divergence stop the session") {
  Session session = bowl();
  CHECK(session.advance(100000) == 200);
  CHECK(session.status() == Status::Done);
  CHECK(session.advance(1) == 0);
  const LabDef& lab = tests::bowlLab();
  Session steep(lab, presetParams(lab, lab.presets[1]), 1);
  steep.advance(100000);
  CHECK(steep.status() == Status::Diverged);
  CHECK(steep.frame().statusText == "step size above 2/λ");
}

TEST_CASE("live changes keep the state and are recorded, others restart") {
  Session session = bowl();
  session.advance(10);
  const double before = value(session);
  CHECK(session.setParam(rate(), 0.01).ok());
  CHECK(session.step() == 10);
  CHECK(value(session) == before);
  CHECK(session.recipe().events.size() == 1);
  // A dragged slider changes often on one step; the last value is what counts.
  CHECK(session.setParam(rate(), 0.02).ok());
  CHECK(session.recipe().events.size() == 1);
  CHECK(session.setParam(curvature(), 1.0).ok());
  CHECK(session.step() == 0);
  CHECK(session.recipe().events.empty());
}

TEST_CASE("a value that is not allowed changes nothing") {
  Session session = bowl();
  session.advance(3);
  const auto before = session.hash();
  CHECK_FALSE(session.setParam(rate(), 99.0).ok());
  CHECK_FALSE(session.setParam(rate(), std::string("0.1")).ok());
  CHECK_FALSE(session.setParam(-1, 0.1).ok());
  CHECK_FALSE(session.setParam(99, 0.1).ok());
  CHECK(session.hash() == before);
}

TEST_CASE("a recipe restores the session, with its live changes, in small budgets") {
  Session session = bowl();
  session.advance(10);
  CHECK(session.setParam(rate(), 0.3).ok());
  session.advance(5);
  CHECK(session.setParam(rate(), 0.05).ok());
  session.advance(7);
  const Recipe recipe = session.recipe();
  for (std::uint64_t budget : {1, 3, 1000}) {
    Session again(session.lab(), recipe.params, recipe.seed);
    int rounds = 0;
    while (!again.replay(recipe, budget)) ++rounds;
    CHECK(again.hash() == session.hash());
    CHECK((budget == 1000 || rounds > 0));
  }
}

TEST_CASE("a gesture becomes a parameter change within the range") {
  Session session = bowl();
  CHECK(session.poke({.output = "surface", .kind = PokeKind::Press, .x = 99, .y = 0}));
  CHECK(std::get<double>(session.params()[paramIndex(session.lab(), "x")]) == 2);
  CHECK_FALSE(session.poke({.output = "surface", .kind = PokeKind::Release, .x = 1}));
  CHECK(session.readFile("1,2").error() == "this lab takes no files of data");
}
