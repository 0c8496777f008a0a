#include "theory/lazy_training.h"
#include "linalg/decompositions.h"

#include <doctest/doctest.h>

#include <cmath>

#include "base/rng.h"

using namespace basin;

namespace {

LabelledInputs sphere(Index n, Index d, std::uint64_t seed) {
  Rng rng(seed);
  LabelledInputs data{MatrixXd(d, n), VectorXd(n)};
  for (Index i = 0; i < data.inputs.size(); ++i) data.inputs.data()[i] = rng.normal();
  data.inputs.colwise().normalize();
  for (Index i = 0; i < n; ++i) data.labels[i] = rng.sign();
  return data;
}

}  // namespace

TEST_CASE("the limit Gram matrix at angles known by hand, and as the mean over many units") {
  MatrixXd X(2, 4);
  X << 1, 0, 0.5, -1, 0, 1, std::sqrt(0.75), 0;
  const MatrixXd H = limitGram(X);
  CHECK(H(0, 0) == doctest::Approx(0.5).epsilon(1e-15));
  CHECK(H(0, 1) == doctest::Approx(0).scale(1));
  CHECK(H(0, 2) == doctest::Approx(1.0 / 6).epsilon(1e-12));
  CHECK(H(0, 3) == doctest::Approx(0).scale(1));
  const LabelledInputs data = sphere(12, 4, 3);
  const LazyNetwork network(data, 100000, 0.1, Rng(2));
  const MatrixXd difference = finiteGram(data.inputs, network.weights()) - limitGram(data.inputs);
  CHECK(difference.lpNorm<Eigen::Infinity>() < 0.01);
}

TEST_CASE("the prediction is gradient descent with a fixed Gram matrix, step by step") {
  const LabelledInputs data = sphere(8, 5, 7);
  const MatrixXd H = limitGram(data.inputs);
  const VectorXd start = VectorXd::LinSpaced(8, -0.4, 0.5);
  const double rate = 0.3;
  const LazyPrediction prediction(H, data.labels, start, rate);
  VectorXd u = start, a = VectorXd::Zero(8);
  long zero = -1;
  for (long t = 0; t < 400; ++t) {
    if (zero < 0 && (u.array() * data.labels.array() > 0).all()) zero = t;
    CHECK(prediction.loss(t) ==
          doctest::Approx(0.5 * (u - data.labels).squaredNorm()).epsilon(1e-10));
    CHECK(prediction.movement(t) == doctest::Approx(std::sqrt(a.dot(H * a))).epsilon(1e-9));
    a += rate * (data.labels - u);
    u = start + H * a;
  }
  CHECK(prediction.zeroErrorTime(10000) == zero);
  // The way there is sqrt(e^T H^-1 e) in the end.
  const VectorXd e = data.labels - start;
  CHECK(prediction.movement(200000) ==
        doctest::Approx(std::sqrt(e.dot(leastSquares(H, e).col(0)))).epsilon(1e-6));
}

TEST_CASE("the limit's movement is the mean over starts of wide networks' predictions") {
  const LabelledInputs data = sphere(10, 6, 11);
  constexpr int kStarts = 60;
  double square = 0;
  for (int s = 0; s < kStarts; ++s) {
    const LazyNetwork network(data, 3000, 0.2, Rng(static_cast<std::uint64_t>(s)));
    const LazyPrediction prediction(finiteGram(data.inputs, network.weights()), data.labels,
                                    network.outputs(), 0.2);
    square += std::pow(prediction.movement(150), 2) / kStarts;
  }
  CHECK(limitMovement(data, 0.2, 150) == doctest::Approx(std::sqrt(square)).epsilon(0.05));
}

TEST_CASE("a step of the network is a step against the gradient of its loss") {
  const LabelledInputs data = sphere(6, 3, 5);
  LazyNetwork network(data, 7, 1e-6, Rng(9));
  const MatrixXd before = network.weights();
  const double loss = network.loss();
  network.step();
  const MatrixXd gradient = (before - network.weights()) / 1e-6;
  // The loss falls by rate |g|^2 to first order.
  CHECK((loss - network.loss()) / 1e-6 == doctest::Approx(gradient.squaredNorm()).epsilon(1e-4));
  // And |g|^2 = r^T H r with the Gram matrix of the start.
  const LazyNetwork fresh(data, 7, 1e-6, Rng(9));
  const VectorXd r = data.labels - fresh.outputs();
  CHECK(gradient.squaredNorm() ==
        doctest::Approx(r.dot(finiteGram(data.inputs, before) * r)).epsilon(1e-8));
}

TEST_CASE("very wide networks follow the prediction, and hardly flip a unit") {
  const LabelledInputs data = sphere(10, 10, 4);
  LazyNetwork network(data, 20000, 0.5, Rng(1));
  const LazyPrediction prediction(finiteGram(data.inputs, network.weights()), data.labels,
                                  network.outputs(), 0.5);
  for (int t = 0; t < 60; ++t) network.step();
  CHECK(network.loss() == doctest::Approx(prediction.loss(60)).epsilon(0.05));
  CHECK((network.weights() - network.startWeights()).norm() ==
        doctest::Approx(prediction.movement(60)).epsilon(0.02));
  CHECK(network.flips() < 0.02);
}
