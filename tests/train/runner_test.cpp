#include "train/sgd_runner.h"

#include <doctest/doctest.h>

#include <cstring>

#include "base/hash.h"
#include "support/allocation_counter.h"
#include "support/network_fixtures.h"
#include "train/bench.h"
#include "train/network_objective.h"
#include "train/perturbed.h"

using namespace basin;

namespace {

template <class S>
SgdRunner<S> makeRunner(const Architecture& a, Loss loss, Tying tying, OptimiserSpec optimiser,
                        Index batch, uint64_t seed) {
  Rng rng(seed);
  Matrix<S> X, Y;
  fixtures::makeData<S>(loss, 57, a.inputs(), a.outputs(), rng, X, Y);
  Network<S> network(a, TyingMap::make(tying, Layout(a)));
  Vector<S> theta;
  initialise<S>(network.layout(), network.tying(), {}, rng, theta);
  return SgdRunner<S>(std::move(network), Batches<S>(X, Y, batch, rng.split(1)), {loss}, optimiser,
                      theta, rng.split(2));
}

template <class S>
bool sameBits(const Vector<S>& a, const Vector<S>& b) {
  return a.size() == b.size() &&
         std::memcmp(a.data(), b.data(), sizeof(S) * static_cast<size_t>(a.size())) == 0;
}

constexpr OptimiserSpec kOptimisers[] = {
    {.rate = 0.05},
    {.rate = 0.05, .noise = 0.1},
    {.kind = OptimiserKind::Momentum, .rate = 0.02},
    {.kind = OptimiserKind::Adam, .rate = 0.01}};

template <class S>
void checkDeterminism() {
  for (const OptimiserSpec& optimiser : kOptimisers) {
    for (Tying tying : {Tying::None, Tying::Negative, Tying::Shared}) {
      const Architecture a{.widths = {2, 6, 6, 6, 1}, .skip = true};
      auto one = makeRunner<S>(a, Loss::Logistic, tying, optimiser, 10, 1);
      auto two = makeRunner<S>(a, Loss::Logistic, tying, optimiser, 10, 1);
      auto other = makeRunner<S>(a, Loss::Logistic, tying, optimiser, 10, 2);
      const S start = one.run(60);
      two.run(1);
      two.run(59);
      other.run(60);
      CHECK(sameBits(one.theta(), two.theta()));
      CHECK_FALSE(sameBits(one.theta(), other.theta()));
      CHECK(one.theta().allFinite());
      CHECK(one.steps() == 60);
      CHECK(one.run(600) < start);
    }
  }
}

}  // namespace

TEST_CASE("runner: two runs of one seed are bit-equal, whatever the slices, and learn") {
  checkDeterminism<float>();
  checkDeterminism<double>();
}

TEST_CASE("runner: every platform trains to the same bits") {
  // All arithmetic is in packets of a fixed size and in functions of our own; the library's
  // functions would differ between native builds and WebAssembly.
  Hasher hasher;
  const auto train = [&](auto runner) {
    const auto loss = runner.run(30);
    const auto& theta = runner.theta();
    if (!theta.allFinite()) return;  // exponential units may diverge, and NaN has many bit patterns
    hasher.add(loss);
    hasher.add(std::span(theta.data(), static_cast<size_t>(theta.size())));
  };
  for (Activation activation : kActivations) {
    for (Loss loss : kLosses) {
      const Architecture a{.widths = {2, 7, 5, loss == Loss::CrossEntropy ? 3 : 1},
                           .activation = activation};
      train(makeRunner<double>(a, loss, Tying::Negative, {.rate = 0.02, .noise = 0.01}, 10, 1));
      train(makeRunner<float>(a, loss, Tying::None, kOptimisers[3], 10, 1));
    }
  }
  CHECK(hasher.digest() == 0xeb7c3e8ed79c3bdbull);
}

TEST_CASE("runner: one step is the gradient of one batch") {
  const Architecture a{.widths = {2, 4, 1}};
  auto runner = makeRunner<double>(a, Loss::Squared, Tying::None, {.rate = 0.25}, 8, 3);
  auto twin = makeRunner<double>(a, Loss::Squared, Tying::None, {.rate = 0.25}, 8, 3);
  const Vector<double> before = runner.theta();
  Vector<double> g;
  const double value = twin.network().gradient(before, twin.batches().next(), {}, g);
  CHECK(runner.run(1) == value);
  CHECK(runner.gradient() == g);
  CHECK((runner.theta() - (before - 0.25 * g)).norm() == 0);
}

