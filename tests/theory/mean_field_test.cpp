#include "theory/mean_field.h"
#include "linalg/decompositions.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

#include "base/stats.h"
#include "support/counter_random.h"

using namespace basin;
using std::numbers::pi;

namespace {

// b_k = 0.7^k up to 6, f = cos x + cos(3x)/2.
std::shared_ptr<const TorusModel> waves() {
  std::vector<double> b;
  for (int k = 0; k <= 6; ++k) b.push_back(std::pow(0.7, k));
  return std::make_shared<TorusModel>(b, std::vector<double>{0, 1, 0, 0.5});
}

std::shared_ptr<const ReluPlaneModel> threeUnits() {
  MatrixXd v(2, 3);
  for (Index k = 0; k < 3; ++k) {
    v(0, k) = std::cos(2 * pi * static_cast<double>(k) / 3);
    v(1, k) = std::sin(2 * pi * static_cast<double>(k) / 3);
  }
  return std::make_shared<ReluPlaneModel>(v, VectorXd::Ones(3));
}

VectorXd at(double y) {
  return VectorXd::Constant(1, y);
}

Particles evenly(Index n) {
  Particles p{VectorXd::Zero(n), MatrixXd(1, n),
              VectorXd::Constant(n, 1.0 / static_cast<double>(n))};
  for (Index i = 0; i < n; ++i)
    p.y(0, i) = 2 * pi * static_cast<double>(i) / static_cast<double>(n);
  return p;
}

}  // namespace

TEST_CASE("mean field: closed forms on the circle at a point computed elsewhere") {
  const auto model = waves();
  MatrixXd y(1, 3);
  y << 0, 1, 2;
  VectorXd c(3);
  c << 1, -2, 3;
  CHECK(model->loss(y, c / 3) == doctest::Approx(0.8318014873442714).epsilon(1e-12));
  CHECK(model->lossOverInputs(y, c / 3, 64) == doctest::Approx(0.8318014873442714).epsilon(1e-12));
  CHECK(model->overlap(at(0)) == doctest::Approx(0.43575).epsilon(1e-10));
  CHECK(model->overlap(at(1)) == doctest::Approx(0.1042139505).epsilon(1e-8));
  CHECK(model->overlap(at(2)) == doctest::Approx(-0.0633167907).epsilon(1e-8));
  CHECK(model->kernel(at(0), at(1)) == doctest::Approx(1.0159905703).epsilon(1e-10));
  CHECK(model->kernel(at(0), at(0)) == doctest::Approx(1.4737429111).epsilon(1e-10));
  CHECK(model->targetLoss() == doctest::Approx(0.3125).epsilon(1e-14));
}

TEST_CASE("mean field: closed forms in the plane at points computed elsewhere") {
  const auto model = threeUnits();
  CHECK(model->targetLoss() == doctest::Approx(0.9134966716).epsilon(1e-9));
  VectorXd y(2), z(2);
  y << 0.3, -1.2;
  z << 0.7, 0.4;
  CHECK(model->kernel(y, z) == doctest::Approx(0.0970702237).epsilon(1e-9));
  const Eigen::Vector2d slope = model->kernelSlope(y, z);
  CHECK(slope[0] == doctest::Approx(0.1744140040).epsilon(1e-9));
  CHECK(slope[1] == doctest::Approx(-0.0372883521).epsilon(1e-9));
  CHECK(model->kernelSlope(VectorXd::Zero(2), z).norm() == 0);
  CHECK(model->kernel(y, y) == doctest::Approx(y.squaredNorm() / 2).epsilon(1e-14));
}

