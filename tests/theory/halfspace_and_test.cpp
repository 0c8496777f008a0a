#include "theory/halfspace_and.h"

#include <doctest/doctest.h>

#include <cmath>

#include "theory/set_splitting.h"

using namespace basin;

namespace {

LabelledInputs fanoData(std::size_t lines) {
  SetSystem system = fanoPlane();
  system.subsets.resize(lines);
  return splittingData(system);
}

// The loss written out.
double plainLoss(const LabelledInputs& data, const MatrixXd& weights) {
  const Index d = data.inputs.rows(), n = data.labels.size();
  double sum = 0;
  for (Index k = 0; k < n; ++k) {
    double p = 1;
    for (Index i = 0; i < weights.cols(); ++i) {
      const double z = weights.col(i).head(d).dot(data.inputs.col(k)) + weights(d, i);
      p /= 1 + std::exp(-z);
    }
    sum -= std::log(data.labels[k] > 0 ? p : 1 - p);
  }
  return sum / static_cast<double>(n);
}

double successes(const LabelledInputs& data, Index width, int seeds) {
  int fits = 0;
  for (int seed = 0; seed < seeds; ++seed) {
    HalfspaceAnd net(data, width, Rng(1).split(static_cast<std::uint64_t>(seed)));
    while (net.steps() < 3000) net.step(0.5);
    fits += wrongExamples(data, net.weights()) == 0;
  }
  return static_cast<double>(fits) / seeds;
}

}  // namespace

TEST_CASE("half-space and: the step follows the loss's gradient, as differences have it") {
  for (const std::size_t lines : {6, 7}) {
    const LabelledInputs data = fanoData(lines);
    HalfspaceAnd net(data, 3, Rng(2));
    for (int k = 0; k < 20; ++k) net.step(0.5);
    const MatrixXd before = net.weights();
    CHECK(net.loss() == doctest::Approx(plainLoss(data, before)).epsilon(1e-12));
    const double rate = 1e-3;
    net.step(rate);
    const MatrixXd gradient = (before - net.weights()) / rate;
    for (Index i = 0; i < before.size(); ++i) {
      MatrixXd up = before, down = before;
      up.data()[i] += 1e-5;
      down.data()[i] -= 1e-5;
      const double slope = (plainLoss(data, up) - plainLoss(data, down)) / 2e-5;
      CHECK(gradient.data()[i] == doctest::Approx(slope).epsilon(1e-6).scale(1e-3));
    }
  }
}

TEST_CASE("half-space and: hard and soft answers count what they get wrong") {
  const LabelledInputs data = exclusiveOr();
  HalfspaceAnd net(data, 2, Rng(1));
  while (net.steps() < 3000) net.step(0.5);
  CHECK(wrongExamples(data, net.weights()) == 0);
  CHECK(net.softWrong() == 0);
  const MatrixXd z = net.heights();
  CHECK(z.rows() == 4);
  CHECK(z.topRows(2).minCoeff() > 0);
  CHECK(z.row(2).minCoeff() < 0);
  // One half-space cannot.
  HalfspaceAnd one(data, 1, Rng(1));
  while (one.steps() < 3000) one.step(0.5);
  CHECK(wrongExamples(data, one.weights()) > 0);
}

TEST_CASE("half-space and: extreme weights give finite losses and steps") {
  LabelledInputs data{MatrixXd::Constant(1, 2, 1e4), VectorXd(2)};
  data.labels << 1, -1;
  for (std::uint64_t seed = 1; seed <= 8; ++seed) {
    HalfspaceAnd net(data, 2, Rng(seed));
    for (int k = 0; k < 50; ++k) net.step(2);
    CHECK(std::isfinite(net.loss()));
    CHECK(net.weights().allFinite());
  }
  // No input at all: the origin alone, of dimension 0.
  HalfspaceAnd origin(splittingData({}), 3, Rng(1));
  for (int k = 0; k < 500; ++k) origin.step(0.5);
  CHECK(wrongExamples(splittingData({}), origin.weights()) == 0);
}

TEST_CASE("half-space and: starts that come to a fit, by width [statistics]") {
  // Of the page, 200 seeds: on the Fano plane without a line 0.425, 0.62, 0.85, 0.96, 0.995, on the
  // whole plane 0, 0.115, 0.27, 0.67, 0.815. The standard error of a difference is at most 0.05.
  const Index widths[] = {2, 3, 4, 6, 8};
  const double six[] = {0.425, 0.62, 0.85, 0.96, 0.995}, seven[] = {0, 0.115, 0.27, 0.67, 0.815};
  for (int i = 0; i < 5; ++i) {
    const double a = successes(fanoData(6), widths[i], 200);
    const double b = successes(fanoData(7), widths[i], 200);
    CHECK(std::abs(a - six[i]) < 0.18);
    CHECK(std::abs(b - seven[i]) < 0.18);
    if (widths[i] == 2) CHECK(b == 0);
  }
}