namespace {

// Allocations made by work(), after one call that may warm up.
template <class Work>
long long allocationsOf(Work work) {
  work();
  const long long before = tests::allocationCount();
  work();
  return tests::allocationCount() - before;
}

template <class S>
void checkNoAllocation() {
  for (const OptimiserSpec& optimiser : kOptimisers) {
    for (Loss loss : kLosses) {
      const int outputs = loss == Loss::CrossEntropy ? 3 : 1;
      const Architecture a{.widths = {2, 8, 8, 8, outputs}, .skip = true};
      auto runner = makeRunner<S>(a, loss, Tying::Negative, optimiser, 10, 1);
      CHECK(allocationsOf([&] { runner.run(40); }) == 0);
    }
  }
  for (std::vector<int> widths : {std::vector{2, 50, 50, 1}, {784, 128, 10}, {4, 256, 256, 1}}) {
    const Architecture a{.widths = widths, .activation = Activation::Relu};
    auto runner = makeRunner<S>(a, Loss::Squared, Tying::None, {.rate = 0.001}, 32, 1);
    CHECK(allocationsOf([&] { runner.run(5); }) == 0);
  }
}

}  // namespace

TEST_CASE("runner: no allocation inside a step") {
  if (tests::allocationCount() < 0) return;
  // The counter counts.
  CHECK(allocationsOf([] { delete new volatile int(3); }) == 1);
  CHECK(allocationsOf([] { Vector<double> v(1000); v.setZero(); CHECK(v.sum() == 0); }) >= 1);
  checkNoAllocation<float>();
  checkNoAllocation<double>();
}

TEST_CASE("network objective: no allocation, batches, Hessian by products") {
  auto p = fixtures::makeProblem(Activation::Tanh, Loss::Squared, "shared", true);
  NetworkObjective<double> objective(p.network, p.X, p.Y, p.loss);
  REQUIRE(objective.size() == p.theta.size());
  CHECK(objective.hasHessian());
  Vector<double> g, Hv, fromNetwork;
  const double value = objective.gradient(p.theta, g);
  CHECK(value == p.network.gradient(p.theta, p.X, p.Y, p.loss, fromNetwork));
  CHECK(g == fromNetwork);
  CHECK(objective.value(p.theta) == value);
  const Vector<double> v = Vector<double>::LinSpaced(p.theta.size(), -1, 2);
  objective.hessianVector(p.theta, v, Hv);
  Matrix<double> H;
  objective.hessian(p.theta, H);
  CHECK(H == H.transpose());
  CHECK((H * v - Hv).norm() < 1e-13 * Hv.norm());
  if (tests::allocationCount() >= 0) {
    CHECK(allocationsOf([&] {
            objective.gradient(p.theta, g);
            objective.hessianVector(p.theta, v, Hv);
          }) == 0);
    PerturbedDescent<double> descent(perturbedPractical(0.01), p.theta.size(), Rng(1));
    CHECK(allocationsOf([&] { descent.step(objective, p.theta); }) == 0);
  }

  Batches<double> batches(p.X, p.Y, 3, Rng(1), false);
  objective.useBatch(batches.next());
  const Matrix<double> X = p.X.topRows(3), Y = p.Y.topRows(3);
  CHECK(objective.value(p.theta) == p.network.loss(p.theta, X, Y, p.loss));
  objective.useAll();
  CHECK(objective.value(p.theta) == p.network.loss(p.theta, p.X, p.Y, p.loss));
}

TEST_CASE("objective: without an own product the Hessian is a difference of gradients") {
  struct Quartic final : Objective<double> {
    Index size() const override { return 2; }
    double value(const Vector<double>& x) override { return std::pow(x[0], 4) + x[0] * x[1]; }
    double gradient(const Vector<double>& x, Vector<double>& g) override {
      g.resize(2);
      g << 4 * std::pow(x[0], 3) + x[1], x[0];
      return value(x);
    }
  } f;
  CHECK_FALSE(f.hasHessian());
  Vector<double> x(2);
  x << 1.5, -2;
  Matrix<double> H, exact(2, 2);
  f.hessian(x, H);
  exact << 27, 1, 1, 0;
  CHECK((H - exact).norm() < 1e-7);
}

TEST_CASE("bench: a row for every network and scalar") {
  const auto rows = runTrainingBenchmarks(0.01);
  REQUIRE(rows.size() == 8);
  CHECK(rows[0].name == "2-4-2-1 tanh float");
  CHECK(rows[0].batch == 10);
  for (const BenchRow& row : rows) CHECK(row.stepsPerSecond > 0);
}
