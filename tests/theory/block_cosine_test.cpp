#include "theory/block_cosine.h"
#include "linalg/decompositions.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "base/rng.h"
#include "base/stats.h"
#include "linalg/portable_trig.h"

using namespace basin;

namespace {

BlockTeacher standard(Index blocks, double strength = 2) {
  return {.blocks = blocks,
          .dimension = 2,
          .norm = 1,
          .slope = std::sqrt(strength * static_cast<double>(blocks))};
}

VectorXd randomWeights(const BlockTeacher& t, Rng& rng, double deviation) {
  VectorXd w(t.blocks * t.dimension);
  for (double& x : w) x = rng.normal(0, deviation);
  return w;
}

// w_1 = u_0, and the other blocks a random direction of length rho times the target's.
VectorXd onPlateau(const BlockTeacher& t, double rho, Rng& rng) {
  VectorXd w = randomWeights(t, rng, 1);
  const Index rest = w.size() - t.dimension;
  w.tail(rest) *= rho * t.norm * std::sqrt(t.blocks - 1.0) / w.tail(rest).norm();
  w.head(t.dimension).setZero();
  w[0] = t.norm;
  return w;
}

}  // namespace

TEST_CASE("block cosine: the listed value and gradient") {
  VectorXd w(6), g;
  w << 0.5, 0, 0.2, 0.1, -0.3, 0.4;
  BlockCosineLoss F(standard(3), false);
  CHECK(F.gradient(w, g) == doctest::Approx(1.150613584230931).epsilon(1e-14));
  CHECK(F.value(w) == F.gradient(w, g));
  const double expected[] = {-3.14443933, 0, -0.09954516, -0.01496472, -0.02472156, -0.05985888};
  for (Index i = 0; i < 6; ++i) CHECK(g[i] == doctest::Approx(expected[i]).epsilon(1e-6));
  CHECK(F.value(F.minimiser()) == doctest::Approx(0).epsilon(1e-15));
}

TEST_CASE("block cosine: the loss and its gradient fall to the plateau as listed") {
  for (const auto& [k, value, slope] :
       {std::tuple{5, 0.4579933, 0.0764031}, std::tuple{10, 0.4983285, 0.00474831},
        std::tuple{20, 0.4999986, 1.87998e-5}}) {
    BlockCosineLoss F(standard(k), false);
    VectorXd w = F.minimiser(), g;
    for (Index i = 1; i < k; ++i) w.segment(2 * i, 2) << 0, 0.5;
    CHECK(F.gradient(w, g) == doctest::Approx(value).epsilon(1e-6));
    CHECK(g.tail(2 * (k - 1)).norm() == doctest::Approx(slope).epsilon(1e-5));
  }
}

TEST_CASE("block cosine: F is the mean of half the squared error over the inputs") {
  Rng rng(3);
  for (const bool cosine : {true, false}) {
    for (const double slope : {0.0, 1.3}) {
      const BlockTeacher t{
          .blocks = 3, .dimension = 2, .norm = 0.8, .slope = slope, .cosine = cosine};
      BlockCosineLoss F(t, false);
      const VectorXd w = randomWeights(t, rng, 0.6), u = F.minimiser();
      double sum = 0, squares = 0;
      constexpr int kSamples = 100000;
      for (int n = 0; n < kSamples; ++n) {
        const VectorXd x = randomWeights(t, rng, 1);
        const auto answer = [&](const VectorXd& v) {
          return slope * v.head(2).dot(x.head(2)) + (cosine ? portableCos(v.dot(x)) : 0);
        };
        const double error = answer(w) - answer(u), loss = error * error / 2;
        sum += loss;
        squares += loss * loss;
      }
      const double mean = sum / kSamples;
      const double deviation = std::sqrt((squares / kSamples - mean * mean) / kSamples);
      CHECK(std::abs(F.value(w) - mean) <= 4 * deviation);
    }
  }
}

TEST_CASE("block cosine: gradients and Hessians agree with differences, shared and not") {
  Rng rng(5);
  for (const bool shared : {false, true}) {
    for (const BlockTeacher& t :
         {standard(4), BlockTeacher{.blocks = 3, .dimension = 1, .norm = 0.6},
          BlockTeacher{.blocks = 2, .dimension = 3, .norm = 1.5, .slope = 1, .cosine = false}}) {
      BlockCosineLoss F(t, shared);
      VectorXd x(F.size()), v(F.size()), g, plus, minus, Hv;
      for (double& each : x) each = rng.normal(0, 0.5);
      for (double& each : v) each = rng.normal();
      const double h = 1e-5;
      F.gradient(x, g);
      CHECK(g.dot(v) ==
            doctest::Approx((F.value(x + h * v) - F.value(x - h * v)) / (2 * h)).epsilon(1e-6));
      F.hessianVector(x, v, Hv);
      F.gradient(x + h * v, plus);
      F.gradient(x - h * v, minus);
      CHECK((Hv - (plus - minus) / (2 * h)).norm() <= 1e-7 * (1 + Hv.norm()));
    }
  }
}

