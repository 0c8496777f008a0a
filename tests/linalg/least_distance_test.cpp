#include "linalg/least_distance.h"

#include <doctest/doctest.h>

#include <cmath>
#include <cstdint>

#include "base/rng.h"

using namespace basin;

namespace {

using Integers = Eigen::Matrix<std::int64_t, 2, Eigen::Dynamic>;
using Point = Eigen::Matrix<std::int64_t, 2, 1>;

std::int64_t turn(const Point& a, const Point& b, const Point& c) {
  const std::int64_t value = (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);
  return (value > 0) - (value < 0);
}

bool onSegment(const Point& a, const Point& b, const Point& c) {
  return turn(a, b, c) == 0 && (c - a).dot(c - b) <= 0;
}

bool crossing(const Point& a, const Point& b, const Point& c, const Point& d) {
  if (onSegment(a, b, c) || onSegment(a, b, d) || onSegment(c, d, a) || onSegment(c, d, b)) {
    return true;
  }
  return turn(a, b, c) * turn(a, b, d) < 0 && turn(c, d, a) * turn(c, d, b) < 0;
}

bool inTriangle(const Point& a, const Point& b, const Point& c, const Point& p) {
  if (onSegment(a, b, p) || onSegment(b, c, p) || onSegment(c, a, p)) return true;
  const std::int64_t side = turn(a, b, p);
  return side != 0 && side == turn(b, c, p) && side == turn(c, a, p);
}

bool inHull(const Integers& hull, const Point& p) {
  for (Index a = 0; a < hull.cols(); ++a) {
    for (Index b = 0; b <= a; ++b) {
      for (Index c = 0; c <= b; ++c) {
        if (inTriangle(hull.col(a), hull.col(b), hull.col(c), p)) return true;
      }
    }
  }
  return false;
}

// Whether the closed convex hulls are disjoint, by exact arithmetic on all pairs and triples.
bool apart(const Integers& P, const Integers& N) {
  for (Index i = 0; i < P.cols(); ++i) {
    if (inHull(N, P.col(i))) return false;
  }
  for (Index i = 0; i < N.cols(); ++i) {
    if (inHull(P, N.col(i))) return false;
  }
  for (Index a = 0; a < P.cols(); ++a) {
    for (Index b = 0; b < a; ++b) {
      for (Index c = 0; c < N.cols(); ++c) {
        for (Index d = 0; d < c; ++d) {
          if (crossing(P.col(a), P.col(b), N.col(c), N.col(d))) return false;
        }
      }
    }
  }
  return true;
}

Integers cloud(Index count, int reach, Rng& rng) {
  Integers points(2, count);
  for (std::int64_t& value : points.reshaped()) value = rng.below(2 * reach + 1) - reach;
  return points;
}

void checkAgainstBruteForce(const Integers& P, const Integers& N, double scale) {
  const MatrixXd p = scale * P.cast<double>(), n = scale * N.cast<double>();
  const Separator found = separate(p, n, scale * integerResolution(p / scale, n / scale));
  REQUIRE(found.separable == (apart(P, N) ? Verdict::Yes : Verdict::No));
  if (found.separable == Verdict::No) return;
  CHECK((p.transpose() * found.normal).minCoeff() + found.offset > 0);
  CHECK((n.transpose() * found.normal).maxCoeff() + found.offset < 0);
  CHECK(found.normal.norm() == doctest::Approx(1).epsilon(1e-12));
  CHECK(found.margin == doctest::Approx(found.marginAtMost).epsilon(1e-6));
}

// How many of the 2^(2^d) labelings of the cube's corners a hyperplane realises.
int separableLabelings(Index d) {
  const Index corners = Index{1} << d;
  int count = 0;
  for (int labels = 0; labels < (1 << corners); ++labels) {
    MatrixXd P(d, 0), N(d, 0);
    for (Index c = 0; c < corners; ++c) {
      MatrixXd& side = (labels >> c) & 1 ? P : N;
      side.conservativeResize(Eigen::NoChange, side.cols() + 1);
      for (Index i = 0; i < d; ++i) side(i, side.cols() - 1) = static_cast<double>((c >> i) & 1);
    }
    const Separator found = separate(P, N, integerResolution(P, N));
    REQUIRE(found.separable != Verdict::Undecided);
    count += found.separable == Verdict::Yes;
  }
  return count;
}

}  // namespace

