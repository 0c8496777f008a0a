#include "theory/deep_linear.h"
#include "linalg/decompositions.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "base/rng.h"
#include "theory/critical_points.h"

using namespace basin;

namespace {

// X = I_4 and Y with the strengths 3, 2, 1: lambda = 9, 4, 1.
struct Data {
  MatrixXd X = MatrixXd::Identity(4, 4), Y = MatrixXd::Zero(3, 4);
  Data() { Y.diagonal() << 3, 2, 1; }
};

MatrixXd gaussian(Index rows, Index columns, Rng& rng) {
  MatrixXd A(rows, columns);
  for (Index i = 0; i < A.size(); ++i) A.data()[i] = rng.normal();
  return A;
}

VectorXd eigenvalues(Objective<double>& loss, const VectorXd& theta) {
  MatrixXd H;
  loss.hessian(theta, H);
  return symmetricEigenvalues(H);
}

// Sets by their modes, in the order of the tables below.
constexpr std::array<ModeSet, 7> kSets = {0b000, 0b001, 0b010, 0b011, 0b101, 0b110, 0b111};

}  // namespace

TEST_CASE("deep linear: modes of orthonormal inputs are the singular values of Y") {
  const Data data;
  const LinearModes modes(data.X, data.Y);
  CHECK((modes.strength - VectorXd{{3.0, 2.0, 1.0}}).norm() < 1e-14);
  CHECK(modes.total == doctest::Approx(14).epsilon(1e-15));
  CHECK((modes.fit - data.Y).norm() < 1e-14);
  CHECK((modes.learnt(data.Y) - modes.strength).norm() < 1e-14);
  CHECK(modes.white);
  CHECK(modes.fullRank);
  CHECK(modes.smallestGap == doctest::Approx(3.0 / 9));
}

TEST_CASE("deep linear: lambda are the eigenvalues of Sigma for any inputs") {
  Rng rng(3);
  const MatrixXd X = gaussian(4, 12, rng), Y = gaussian(3, 12, rng);
  const LinearModes modes(X, Y);
  const MatrixXd sigma = Y * X.transpose() * leastSquares(X * X.transpose(), X * Y.transpose());
  const VectorXd lambda = symmetricEigenvalues(sigma).reverse();
  for (Index i = 0; i < 3; ++i) CHECK(modes.lambda(i) == doctest::Approx(lambda[i]).epsilon(1e-12));
  CHECK((sigma * modes.left - modes.left * lambda.asDiagonal()).norm() < 1e-11);
  CHECK((modes.learnt(modes.fit) - modes.strength).norm() < 1e-12);
  CHECK_FALSE(modes.white);
}

TEST_CASE("deep linear: fewer examples than inputs leave the assumptions unmet, and no NaN") {
  Rng rng(4);
  for (const Index n : {1, 2, 3}) {
    const MatrixXd X = gaussian(4, n, rng), Y = gaussian(3, n, rng);
    const LinearModes modes(X, Y);
    CHECK_FALSE(modes.fullRank);
    CHECK(modes.fit.allFinite());
    CHECK(modes.right.allFinite());
    CHECK((modes.fit * X - Y).norm() < 1e-10);
  }
}

TEST_CASE("deep linear: the constructed points are critical, at the formula's level") {
  const Data data;
  const LinearModes modes(data.X, data.Y);
  const std::array levels = {7.0, 2.5, 5.0, 0.5, 2.0, 4.5, 0.0};
  for (int hidden = 1; hidden <= 4; ++hidden) {
    for (Index width = 1; width <= 4; ++width) {
      const DeepLinearShape shape{.width = width, .hidden = hidden};
      NetworkObjective<double> loss = deepLinearLoss(shape, data.X, data.Y);
      REQUIRE(loss.size() == shape.parameters());
      for (std::size_t i = 0; i < kSets.size(); ++i) {
        if (modeCount(kSets[i]) > width) continue;
        for (const double middle : {1.0, 0.0, 0.3}) {
          VectorXd g;
          const double value = loss.gradient(criticalWeights(shape, modes, kSets[i], middle), g);
          CHECK(g.lpNorm<Eigen::Infinity>() < 1e-12);
          CHECK(std::abs(value - levels[i]) < 1e-10);
          CHECK(std::abs(criticalLevel(modes, kSets[i]) - levels[i]) < 1e-12);
        }
      }
    }
  }
}