TEST_CASE("block cosine: a shared vector is the same function of equal blocks") {
  const BlockTeacher t = standard(5);
  BlockCosineLoss shared(t, true), free(t, false);
  VectorXd w0(2), w(10);
  w0 << 0.3, -0.4;
  for (Index i = 0; i < 5; ++i) w.segment(2 * i, 2) = w0;
  CHECK(shared.value(w0) == free.value(w));
  CHECK(shared.minimiser().size() == 2);
}

TEST_CASE("block cosine: no gradient exceeds the bound, and its exponents are the listed ones") {
  Rng rng(7);
  for (int round = 0; round < 400; ++round) {
    const BlockTeacher t{.blocks = 2 + rng.below(12),
                         .dimension = 1 + rng.below(3),
                         .norm = rng.uniform(0.5, 2),
                         .slope = rng.uniform(0, 4)};
    const double rho = rng.uniform(0.05, 1);
    VectorXd w = onPlateau(t, rho, rng), g;
    // The first block anywhere, and the direction that is worst, too.
    for (Index i = 0; i < t.dimension; ++i) w[i] = rng.normal();
    if (round % 2 == 0) {
      w.tail(w.size() - t.dimension).setZero();
      for (Index i = 1; i < t.blocks; ++i) w[i * t.dimension] = rho * t.norm;
    }
    BlockCosineLoss F(t, false);
    const double loss = F.gradient(w, g);
    CHECK(g.tail(w.size() - t.dimension).norm() <= restGradientBound(t, rho) * (1 + 1e-12));
    CHECK(loss >= plateauFloor(t, rho) - 1e-12);
  }
  // The worst direction is that of the target.
  for (const auto& [rho, slope] :
       {std::pair{1.0 / 3, -0.221}, std::pair{0.4, -0.181}, std::pair{0.5, -0.124}}) {
    std::vector<double> k, logs;
    for (int blocks = 12; blocks <= 40; blocks += 4) {
      const BlockTeacher t = standard(blocks);
      BlockCosineLoss F(t, false);
      VectorXd w = F.minimiser(), g;
      for (Index i = 1; i < blocks; ++i) w[2 * i] = rho;
      F.gradient(w, g);
      k.push_back(blocks);
      logs.push_back(std::log(g.tail(2 * (blocks - 1)).norm() / std::sqrt(blocks)));
    }
    CHECK(leastSquaresSlope(k, logs) == doctest::Approx(slope).epsilon(0.02));
  }
}

TEST_CASE("block cosine: the floor comes to one half, not to one") {
  for (const int k : {40, 80}) {
    const double floor = plateauFloor(standard(k), 0.5);
    CHECK(floor < 0.5);
    CHECK(floor == doctest::Approx(0.5).epsilon(0.02));
  }
  // It is reached: at the mirror image of a random direction's plane, w' along the target.
  const BlockTeacher t = standard(6);
  BlockCosineLoss F(t, false);
  VectorXd w = F.minimiser();
  for (Index i = 1; i < 6; ++i) w[2 * i] = 0.5;
  CHECK(F.value(w) - plateauFloor(t, 0.5) < 0.01);
}

TEST_CASE("block cosine: no walk leaves the annulus sooner than the bound says") {
  Rng rng(11);
  int left = 0;
  for (int round = 0; round < 60; ++round) {
    const BlockTeacher t = standard(2 + rng.below(8), rng.uniform(0.5, 4));
    const double rho = rng.uniform(0.34, 0.49), rate = 1 / (t.slope * t.slope + 2);
    const double bound = plateauSteps(t, rate, rho);
    BlockCosineLoss F(t, false);
    VectorXd w = onPlateau(t, rho, rng), g;
    const double length = std::sqrt(t.blocks - 1.0);
    for (int step = 0; step < 3000; ++step) {
      const double now = w.tail(w.size() - 2).norm() / length;
      if (now < 1.0 / 3 || now > 0.5) {
        CHECK(step >= bound);
        ++left;
        break;
      }
      F.gradient(w, g);
      w -= rate * g;
    }
  }
  CHECK(left > 50);
  CHECK(plateauSteps(standard(6), 0.1, 0.2) == 0);
  CHECK(plateauSteps(standard(6), 0.1, 0.9) == 0);
}

