#include "theory/scalar_product.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include <doctest/doctest.h>

#include "base/rng.h"
#include "base/stats.h"
#include "theory/linear_net.h"

using namespace basin;

namespace {

VectorXd weightsOf(std::initializer_list<double> values) {
  VectorXd weights(static_cast<Index>(values.size()));
  std::ranges::copy(values, weights.begin());
  return weights;
}

// From the zero-asymmetric start.
VectorXd ownStart(int factors) {
  VectorXd weights = VectorXd::Ones(factors);
  weights[factors - 1] = 0;
  return weights;
}

VectorXd nearIdentity(int factors, double spread, Rng rng) {
  VectorXd weights(factors);
  for (double& w : weights) w = 1 + spread * rng.normal();
  return weights;
}

LinearNet netOf(const VectorXd& weights, double target) {
  std::vector<MatrixXd> factors;
  for (const double w : weights) factors.push_back(MatrixXd::Constant(1, 1, w));
  return {factors, MatrixXd::Identity(1, 1), MatrixXd::Constant(1, 1, target)};
}

long stepsTo(const VectorXd& weights, double target, double rate, double loss) {
  LinearNet net = netOf(weights, target);
  long steps = 0;
  for (; net.loss() > loss && steps < 1000000; ++steps) net.step(rate);
  return steps;
}

// exp of the slope's logarithm is what a layer multiplies the median wait by.
double growth(double spread, int from, int to, int draws) {
  std::vector<double> factors, logs;
  for (int L = from; L <= to; L += 2) {
    std::vector<double> times;
    for (int r = 0; r < draws; ++r) {
      const auto stream = static_cast<std::uint64_t>(L * 1000 + r);
      const VectorXd weights = spread < 0
                                   ? VectorXd(nearIdentity(L, 1, Rng(8).split(stream)).array() - 1)
                                   : nearIdentity(L, spread, Rng(8).split(stream));
      times.push_back(ScalarProductFlow(weights, -1).time(0.01));
    }
    factors.push_back(L);
    logs.push_back(std::log(median(times)));
  }
  return leastSquaresSlope(factors, logs);
}

}  // namespace

TEST_CASE("scalar product: the integral gives the times of the theory page") {
  const std::vector<double> times = {1.326, 1.052, 0.892, 0.785, 0.707, 0.648};
  const std::vector<long> steps = {132, 105, 89, 79, 71, 65};
  for (int L = 2; L <= 7; ++L) {
    const auto i = static_cast<std::size_t>(L - 2);
    const ScalarProductFlow flow(ownStart(L), -1);
    CHECK(flow.time(0.01) == doctest::Approx(times[i]).epsilon(1e-3));
    CHECK(stepsTo(ownStart(L), -1, 0.01, 0.01) == steps[i]);
  }
  const VectorXd weights = weightsOf({0.8, 1, 1.1, 1.2});
  const ScalarProductFlow flow(weights, -1);
  CHECK(flow.time(0.01) == doctest::Approx(2.97004).epsilon(2e-6));
  CHECK(flow.crosses(0.01));
  CHECK(stepsTo(weights, -1, 0.01, 0.01) == 300);
  CHECK(stepsTo(weights, -1, 0.001, 0.01) == 2973);
}

TEST_CASE("scalar product: the way is that of small steps, with what the flow conserves") {
  const VectorXd weights = weightsOf({-0.7, 1.3, 0.9});
  const ScalarProductFlow flow(weights, 2);
  CHECK(flow.bottleneck() == 0);
  CHECK(flow.start() == -0.7);
  CHECK(flow.gaps()[0] == doctest::Approx(1.3 * 1.3 - 0.49));
  CHECK(flow.start() * flow.others(flow.start()) == doctest::Approx(weights.prod()));
  const double rate = 1e-5;
  LinearNet net = netOf(weights, 2);
  long steps = 0;
  for (const ScalarProductFlow::Point& p : flow.path(1e-3)) {
    for (; static_cast<double>(steps + 1) * rate <= p.t; ++steps) net.step(rate);
    CHECK(net.factors()[0](0, 0) == doctest::Approx(p.u).epsilon(1e-4).scale(1));
    CHECK(net.loss() == doctest::Approx(flow.loss(p.u)).epsilon(1e-3).scale(1));
  }
  CHECK(flow.loss(flow.arrival(1e-3)) == doctest::Approx(1e-3).epsilon(1e-9));
}

TEST_CASE("scalar product: equal weights of the wrong sign never arrive, others do") {
  CHECK(std::isinf(ScalarProductFlow(VectorXd::Ones(4), -1).time(0.01)));
  CHECK(ScalarProductFlow(VectorXd::Ones(4), -1).path(0.01).size() == 1);
  // At rest in the saddle itself.
  CHECK(std::isinf(ScalarProductFlow(VectorXd::Zero(3), 1).time(0.01)));
  // The easy sign: nothing to cross.
  const ScalarProductFlow easy(VectorXd::Constant(4, 0.5), 1);
  CHECK(std::isfinite(easy.time(0.01)));
  CHECK_FALSE(easy.crosses(0.01));
  CHECK(stepsTo(VectorXd::Constant(4, 0.5), 1, 1e-4, 0.01) * 1e-4 ==
        doctest::Approx(easy.time(0.01)).epsilon(1e-3));
  // There already; one weight; two of them, with their one conserved number.
  CHECK(ScalarProductFlow(VectorXd::Ones(3), 1).time(0.01) == 0);
  CHECK(ScalarProductFlow(weightsOf({3}), 1).time(0.02) ==
        doctest::Approx(std::log(10)).epsilon(1e-8));
  CHECK(ScalarProductFlow(weightsOf({2, 1}), -1).gaps().size() == 1);
  CHECK(ScalarProductFlow(weightsOf({2, 1}), -1).gaps()[0] == 3);
}

TEST_CASE(
    "scalar product: near the identity descent takes the flow's time, within a lag of its step") {
  for (int L = 2; L <= 6; ++L) {
    for (std::uint64_t r = 0; r < 4; ++r) {
      const VectorXd weights = nearIdentity(L, 0.3, Rng(21).split(r));
      const double time = ScalarProductFlow(weights, -1).time(0.01);
      const double ratio = static_cast<double>(stepsTo(weights, -1, 0.01, 0.01)) * 0.01 / time;
      CHECK(ratio > 0.85);
      CHECK(ratio < 1.1);
    }
  }
}

TEST_CASE("scalar product: near the identity each layer multiplies the median wait") {
  // 0.50 +- 0.12, 1.08 +- 0.2 and, from N(0, 1), 0.42 +- 0.15 over L = 6, 8, ..., 16.
  CHECK(std::abs(growth(0.1, 6, 16, 150) - 0.5) < 0.12);
  CHECK(std::abs(growth(0.03, 6, 16, 150) - 1.08) < 0.2);
  CHECK(std::abs(growth(-1, 6, 16, 150) - 0.42) < 0.15);
  // A wide start hardly waits.
  CHECK(growth(0.3, 6, 16, 150) < 0.2);
}