TEST_CASE("mean field: loss and forces of both models are those of F and K, pair by pair") {
  Rng rng(4);
  for (const std::shared_ptr<const UnitModel>& model :
       {std::shared_ptr<const UnitModel>(waves()),
        std::shared_ptr<const UnitModel>(threeUnits())}) {
    const Particles p = randomParticles(*model, 9, rng);
    const VectorXd a = p.weight.cwiseProduct(p.c) * 1.7;
    double loss = model->targetLoss();
    VectorXd force(9);
    MatrixXd slope(model->dimension(), 9);
    model->pull(p.y, a, force, slope);
    for (Index i = 0; i < 9; ++i) {
      double pull = model->overlap(p.y.col(i));
      loss -= a[i] * pull;
      for (Index j = 0; j < 9; ++j) {
        pull -= a[j] * model->kernel(p.y.col(i), p.y.col(j));
        loss += 0.5 * a[i] * a[j] * model->kernel(p.y.col(i), p.y.col(j));
      }
      CHECK(force[i] == doctest::Approx(pull).epsilon(1e-12));
    }
    CHECK(model->loss(p.y, a) == doctest::Approx(loss).epsilon(1e-12));
    // A kink costs the sum over directions its spectral accuracy.
    const double tolerance = model->dimension() == 1 ? 1e-12 : 1e-5;
    CHECK(model->lossOverInputs(p.y, a, 2048) == doctest::Approx(loss).epsilon(tolerance));
    // The slopes are those of the loss: d loss / d y_i = -a_i slope_i.
    for (Index i = 0; i < 9; ++i) {
      for (Index d = 0; d < model->dimension(); ++d) {
        constexpr double h = 1e-5;
        MatrixXd up = p.y, down = p.y;
        up(d, i) += h;
        down(d, i) -= h;
        const double rise = (model->loss(up, a) - model->loss(down, a)) / (2 * h);
        CHECK(-a[i] * slope(d, i) == doctest::Approx(rise).epsilon(1e-7).scale(0.1));
        // And of the unit over the inputs.
        double unitUp = model->unit(0.4, up.col(i).data()),
               unitDown = model->unit(0.4, down.col(i).data());
        VectorXd own(model->dimension());
        model->unitSlope(0.4, p.y.col(i).data(), own.data());
        CHECK(own[d] == doctest::Approx((unitUp - unitDown) / (2 * h)).epsilon(1e-7).scale(1));
      }
    }
  }
}

TEST_CASE("mean field: with even positions that stay every mode decays at its own rate") {
  const auto model = waves();
  ParticleFlow flow(model, evenly(32), 1, false);
  for (int t = 0; t < 400; ++t) flow.rungeKutta(0.01);
  CHECK(flow.time() == doctest::Approx(4));
  const VectorXd r = model->residual(flow.now().y, flow.amplitude());
  CHECK(r[1] == doctest::Approx(0.6126263942).epsilon(1e-8));
  CHECK(r[5] == doctest::Approx(0.4445040198).epsilon(1e-8));
  CHECK(flow.loss() == doctest::Approx(0.1432237306).epsilon(1e-8));
  CHECK(r[1] == doctest::Approx(std::exp(-0.7 * 0.7)).epsilon(1e-9));
  CHECK(r[5] == doctest::Approx(0.5 * std::exp(-std::pow(0.7, 6))).epsilon(1e-9));
  // Gradient descent has the same law with 1 - b^2 dt/4 in place of the exponential, at any
  // scaling.
  for (const double alpha : {1.0, 5.0}) {
    ParticleFlow descent(model, evenly(13), alpha, false);
    for (int t = 0; t < 100; ++t) descent.step(0.3);
    const VectorXd now = model->residual(descent.now().y, descent.amplitude());
    CHECK(now[1] == doctest::Approx(std::pow(1 - 0.3 * 0.49 / 4, 100)).epsilon(1e-12));
  }
  CHECK(waves()->floor() == 0);
}

TEST_CASE("mean field: a mode that the units lack stays, and is the loss in the end") {
  const auto model = std::make_shared<TorusModel>(std::vector<double>{1, 0.7, 0.5},
                                                  std::vector<double>{0.2, 1, 0, 0, 0.6});
  CHECK(model->floor() == doctest::Approx(0.09));
  ParticleFlow flow(model, evenly(24), 1, false);
  for (int t = 0; t < 4000; ++t) flow.step(0.1);
  CHECK(flow.loss() == doctest::Approx(0.09).epsilon(1e-9));
}