TEST_CASE("deep linear: the listed numbers of negative eigenvalues") {
  const Data data;
  const LinearModes modes(data.X, data.Y);
  const auto holds = [&](Index width, int hidden, double middle, std::vector<int> listed) {
    const DeepLinearShape shape{.width = width, .hidden = hidden};
    NetworkObjective<double> loss = deepLinearLoss(shape, data.X, data.Y);
    for (std::size_t i = 0; i < listed.size(); ++i) {
      INFO("width ", width, " hidden ", hidden, " middle ", middle, " set ", kSets[i]);
      CHECK(criticalIndex(shape, modes, kSets[i], middle) == listed[i]);
      const VectorXd found = eigenvalues(loss, criticalWeights(shape, modes, kSets[i], middle));
      CHECK((found.array() < -1e-9).count() == listed[i]);
    }
  };
  for (int hidden = 1; hidden <= 3; ++hidden) {
    holds(3, hidden, 1, {9, 4, 5, 1, 2, 3, 0});
    holds(2, hidden, 1, {6, 2, 3, 0, 1, 2});
    if (hidden >= 2) holds(3, hidden, 0, {0, 0, 1, 0, 1, 2, 0});
  }
}

TEST_CASE("deep linear: the listed smallest eigenvalues") {
  const Data data;
  const LinearModes modes(data.X, data.Y);
  const std::array listed = {-3.0, -2.0, -3.0, -1.0, -2.0, -3.0};
  for (int hidden = 1; hidden <= 3; ++hidden) {
    const DeepLinearShape shape{.hidden = hidden};
    NetworkObjective<double> loss = deepLinearLoss(shape, data.X, data.Y);
    for (std::size_t i = 0; i < listed.size(); ++i) {
      const VectorXd found = eigenvalues(loss, criticalWeights(shape, modes, kSets[i], 1));
      CHECK(found[0] == doctest::Approx(listed[i]).epsilon(1e-12));
    }
  }
  const DeepLinearShape shape{.hidden = 2};
  NetworkObjective<double> loss = deepLinearLoss(shape, data.X, data.Y);
  const double swap = (5 - std::sqrt(45.0)) / 2;  // of [[1, -3], [-3, 4]]
  CHECK(eigenvalues(loss, criticalWeights(shape, modes, 0b010, 0))[0] ==
        doctest::Approx(swap).epsilon(1e-12));
  CHECK(swap == doctest::Approx(-0.8541).epsilon(1e-4));
  CHECK(eigenvalues(loss, criticalWeights(shape, modes, 0, 0)).cwiseAbs().maxCoeff() < 1e-14);
}

TEST_CASE("deep linear: the whole spectrum in closed form, for every shape, set and middle") {
  Rng rng(7);
  for (int hidden = 1; hidden <= 4; ++hidden) {
    for (Index width = 1; width <= 4; ++width) {
      const DeepLinearShape shape{.width = width, .hidden = hidden};
      // Orthonormal inputs in a basis of their own.
      const MatrixXd Q = orthonormalColumns(gaussian(4, 4, rng));
      const MatrixXd Y = gaussian(3, 4, rng);
      const LinearModes modes(Q, Y);
      REQUIRE(modes.white);
      NetworkObjective<double> loss = deepLinearLoss(shape, Q, Y);
      for (const ModeSet set : kSets) {
        if (modeCount(set) > width) continue;
        for (const double middle : {1.0, 0.4, 0.0}) {
          const VectorXd found = eigenvalues(loss, criticalWeights(shape, modes, set, middle));
          const VectorXd law = criticalSpectrum(shape, modes, set, middle);
          CHECK((found - law).cwiseAbs().maxCoeff() < 1e-11 * (1 + law.cwiseAbs().maxCoeff()));
        }
      }
    }
  }
}