TEST_CASE("least distance: the nearest point of half-spaces, and what it costs to miss it") {
  // The corner of x + y >= 2, x >= 1.5.
  MatrixXd G(3, 2);
  G << 1, 1, 1, 0, 0, -1;
  VectorXd h(3);
  h << 2, 1.5, -9;
  const LeastDistance corner = leastDistance(G, h);
  CHECK(corner.feasible == Verdict::Yes);
  CHECK((corner.point - Eigen::Vector2d(1.5, 0.5)).norm() < 1e-12);
  CHECK(corner.atLeast == doctest::Approx(std::sqrt(2.5)).epsilon(1e-12));
  CHECK(corner.multipliers.minCoeff() >= 0);
  CHECK(corner.multipliers[2] == 0);
  // x = G^T u up to a factor.
  const VectorXd direction = G.transpose() * corner.multipliers;
  CHECK((direction.normalized() - corner.point.normalized()).norm() < 1e-12);
}

TEST_CASE("least distance: half-spaces that do not meet have Farkas' multipliers") {
  MatrixXd G(3, 2);
  G << 1, 0, -1, 0, 0, 1;
  VectorXd h(3);
  h << 1, -0.5, 7;
  const LeastDistance found = leastDistance(G, h);
  CHECK(found.feasible == Verdict::No);
  CHECK(found.multipliers.minCoeff() >= 0);
  CHECK(h.dot(found.multipliers) > 0);
  CHECK((G.transpose() * found.multipliers).norm() < 1e-9 * found.multipliers.norm());
}

TEST_CASE("least distance: no rows, no need to move, and rows of zeros") {
  CHECK(leastDistance(MatrixXd(0, 3), VectorXd(0)).feasible == Verdict::Yes);
  const LeastDistance inside = leastDistance(-MatrixXd::Identity(2, 2), -VectorXd::Ones(2));
  CHECK(inside.feasible == Verdict::Yes);
  CHECK(inside.point == VectorXd::Zero(2));
  MatrixXd G(2, 1);
  G << 0, 1;
  CHECK(leastDistance(G, Eigen::Vector2d(0, 3)).point[0] == doctest::Approx(3));
  CHECK(leastDistance(G, Eigen::Vector2d(1, 3)).feasible == Verdict::No);
}

TEST_CASE("least distance: random half-spaces obey the optimality conditions") {
  Rng rng(3);
  for (int trial = 0; trial < 300; ++trial) {
    const Index d = 1 + rng.below(8), m = 1 + rng.below(25);
    MatrixXd G(m, d);
    for (double& value : G.reshaped()) value = rng.normal();
    VectorXd h(m);
    for (double& value : h) value = rng.normal();
    if (trial % 2 == 0) h = G * VectorXd::Constant(d, 2) - h.cwiseAbs();  // a point within
    G.array().colwise() *= Eigen::ArrayXd::LinSpaced(m, -8, 8).exp();
    h.array() *= Eigen::ArrayXd::LinSpaced(m, -8, 8).exp();
    const LeastDistance found = leastDistance(G, h);
    REQUIRE(found.feasible != Verdict::Undecided);
    if (trial % 2 == 0) CHECK(found.feasible == Verdict::Yes);
    const VectorXd pull = G.transpose() * found.multipliers;
    if (found.feasible == Verdict::No) {
      CHECK(h.dot(found.multipliers) > 1e6 * pull.norm());
    } else if (h.maxCoeff() > 0) {
      CHECK(found.point.norm() == doctest::Approx(found.atLeast).epsilon(1e-8));
    }
  }
}

TEST_CASE("separate: random clouds in the plane, as exact arithmetic has it") {
  Rng rng(1);
  for (int trial = 0; trial < 4000; ++trial) {
    const int reach = trial % 4 == 0 ? 2 : trial % 4 == 1 ? 10 : trial % 4 == 2 ? 1000 : 1000000;
    const Integers P = cloud(1 + rng.below(6), reach, rng), N = cloud(1 + rng.below(6), reach, rng);
    checkAgainstBruteForce(P, N, trial % 3 == 0 ? 1e-7 : trial % 3 == 1 ? 1 : 1e5);
  }
}

TEST_CASE("separate: clouds that all but touch") {
  // On both sides of a line through the origin, at distances down to 1e-9 of their reach.
  Rng rng(2);
  int near = 0, no = 0;
  for (int trial = 0; trial < 3000; ++trial) {
    const std::int64_t a = 1 + rng.below(1000), b = rng.below(1000);
    const auto beside = [&](int side) {
      Integers points(2, 2 + rng.below(4));
      for (Index i = 0; i < points.cols(); ++i) {
        const std::int64_t t = rng.below(2001) - 1000;
        points(0, i) = -b * t + side * rng.below(3);
        points(1, i) = a * t + side * rng.below(2);
      }
      return points;
    };
    const Integers P = beside(1), N = beside(-1);
    checkAgainstBruteForce(P, N, 1);
    const MatrixXd p = P.cast<double>(), n = N.cast<double>();
    const Separator found = separate(p, n, integerResolution(p, n));
    no += found.separable == Verdict::No;
    near += found.separable == Verdict::Yes && found.margin < 1e-6 * p.norm();
  }
  CHECK(near > 500);
  CHECK(no > 50);
}

