#include "linalg/principal.h"

#include <doctest/doctest.h>

#include <cmath>

#include "support/counter_random.h"
#include "theory/spectral_laws.h"

using namespace basin;

TEST_CASE("principal components of points on a slanted ellipse") {
  MatrixXd points(40, 3);
  for (Index i = 0; i < 40; ++i) {
    const double t = 2 * M_PI * i / 40;
    points.row(i) << 3 * std::cos(t), 4 * std::cos(t), 2 * std::sin(t);
  }
  const PrincipalComponents found = principalComponents(points, 3);
  CHECK(found.explained[0] == doctest::Approx(25.0 / 29).epsilon(1e-12));
  CHECK(found.explained[1] == doctest::Approx(4.0 / 29).epsilon(1e-12));
  CHECK(found.directions(0, 0) == doctest::Approx(0.6).epsilon(1e-9));
  CHECK(found.directions(1, 0) == doctest::Approx(0.8).epsilon(1e-9));
  CHECK(std::abs(found.directions(2, 1)) == doctest::Approx(1).epsilon(1e-9));
  // There is no third direction.
  CHECK(found.directions.col(2).norm() == 0);
}

TEST_CASE("a random walk looks low-dimensional, by the laws of both centrings") {
  const Index steps = 400, P = 2000;
  MatrixXd walk = test::counterNormals(5, steps, P);
  for (Index t = 1; t < steps; ++t) walk.row(t) += walk.row(t - 1);
  const MatrixXd fromEnd = walk.rowwise() - walk.row(steps - 1);
  const MatrixXd fromMean = walk.rowwise() - walk.colwise().mean().eval();
  const auto end = principalComponents(fromEnd, 2).explained;
  const auto mean = principalComponents(fromMean, 2).explained;
  const double listedEnd[3] = {0.8215, 0.0822, 0.0311};
  const double listedMean[3] = {0.6130, 0.1480, 0.0666};
  for (int k = 0; k < 3; ++k) {
    const auto at = static_cast<std::size_t>(k);
    CHECK(std::abs(end[at] - listedEnd[k]) < 2e-4);
    CHECK(std::abs(mean[at] - listedMean[k]) < 2e-4);
    CHECK(std::abs(end[at] - randomWalkExplained(k + 1, true)) < 0.02);
    CHECK(std::abs(mean[at] - randomWalkExplained(k + 1, false)) < 0.02);
  }
}