TEST_CASE("mean field: the mean loss of random starts is its closed form, for every n") {
  const auto model = waves();
  double square = 0;
  for (int p = 0; p < 64; ++p) square += std::pow(model->representing(2 * pi * p / 64), 2) / 64;
  CHECK(square == doctest::Approx(8.3315625292).epsilon(1e-9));
  const double law = (square * model->kernel(at(0), at(0)) - 0.625) / 2;
  CHECK(law == doctest::Approx(5.8267906077).epsilon(1e-9));
  for (const Index n : {16, 64}) {
    std::vector<double> scaled;
    for (std::uint64_t seed = 0; seed < 1000; ++seed) {
      Rng rng(seed);
      Particles p = randomParticles(*model, n, rng);
      for (Index i = 0; i < n; ++i) p.c[i] = model->representing(p.y(0, i));
      scaled.push_back(ParticleFlow(model, p, 1, true).loss() * static_cast<double>(n));
    }
    const double error = std::sqrt(variance(scaled) / 1000);
    CHECK(std::abs(mean(scaled) - law) < 4 * error);
    CHECK(error < 0.04 * law);
  }
  // In the plane a zero mean leaves C_f + E c^2 K(y,y)/2n = C_f + 1/2n.
  const auto plane = threeUnits();
  std::vector<double> losses;
  for (std::uint64_t seed = 0; seed < 2000; ++seed) {
    Rng rng(seed);
    losses.push_back(ParticleFlow(plane, randomParticles(*plane, 10, rng), 1, true).loss());
  }
  CHECK(std::abs(mean(losses) - plane->targetLoss() - 0.05) <
        4 * std::sqrt(variance(losses) / 2000));
}

TEST_CASE(
    "mean field: the loss falls by what the particles dissipate, and ReLU units keep c^2 - |y|^2") {
  Rng rng(3);
  for (const std::shared_ptr<const UnitModel>& model :
       {std::shared_ptr<const UnitModel>(waves()),
        std::shared_ptr<const UnitModel>(threeUnits())}) {
    for (const double alpha : {1.0, 6.0}) {
      const Particles start = randomParticles(*model, 36, rng);
      ParticleFlow flow(model, start, alpha, true);
      const double first = flow.loss();
      double before = first;
      for (int t = 0; t < 500; ++t) {
        flow.step(1e-3);
        CHECK(flow.loss() <= before);
        before = flow.loss();
      }
      CHECK(first - flow.loss() == doctest::Approx(flow.dissipated()).epsilon(0.01));
      if (model->dimension() == 1) continue;
      // c c' = y.y', so that a step changes c^2 - |y|^2 by the squares of its own parts only.
      const auto balance = [](const Particles& p) {
        return VectorXd(p.c.cwiseAbs2() - p.y.colwise().squaredNorm().transpose());
      };
      const Particles from = flow.now();
      flow.step(0.1);
      const Particles& to = flow.now();
      const VectorXd own =
          (to.c - from.c).cwiseAbs2() - (to.y - from.y).colwise().squaredNorm().transpose();
      CHECK((balance(to) - balance(from) - own).lpNorm<Eigen::Infinity>() < 1e-13);
    }
  }
}

TEST_CASE("mean field: the tangent kernel gives the speed of the residual, at the start exactly") {
  Rng rng(8);
  const auto torus = waves();
  const auto plane = threeUnits();
  for (const std::shared_ptr<const UnitModel>& model :
       {std::shared_ptr<const UnitModel>(torus), std::shared_ptr<const UnitModel>(plane)}) {
    const Particles p = randomParticles(*model, 12, rng);
    const double alpha = std::sqrt(12.0);
    constexpr int kPoints = 512;
    const MatrixXd kernel = model->tangentKernel(p, true, kPoints);
    ParticleFlow flow(model, p, alpha, true);
    const VectorXd before = model->residualOverAngles(p.y, flow.amplitude(), kPoints);
    constexpr double dt = 1e-6;
    flow.step(dt);
    const VectorXd after = model->residualOverAngles(flow.now().y, flow.amplitude(), kPoints);
    const VectorXd speed = (after - before) / dt;
    // The kinks again: the sum over 512 directions against closed-form forces.
    const double tolerance = model->dimension() == 1 ? 1e-4 : 1e-2;
    CHECK((speed + kernel * before).norm() < tolerance * speed.norm());
  }
  // At infinite width the modes are its eigenvectors: b_k^2 (1 + k^2)/4, and b_0^2.
  const MatrixXd limit = torus->tangentKernel(limitParticles(*torus, 64), true, 64);
  const VectorXd eigenvalues = symmetricEigenvalues(limit);
  std::vector<double> expected;
  for (int k = 0; k <= 6; ++k) {
    const double b = torus->unitModes()[static_cast<std::size_t>(k)];
    const double lambda = k == 0 ? b * b : b * b * (1 + k * k) / 4;
    expected.insert(expected.end(), k == 0 ? 1 : 2, lambda);
  }
  std::ranges::sort(expected);
  for (std::size_t i = 0; i < expected.size(); ++i) {
    const auto at = static_cast<Index>(64 - expected.size() + i);
    CHECK(eigenvalues[at] == doctest::Approx(expected[i]).epsilon(1e-10));
  }
}