TEST_CASE("block cosine: the shared Hessian keeps within its bounds") {
  Rng rng(13);
  for (const auto& [k, listed] : {std::pair{3, 1.661}, std::pair{10, 5.54}}) {
    const BlockTeacher t = standard(k);
    const CurvatureBounds bounds = sharedCurvature(t);
    CHECK(bounds.least == doctest::Approx(listed).epsilon(1e-3));
    BlockCosineLoss F(t, true);
    double least = 1e9;
    MatrixXd H;
    for (int round = 0; round < 2000; ++round) {
      VectorXd w(2);
      for (double& x : w) x = rng.normal(0, round % 2 ? 0.5 : 1.2);
      F.hessian(w, H);
      const VectorXd eigenvalues = symmetricEigenvalues(H);
      least = std::min(least, eigenvalues[0]);
      CHECK(eigenvalues[1] <= bounds.largest);
    }
    CHECK(least >= bounds.least);
    CHECK(least == doctest::Approx(k == 3 ? 1.726 : 9.4).epsilon(0.03));
  }
  CHECK(sharedCurvature({.blocks = 4, .slope = 2, .cosine = false}).least == 4);
}

TEST_CASE("block cosine: in the plane the loss is that of the weights") {
  Rng rng(17);
  for (const double strength : {0.0, 2.0}) {
    const BlockTeacher t = standard(5, strength);
    BlockCosineLoss F(t, false);
    for (int round = 0; round < 20; ++round) {
      const VectorXd w = onPlateau(t, rng.uniform(0.1, 1.2), rng);
      CHECK(planeLoss(t, planePoint(t, w)) == doctest::Approx(F.value(w)).epsilon(1e-12));
    }
    const PlanePoint teacher = planePoint(t, F.minimiser());
    CHECK(teacher.along == doctest::Approx(1));
    CHECK(teacher.across < 1e-7);
  }
}

TEST_CASE("block cosine: the flow's time is what small steps need") {
  Rng rng(19);
  for (const double strength : {0.0, 2.0}) {
    for (int round = 0; round < 6; ++round) {
      const BlockTeacher t = standard(4, strength);
      BlockCosineLoss F(t, false);
      VectorXd w = onPlateau(t, 0.4, rng), g;
      // Towards the teacher, far from the ridge.
      for (Index i = 1; i < 4; ++i) w[2 * i] = std::abs(w[2 * i]);
      const double time = flowTime(t, planePoint(t, w), 1e-3), rate = 0.004;
      long steps = 0;
      while (F.gradient(w, g) > 1e-3 && steps < 1000000) {
        w -= rate * g;
        ++steps;
      }
      CHECK(static_cast<double>(steps) * rate == doctest::Approx(time).epsilon(0.01));
    }
  }
}

TEST_CASE("block cosine: a plateau so flat that the loss rounds to 1/2 is a wait, no end") {
  // Far from all but the target F = (1 - e^(-D^2/2))/2 at the distance D, so that on the way
  // towards it t = integral of 2 e^(D^2/2)/D dD.
  const BlockTeacher t{.blocks = 61, .dimension = 2, .norm = 2};
  const double along = 0.45, U = 2 * std::sqrt(61.), far = (1 - along) * U;
  CHECK(planeLoss(t, {along, 0}) == planeLoss(t, {along + 1e-3, 0}));
  double time = 0;
  constexpr int kPieces = 20000;
  const double near = std::sqrt(-2 * std::log1p(-2e-3)), piece = (far - near) / kPieces;
  for (int i = 0; i < kPieces; ++i) {
    const double D = near + (i + 0.5) * piece;
    time += piece * 2 * std::exp(D * D / 2) / D;
  }
  CHECK(flowTime(t, {along, 0}, 1e-3) == doctest::Approx(time).epsilon(3e-3));
}

TEST_CASE("block cosine: away from the teacher the flow ends in a false minimum") {
  // At the mirror image (u_0, -u_0, ..., -u_0) F = 1/2 - 1/2 e^(-2 |u_0|^2), but for what the far
  // hole adds; the Hessian there is positive.
  for (const double norm : {0.7, 1.0}) {
    const BlockTeacher t{.blocks = 10, .dimension = 2, .norm = norm, .slope = 4};
    CHECK(std::isinf(flowTime(t, {-0.4, 0.1}, 1e-3)));
    CHECK(std::isfinite(flowTime(t, {0.4, 0.1}, 1e-3)));
    BlockCosineLoss F(t, false);
    VectorXd w = F.minimiser(), g;
    w.tail(18) *= -1;
    for (int step = 0; step < 20000; ++step) {
      F.gradient(w, g);
      w -= 0.05 * g;
    }
    CHECK(g.norm() < 1e-9);
    CHECK(F.value(w) == doctest::Approx(0.5 - 0.5 * std::exp(-2 * norm * norm)).epsilon(0.02));
    MatrixXd H;
    F.hessian(w, H);
    CHECK(symmetricEigenvalues(H)[0] > 0.01);
  }
  // Of the cosine alone both are true minima.
  const BlockTeacher cosine{.blocks = 6, .dimension = 2};
  CHECK(flowTime(cosine, {-0.3, 0.2}, 1e-3) ==
        doctest::Approx(flowTime(cosine, {0.3, 0.2}, 1e-3)).epsilon(1e-12));
  // Between them, on the ridge, the flow comes to neither.
  CHECK(std::isinf(flowTime(cosine, {0, 0.4}, 1e-3)));
}
