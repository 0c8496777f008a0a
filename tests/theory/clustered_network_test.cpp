#include "theory/clustered_network.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "base/stats.h"

using namespace basin;

namespace {

double lossOf(const ClusteredData& data, const MatrixXd& W, const MatrixXd& A) {
  const MatrixXd f = A * (W * data.inputs).cwiseMax(0);
  double loss = 0;
  for (Index i = 0; i < f.cols(); ++i) {
    loss += std::log(f.col(i).array().exp().sum()) - f(data.labels[static_cast<std::size_t>(i)], i);
  }
  return loss / static_cast<double>(f.cols());
}

}  // namespace

TEST_CASE("clustered network: clusters lie around their centres, no wider than twice the radius") {
  for (const double radius : {0.0, 0.02, 0.2}) {
    for (const Index d : {4, 30}) {
      const ClusteredData data = drawClusters(3, 2, d, 125, radius, Rng(4));
      CHECK(data.centres.cols() == 6);
      double least = 9, most = 0, furthest = 0;
      std::vector<int> sizes(6);
      for (Index i = 0; i < 125; ++i) {
        const auto at = static_cast<std::size_t>(i);
        CHECK(std::abs(data.inputs.col(i).norm() - 1) < 1e-12);
        CHECK(data.labels[at] == data.clusters[at] % 3);
        ++sizes[static_cast<std::size_t>(data.clusters[at])];
        furthest =
            std::max(furthest, (data.inputs.col(i) - data.centres.col(data.clusters[at])).norm());
        for (Index j = 0; j < i; ++j) {
          const double distance = (data.inputs.col(i) - data.inputs.col(j)).norm();
          const auto other = static_cast<std::size_t>(j);
          if (data.labels[at] != data.labels[other]) least = std::min(least, distance);
          if (data.clusters[at] == data.clusters[other]) most = std::max(most, distance);
        }
      }
      for (const int size : sizes) CHECK((size == 20 || size == 21));
      CHECK(data.separation() == least);
      CHECK(data.diameter() == most);
      CHECK(data.diameter() <= 2 * radius + 1e-12);
      // Of twenty inputs one is far out.
      CHECK(furthest >= 0.6 * radius);
      CHECK(drawMore(data, 50, radius, Rng(1)).centres == data.centres);
    }
  }
}

TEST_CASE(
    "clustered network: the small ball is above what Gaussian numbers do, and tight for few") {
  Rng rng(2);
  std::vector<double> sizes;
  for (int i = 0; i < 40000; ++i) sizes.push_back(std::abs(rng.normal(0, 0.05)));
  for (const double distance : {0.002, 0.01, 0.05}) {
    double share = 0;
    for (const double size : sizes) share += size <= distance;
    share /= 40000;
    const double bound = smallBall(distance, 0.05);
    const double exact = std::erf(distance / 0.05 / std::sqrt(2.0));
    CHECK(exact <= bound);
    CHECK(std::abs(share - exact) < 5 * std::sqrt(exact * (1 - exact) / 40000));
  }
  CHECK(smallBall(1e-5, 0.05) == doctest::Approx(std::erf(2e-4 / std::sqrt(2.0))).epsilon(1e-6));
}

TEST_CASE("clustered network: a step is one of gradient descent on the mean cross-entropy") {
  const ClusteredData data = drawClusters(3, 2, 4, 18, 0.1, Rng(5));
  for (const bool learnOutput : {false, true}) {
    ClusteredNetwork network(data, 5, 1.5, learnOutput, Rng(6));
    const double rate = 1.5 / 5;
    const MatrixXd W = network.weights(), A = network.output();
    CHECK(network.loss() == doctest::Approx(lossOf(data, W, A)).epsilon(1e-12));
    network.step();
    constexpr double kStep = 1e-6;
    for (Index i = 0; i < W.size(); ++i) {
      MatrixXd up = W, down = W;
      up.data()[i] += kStep;
      down.data()[i] -= kStep;
      const double slope = (lossOf(data, up, A) - lossOf(data, down, A)) / (2 * kStep);
      CHECK(std::abs(network.weights().data()[i] - (W.data()[i] - rate * slope)) < 1e-9);
    }
    for (Index i = 0; i < A.size(); ++i) {
      MatrixXd up = A, down = A;
      up.data()[i] += kStep;
      down.data()[i] -= kStep;
      const double slope =
          learnOutput ? (lossOf(data, W, up) - lossOf(data, W, down)) / (2 * kStep) : 0;
      CHECK(std::abs(network.output().data()[i] - (A.data()[i] - rate * slope)) < 1e-9);
    }
    CHECK(network.loss() ==
          doctest::Approx(lossOf(data, network.weights(), network.output())).epsilon(1e-12));
  }
}

