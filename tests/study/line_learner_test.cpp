#include "study/line_learner.h"

#include <doctest/doctest.h>

#include "theory/broken_line.h"

using namespace basin;

TEST_CASE("line learner: its parts and the output's bias are its values") {
  const std::vector<Sample> line = {{-1, .5}, {0, 1}, {.5, -1}};
  const Architecture architecture = brokenLineArchitecture(3);
  LineLearner learner(architecture, brokenLineParameters(Layout(architecture), line), line, {});
  const VectorXd x{{-.5, .25, .5}};
  const MatrixXd parts = learner.parts(x);
  REQUIRE(parts.cols() == 2);
  CHECK((parts.rowwise().sum().array() + .5 - learner.values(x).array()).abs().maxCoeff() < 1e-15);
  CHECK(learner.error() < 1e-30);
  CHECK(learner.gradient().norm() < 1e-14);
}

TEST_CASE("line learner: it learns other points from where it stands") {
  const std::vector<Sample> line = {{-1, 0}, {0, 0}, {1, 0}};
  const Architecture architecture = brokenLineArchitecture(3);
  LineLearner learner(architecture, brokenLineParameters(Layout(architecture), line), line,
                      {.kind = OptimiserKind::Adam, .rate = 0.01});
  learner.step();
  CHECK(learner.error() == 0);
  learner.learn({{-1, 0}, {1, 0.5}});
  CHECK(learner.steps() == 0);
  CHECK(learner.error() == doctest::Approx(0.125));
  while (learner.error() > 1e-6 && learner.steps() < 1000) learner.step();
  CHECK(learner.error() <= 1e-6);
}