TEST_CASE("deep linear: the index holds for any inputs") {
  Rng rng(8);
  for (int draw = 0; draw < 40; ++draw) {
    const MatrixXd X = gaussian(4, 12, rng) / std::sqrt(12.0);
    const MatrixXd Y = gaussian(3, 4, rng) * X + 0.3 * gaussian(3, 12, rng) / std::sqrt(12.0);
    const LinearModes modes(X, Y);
    if (modes.smallestGap < 1e-3) continue;
    const DeepLinearShape shape{.width = 1 + rng.below(4), .hidden = 1 + rng.below(4)};
    NetworkObjective<double> loss = deepLinearLoss(shape, X, Y);
    for (const ModeSet set : kSets) {
      if (modeCount(set) > shape.width) continue;
      for (const double middle : {1.0, 0.5, 0.0}) {
        const VectorXd theta = criticalWeights(shape, modes, set, middle);
        VectorXd g;
        CHECK(loss.gradient(theta, g) == doctest::Approx(criticalLevel(modes, set)).epsilon(1e-10));
        CHECK(g.norm() < 1e-11);
        const VectorXd found = eigenvalues(loss, theta);
        CHECK((found.array() < -1e-10 * found.cwiseAbs().maxCoeff()).count() ==
              criticalIndex(shape, modes, set, middle));
      }
    }
  }
}

TEST_CASE("deep linear: at the origin the loss falls by the power H + 1 of the distance") {
  const Data data;
  Rng rng(9);
  for (int hidden = 1; hidden <= 4; ++hidden) {
    const DeepLinearShape shape{.hidden = hidden};
    NetworkObjective<double> loss = deepLinearLoss(shape, data.X, data.Y);
    const VectorXd direction = gaussian(shape.parameters(), 1, rng).col(0).normalized();
    const auto change = [&](double s) { return loss.value(s * direction) - 7; };
    // From 0.2 on a direction of length 1 the next term, of the power 2H + 2, is far smaller.
    CHECK(std::log2(change(0.2) / change(0.1)) == doctest::Approx(hidden + 1).epsilon(0.02));
  }
}

TEST_CASE("deep linear: wherever Newton's search ends, the loss is one of the levels") {
  Rng rng(10);
  const Data data;
  const LinearModes modes(data.X, data.Y);
  int ended = 0;
  for (int draw = 0; draw < 30; ++draw) {
    const DeepLinearShape shape{.width = 2 + rng.below(2), .hidden = 1 + rng.below(2)};
    NetworkObjective<double> loss = deepLinearLoss(shape, data.X, data.Y);
    CriticalSearch search(loss, 0.7 * gaussian(shape.parameters(), 1, rng).col(0));
    while (search.steps() < 200 && !search.step(1e-11)) {
    }
    if (search.place().gradientNorm > 1e-9) continue;
    ++ended;
    double nearest = 1e9;
    for (ModeSet set = 0; set < 8; ++set) {
      if (modeCount(set) > shape.width) continue;
      nearest = std::min(nearest, std::abs(search.place().value - criticalLevel(modes, set)));
    }
    CHECK(nearest < 1e-6);
  }
  CHECK(ended >= 20);
}

TEST_CASE("deep linear: of too many modes the strongest are kept") {
  CHECK(strongestModes(0b111, 2) == 0b011);
  CHECK(strongestModes(0b110, 1) == 0b010);
  CHECK(strongestModes(0b101, 4) == 0b101);
  CHECK(strongestModes(0b001, 1) == 0b001);
}