TEST_CASE("separate: the labelings of cubes that a hyperplane realises are counted") {
  CHECK(separableLabelings(1) == 4);
  CHECK(separableLabelings(2) == 14);
  CHECK(separableLabelings(3) == 104);
}

TEST_CASE("separate: all 65 536 labelings of four dimensions, 1882 of them [statistics]") {
  CHECK(separableLabelings(4) == 1882);
}

TEST_CASE("separate: one point, duplicates, an empty class, no dimension") {
  const MatrixXd one = Eigen::Vector2d(1, 2), other = Eigen::Vector2d(4, 6);
  const Separator pair = separate(one, other);
  CHECK(pair.separable == Verdict::Yes);
  CHECK(pair.margin == doctest::Approx(2.5).epsilon(1e-14));
  CHECK(pair.marginAtMost == doctest::Approx(2.5).epsilon(1e-14));
  const Separator same = separate(one, one);
  CHECK(same.separable == Verdict::No);
  CHECK(same.marginAtMost == 0);
  MatrixXd twice(2, 4);
  twice << 1, 1, 1, 0, 2, 2, 2, 0;
  CHECK(separate(twice, other).margin == doctest::Approx(2.5).epsilon(1e-12));
  CHECK(separate(twice, one).separable == Verdict::No);
  CHECK(separate(one, MatrixXd(2, 0)).separable == Verdict::Yes);
  CHECK(separate(one, MatrixXd(2, 0)).offset > 0);
  CHECK(separate(MatrixXd(2, 0), one).offset < 0);
  CHECK(separate(MatrixXd(2, 0), MatrixXd(2, 0)).separable == Verdict::Yes);
  CHECK(separate(MatrixXd(0, 2), MatrixXd(0, 3)).separable == Verdict::No);
  // Three points on a line, the middle one of the other class; and hulls that touch in a corner.
  MatrixXd ends(1, 2);
  ends << -1, 1;
  CHECK(separate(ends, MatrixXd::Zero(1, 1)).separable == Verdict::No);
  MatrixXd square(2, 4);
  square << 0, 1, 0, 1, 0, 0, 1, 1;
  CHECK(separate(square, MatrixXd(square.array() + 1)).separable == Verdict::No);
  CHECK(separate(square, MatrixXd(square.array() + 1.001)).margin ==
        doctest::Approx(0.001 / std::sqrt(2.0)).epsilon(1e-9));
}

TEST_CASE("separate: integer points of up to eight dimensions are always decided") {
  Rng rng(4);
  int yes = 0, no = 0;
  for (int trial = 0; trial < 3000; ++trial) {
    const Index d = 2 + rng.below(7);
    MatrixXd P(d, 1 + rng.below(14)), N(d, 1 + rng.below(8));
    for (MatrixXd* side : {&P, &N}) {
      for (double& value : side->reshaped()) value = rng.below(trial % 2 == 0 ? 2 : 5);
    }
    const Separator found = separate(P, N, integerResolution(P, N));
    REQUIRE(found.separable != Verdict::Undecided);
    (found.separable == Verdict::Yes ? yes : no) += 1;
  }
  CHECK(yes > 500);
  CHECK(no > 500);
}

TEST_CASE("separate: the margin between two simplices, in many dimensions") {
  for (const Index d : {2, 5, 20, 60}) {
    const MatrixXd P = MatrixXd::Identity(d, d);
    const MatrixXd N = -3 * P;
    // Nearest points: the means of both simplices, 4/d (1, ..., 1) apart.
    const Separator found = separate(P, N);
    CHECK(found.separable == Verdict::Yes);
    CHECK(found.margin == doctest::Approx(2 / std::sqrt(static_cast<double>(d))).epsilon(1e-9));
  }
}

TEST_CASE("separate: a thousand random points with a known gap") {
  Rng rng(5);
  for (const double gap : {1e-2, 1e-4, 1e-6}) {
    const Index d = 10, n = 500;
    MatrixXd P(d, n), N(d, n);
    for (MatrixXd* side : {&P, &N}) {
      for (double& value : side->reshaped()) value = rng.uniform(-1, 1);
      const double sign = side == &P ? 1 : -1;
      for (Index i = 0; i < n; ++i) (*side)(0, i) = sign * (std::abs((*side)(0, i)) + gap);
    }
    const Separator found = separate(P, N);
    CHECK(found.separable == Verdict::Yes);
    CHECK(found.margin >= gap);
    CHECK(found.margin >= found.marginAtMost * (1 - 1e-6));
    P(0, 0) = -0.5;
    CHECK(separate(P, N).separable != Verdict::Yes);
  }
}