TEST_CASE("clustered network: changes, movements and the pseudo-gradient, counted by hand") {
  const ClusteredData data = drawClusters(2, 2, 5, 24, 0.1, Rng(8));
  ClusteredNetwork network(data, 12, 4, false, Rng(9));
  CHECK(network.changed() == 0);
  CHECK(network.pseudoError() == 0);
  for (int t = 0; t < 40; ++t) network.step();
  const MatrixXd before = network.startWeights() * data.inputs;
  const MatrixXd now = network.weights() * data.inputs;
  const MatrixXd f = network.output() * now.cwiseMax(0);
  MatrixXd gradient = MatrixXd::Zero(12, 5), pseudo = gradient;
  long pairs = 0, units = 0, impossible = 0;
  for (Index r = 0; r < 12; ++r) {
    const double moved = (network.weights().row(r) - network.startWeights().row(r)).norm();
    CHECK(network.moved()[r] == doctest::Approx(moved));
    CHECK(moved <= network.movedAtMost()[r]);
    bool any = false;
    for (Index i = 0; i < 24; ++i) {
      const Eigen::ArrayXd p = f.col(i).array().exp() / f.col(i).array().exp().sum();
      double pull = 0;
      for (Index c = 0; c < 2; ++c) {
        pull += (p[c] - (data.labels[static_cast<std::size_t>(i)] == c)) * network.output()(c, r);
      }
      if (now(r, i) >= 0) gradient.row(r) += pull * data.inputs.col(i).transpose() / 24;
      if (before(r, i) >= 0) pseudo.row(r) += pull * data.inputs.col(i).transpose() / 24;
      const bool flipped = (now(r, i) >= 0) != (before(r, i) >= 0);
      pairs += flipped;
      any = any || flipped;
      impossible += flipped && std::abs(before(r, i)) > moved;
    }
    units += any;
  }
  REQUIRE(pairs > 0);
  CHECK(network.changed() == doctest::Approx(static_cast<double>(pairs) / (12 * 24)));
  CHECK(network.changedUnits() == doctest::Approx(static_cast<double>(units) / 12));
  CHECK(impossible == 0);
  CHECK(network.impossible() == 0);
  CHECK(network.pseudoError() ==
        doctest::Approx((gradient - pseudo).norm() / gradient.norm()).epsilon(1e-9));
}

TEST_CASE("clustered network: a pseudo-gradient without a gradient has no relative error") {
  // One unit that is off on all inputs: both gradients are 0.
  const ClusteredData data = drawClusters(2, 1, 4, 10, 0.0, Rng(3));
  for (std::uint64_t seed = 1; seed < 200; ++seed) {
    const ClusteredNetwork network(data, 1, 1, false, Rng(seed));
    if (network.preactivations().maxCoeff() >= 0) continue;
    CHECK(network.pseudoError() == 0);
    return;
  }
  FAIL("no unit was off");
}

TEST_CASE("clustered network: shares, errors and movements at the page's widths [statistics]") {
  // Over ten data sets; the page's numbers are of five, by another generator.
  const std::vector<int> widths = {100, 200, 400, 800, 1600};
  const std::vector<double> shares = {0.163, 0.120, 0.088, 0.063, 0.045};
  const std::vector<double> errors = {0.89, 0.72, 0.62, 0.50, 0.42};
  std::vector<ValuesAt> changed, error, most, bound;
  for (std::size_t w = 0; w < widths.size(); ++w) {
    std::vector<double> c, e, m, b;
    for (std::uint64_t seed = 1; seed <= 10; ++seed) {
      const Rng rng = Rng(seed).split(77);
      const ClusteredData data = drawClusters(3, 2, 10, 120, 0.02, rng.split(1));
      ClusteredNetwork network(data, widths[w], 2, false,
                               rng.split(3).split(static_cast<std::uint64_t>(widths[w])));
      while (network.steps() < 200) network.step();
      CHECK(network.accuracy() == 1);
      CHECK(network.impossible() == 0);
      c.push_back(network.changed());
      e.push_back(network.pseudoError());
      m.push_back(network.moved().maxCoeff());
      b.push_back(smallBall(network.moved().mean(), network.sigma()));
      CHECK(c.back() < 0.4 * b.back());
    }
    CHECK(std::abs(mean(c) / shares[w] - 1) < 0.15);
    CHECK(std::abs(mean(e) / errors[w] - 1) < 0.15);
    const auto m0 = static_cast<double>(widths[w]);
    changed.push_back({m0, c});
    error.push_back({m0, e});
    most.push_back({m0, m});
    bound.push_back({m0, b});
  }
  CHECK(std::abs(slopeOfMedians(changed).slope + 0.48) < 0.06);
  CHECK(std::abs(slopeOfMedians(bound).slope + 0.51) < 0.04);
  CHECK(std::abs(slopeOfMedians(error).slope + 0.27) < 0.07);
  CHECK(std::abs(slopeOfMedians(most).slope + 0.91) < 0.08);
}

TEST_CASE("clustered network: how narrow it may be, with the output layer fixed and learnt") {
  // Of 200 data sets and starts 96 and 185 fit with 8 and 16 units, 154 and 196 when both learn.
  const auto fits = [](Index width, bool learnOutput) {
    double count = 0;
    for (std::uint64_t seed = 1001; seed <= 1100; ++seed) {
      const Rng rng = Rng(seed).split(77);
      const ClusteredData data = drawClusters(3, 2, 10, 120, 0.02, rng.split(1));
      ClusteredNetwork network(data, width, 2, learnOutput, rng.split(3));
      while (network.steps() < 200) network.step();
      count += network.accuracy() == 1;
    }
    return count / 100;
  };
  const auto near = [](double share, double p) {
    CHECK(std::abs(share - p) < 4 * std::sqrt(p * (1 - p) * (1.0 / 100 + 1.0 / 200)));
  };
  near(fits(8, false), 96.0 / 200);
  near(fits(16, false), 185.0 / 200);
  near(fits(8, true), 154.0 / 200);
  near(fits(16, true), 196.0 / 200);
  CHECK(fits(32, false) >= 0.97);
}