TEST_CASE("mean field: wide networks follow the limit, whose quadrature has converged") {
  const auto model = waves();
  const auto lossesOf = [&](ParticleFlow flow) {
    std::vector<double> losses;
    for (int t = 0; t <= 1000; ++t) {
      if (t % 250 == 0) losses.push_back(flow.loss());
      flow.step(0.02);
    }
    return losses;
  };
  const std::vector<double> limit =
      lossesOf(ParticleFlow(model, limitParticles(*model, 64), 1, true));
  const std::vector<double> finer =
      lossesOf(ParticleFlow(model, limitParticles(*model, 128), 1, true));
  std::vector<double> wide(limit.size(), 0.0);
  constexpr int kSeeds = 8;
  for (std::uint64_t seed = 0; seed < kSeeds; ++seed) {
    Rng rng(seed);
    const auto one = lossesOf(ParticleFlow(model, randomParticles(*model, 256, rng), 1, true));
    for (std::size_t i = 0; i < wide.size(); ++i) wide[i] += one[i] / kSeeds;
  }
  for (std::size_t i = 0; i < limit.size(); ++i) {
    CHECK(limit[i] == doctest::Approx(finer[i]).epsilon(0.04));
    CHECK(wide[i] == doctest::Approx(finer[i]).epsilon(0.12));
  }
}

TEST_CASE("mean field: the ReLU network of a hundred particles learns its teacher") {
  // Positions and coefficients as in the reference run.
  const auto model = threeUnits();
  constexpr Index n = 100;
  Particles p{test::counterNormals(4, n, 1).col(0), test::counterNormals(3, n, 2).transpose(),
              VectorXd::Constant(n, 1.0 / n)};
  ParticleFlow flow(model, p, 1, true);
  for (int t = 0; t < 40; ++t) flow.step(0.05);
  CHECK(flow.loss() == doctest::Approx(0.0358).epsilon(0.002));
  for (int t = 0; t < 160; ++t) flow.step(0.05);
  CHECK(flow.loss() == doctest::Approx(0.00169).epsilon(0.005));
  for (int t = 0; t < 800; ++t) flow.step(0.05);
  CHECK(flow.loss() < 2e-3);
  for (int t = 0; t < 3000; ++t) flow.step(0.05);
  CHECK(flow.loss() == doctest::Approx(6.3e-5).epsilon(0.02));
}

TEST_CASE("mean field: Gauss rules integrate polynomials up to degree 2n - 1") {
  const auto [x, w] = gaussHermite(6);
  const auto [s, v] = gaussLaguerre(5);
  double moment = 1, factorial = 1;
  for (int k = 0; k <= 10; k += 2) {
    CHECK((w.array() * x.array().pow(k)).sum() == doctest::Approx(moment).epsilon(1e-11));
    moment *= k + 1;  // E z^(k+2) = (k+1) E z^k
  }
  for (int k = 0; k <= 9; ++k) {
    CHECK((v.array() * s.array().pow(k)).sum() == doctest::Approx(factorial).epsilon(1e-11));
    factorial *= k + 1;
  }
}
