#include "theory/margin_network.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "base/stats.h"

using namespace basin;

namespace {

// M as the paper prints it, for v = 1/sqrt(2k) and inputs of norm 1.
double printedBound(const MarginModel& m, double w) {
  const double k = m.pairs, v = 1 / std::sqrt(2 * k), a = m.slope, eta = m.rate, R = m.startNorm;
  return w * w / (a * a) + w * w / (k * eta * v * v * a * a) +
         std::sqrt(R * (8 * k * k * eta * eta * v * v + 8 * eta * k)) * std::pow(w, 1.5) /
             (2 * k * std::pow(eta * v * a, 1.5)) +
         2 * R * w / (eta * v * a);
}

struct Ended {
  LabelledInputs data;
  MarginNetwork network;
  Ended(LabelledInputs examples, const MarginModel& model, std::uint64_t seed)
      : data(std::move(examples)), network(data, model, Rng(seed).split(1), Rng(seed).split(2)) {
    while (!network.ended() && network.epochs() < 5000) network.step();
  }
};

}  // namespace

TEST_CASE("margin network: the bound on the updates is that of the theory page") {
  const auto bound = [](int k, double eta, double start) {
    return updateSqueeze({k, 0.5, eta, start}, 5).bound();
  };
  CHECK(bound(10, 1, 0) == doctest::Approx(300).epsilon(1e-14));
  CHECK(bound(100, 0.1, 0) == doctest::Approx(2100).epsilon(1e-14));
  CHECK(bound(10, 1, 0.01) == doctest::Approx(301.786).epsilon(2e-6));
  CHECK(bound(100, 0.1, 0.01) == doctest::Approx(2156.198).epsilon(5e-7));
  CHECK(printedBound({10, 0.5, 1, 0.01}, 5) == doctest::Approx(317.275).epsilon(2e-6));
  CHECK(printedBound({100, 0.5, 0.1, 0.01}, 5) == doctest::Approx(2371.999).epsilon(2e-7));
  // Where the two sides of the squeeze meet, from the worst start.
  for (const MarginModel& m : {MarginModel{10, 0.5, 1, 0.01}, MarginModel{3, 0.9, 12, 0.7}}) {
    const UpdateSqueeze squeeze = updateSqueeze(m, 7);
    const double M = squeeze.bound();
    CHECK(squeeze.least(M, -squeeze.startNorm) ==
          doctest::Approx(squeeze.most(0) + std::sqrt(squeeze.growth * M)).epsilon(1e-12));
    CHECK(M <= printedBound(m, 7));
  }
}

TEST_CASE("margin network: inputs lie on the sphere, beyond the margin, on both sides alike") {
  for (const Index d : {2, 3, 10, 50}) {
    for (const double margin : {0.0, 0.02, 0.2, 0.5, 0.999}) {
      INFO(d, " ", margin);
      const LabelledInputs data = separatedSphere(d, 2000, margin, Rng(5));
      double side = 0, across = 0;
      for (Index i = 0; i < data.inputs.cols(); ++i) {
        const auto x = data.inputs.col(i);
        REQUIRE(std::abs(x.norm() - 1) < 1e-12);
        REQUIRE(data.labels[i] * x[0] >= margin);
        side += data.labels[i] / 2000;
        across += x[1] / 2000;
      }
      // Five standard deviations.
      CHECK(std::abs(side) < 5 / std::sqrt(2000));
      CHECK(std::abs(across) < 5 / std::sqrt(2000));
    }
  }
}

TEST_CASE("margin network: the first coordinate has the law of the sphere cut off at the margin") {
  // In three dimensions it is uniform; both ways of drawing are used.
  for (const double margin : {0.3, 0.7}) {
    const LabelledInputs data = separatedSphere(3, 20000, margin, Rng(8));
    const VectorXd u = data.inputs.row(0).cwiseAbs().transpose();
    const double deviation = (1 - margin) / std::sqrt(12.0 * 20000);
    CHECK(std::abs(u.mean() - (1 + margin) / 2) < 5 * deviation);
    CHECK(std::abs(static_cast<double>((u.array() < (1 + margin) / 2).count()) / 20000 - 0.5) <
          5 * 0.5 / std::sqrt(20000));
  }
  // In ten the density is (1 - u^2)^(7/2), whose mean beyond c is
  // (1 - c^2)^(9/2) / 9 / integral; by Simpson's rule.
  const double c = 0.45;
  double mass = 0;
  constexpr int kParts = 2000;
  for (int i = 0; i <= kParts; ++i) {
    const double u = c + (1 - c) * i / kParts;
    const double weight = i == 0 || i == kParts ? 1 : i % 2 == 1 ? 4 : 2;
    mass += weight * std::pow(1 - u * u, 3.5) * (1 - c) / kParts / 3;
  }
  const double expected = std::pow(1 - c * c, 4.5) / 9 / mass;
  const LabelledInputs data = separatedSphere(10, 20000, c, Rng(9));
  const VectorXd u = data.inputs.row(0).cwiseAbs().transpose();
  const double deviation = std::sqrt((u.array() - u.mean()).square().mean() / 20000);
  CHECK(std::abs(u.mean() - expected) < 5 * deviation);
}

TEST_CASE("margin network: an update is a step against the gradient of the example's loss") {
  for (const bool learnOutput : {false, true}) {
    const LabelledInputs data = separatedSphere(4, 1, 0.1, Rng(3));
    const MarginModel model{3, 0.3, 0.7, 0.5, learnOutput};
    MarginNetwork network(data, model, Rng(4), Rng(5));
    const MatrixXd W = network.weights();
    const VectorXd v = network.output();
    const auto loss = [&](const MatrixXd& weights, const VectorXd& output) {
      const VectorXd z = weights * data.inputs.col(0);
      return std::max(0.0, 1 - data.labels[0] * output.dot(z.cwiseMax(model.slope * z)));
    };
    REQUIRE(loss(W, v) > 0);
    CHECK(network.loss() == doctest::Approx(loss(W, v)));
    network.step();
    CHECK(network.updates() == 1);
    CHECK(network.shown() == 0);
    constexpr double kStep = 1e-6;
    for (Index i = 0; i < W.size(); ++i) {
      MatrixXd up = W, down = W;
      up.data()[i] += kStep;
      down.data()[i] -= kStep;
      const double slope = (loss(up, v) - loss(down, v)) / (2 * kStep);
      CHECK(network.weights().data()[i] ==
            doctest::Approx(W.data()[i] - model.rate * slope).epsilon(1e-8));
    }
    for (Index r = 0; r < v.size(); ++r) {
      VectorXd up = v, down = v;
      up[r] += kStep;
      down[r] -= kStep;
      const double slope = learnOutput ? (loss(W, up) - loss(W, down)) / (2 * kStep) : 0;
      CHECK(network.output()[r] == doctest::Approx(v[r] - model.rate * slope).epsilon(1e-8));
    }
  }
}

TEST_CASE("margin network: |dL/dW| is that of differences, and never below slope share/|w*|") {
  const LabelledInputs data = separatedSphere(3, 12, 0.2, Rng(6));
  const MarginModel model{2, 0.4, 0.5, 0.3};
  MarginNetwork network(data, model, Rng(1), Rng(2));
  for (int t = 0; t < 30; ++t) {
    const double share = static_cast<double>(network.violations()) / 12;
    CHECK(network.gradientNorm() >= model.slope * 0.2 * share);
    network.step();
  }
  MarginNetwork fresh(data, model, Rng(1), Rng(2));
  const MatrixXd W = fresh.weights();
  const auto loss = [&](const MatrixXd& weights) {
    const MatrixXd z = weights * data.inputs;
    const VectorXd N = z.cwiseMax(model.slope * z).transpose() * fresh.output();
    return (1 - data.labels.array() * N.array()).cwiseMax(0).mean();
  };
  double square = 0;
  for (Index i = 0; i < W.size(); ++i) {
    MatrixXd up = W, down = W;
    up.data()[i] += 1e-6;
    down.data()[i] -= 1e-6;
    square += std::pow((loss(up) - loss(down)) / 2e-6, 2);
  }
  CHECK(fresh.gradientNorm() == doctest::Approx(std::sqrt(square)).epsilon(1e-7));
}

TEST_CASE("margin network: with slope 1 it is a perceptron with a margin") {
  const LabelledInputs data = separatedSphere(5, 60, 0.1, Rng(12));
  const MarginModel model{7, 1, 0.8, 1e-3};
  Ended run(data, model, 3);
  CHECK(run.network.loss() == 0);
  // N(x) = (v W).x, which moves by eta y |v|^2 x = eta y x.
  const VectorXd sum = run.network.weights().transpose() * run.network.output();
  const VectorXd N = run.network.outputs(data.inputs);
  for (Index i = 0; i < 60; ++i) {
    CHECK(N[i] == doctest::Approx(sum.dot(data.inputs.col(i))).epsilon(1e-10));
  }
  CHECK(run.network.updates() <= updateSqueeze(model, 10).bound());
}

TEST_CASE("margin network: ReLU on the axes arrives exactly when each has a unit of its sign") {
  long arrived = 0;
  for (std::uint64_t seed = 1; seed <= 300; ++seed) {
    const MarginModel model{3, 0, 1.3, 0.02};
    const LabelledInputs data = labelledAxes(6, Rng(seed).split(7));
    const MarginNetwork start(data, model, Rng(seed).split(1), Rng(seed).split(2));
    bool all = true;
    for (Index i = 0; i < 6; ++i) {
      bool any = false;
      for (Index r = 0; r < 6; ++r) {
        any = any || (start.output()[r] * data.labels[i] > 0 && start.weights()(r, i) >= 0);
      }
      all = all && any;
    }
    const Ended run(data, model, seed);
    CHECK(run.network.ended());
    CHECK((run.network.loss() == 0) == all);
    arrived += all;
  }
  const double p = reluShareOnAxes(3, 6);
  CHECK(p == doctest::Approx(std::pow(7.0 / 8, 6)).epsilon(1e-14));
  CHECK(std::abs(static_cast<double>(arrived) / 300 - p) < 4 * std::sqrt(p * (1 - p) / 300));
}

TEST_CASE("margin network: the compression bound") {
  CHECK(compressionBound(5, 1600) == doctest::Approx(8 * 5 * std::log(32000.0) / 1600));
  CHECK(compressionBound(5, 10) == 1);       // it needs more than twice as many
  CHECK(compressionBound(302, 10000) == 1);  // above 1 it says nothing
  CHECK(compressionBound(302, 100000) < 0.4);
}

TEST_CASE("margin network: in ten dimensions updates and errors are those of the theory page") {
  // Means over 30 runs; the page gives ranges over a few seeds of another generator.
  const auto meanUpdates = [](int k, double slope, double eta) {
    std::vector<double> updates;
    for (std::uint64_t seed = 1; seed <= 30; ++seed) {
      const Ended run(separatedSphere(10, 100, 0.2, Rng(seed).split(9)), {k, slope, eta, 0.01},
                      seed);
      CHECK(run.network.loss() == 0);
      CHECK(static_cast<double>(run.network.updates()) <=
            updateSqueeze(run.network.model(), 5).bound());
      updates.push_back(static_cast<double>(run.network.updates()));
    }
    return mean(updates);
  };
  for (const int k : {1, 10}) {
    CHECK(std::abs(meanUpdates(k, 0.5, 0.1) - 265) < 15);
    CHECK(std::abs(meanUpdates(k, 0.5, 1) - 33) < 3);
    CHECK(std::abs(meanUpdates(k, 0.5, 10) - 10) < 1.5);
  }
  CHECK(std::abs(meanUpdates(10, 0.1, 1) - 56) < 5);
  CHECK(std::abs(meanUpdates(10, 0.25, 1) - 45) < 4);
  CHECK(std::abs(meanUpdates(10, 0.9, 1) - 23) < 2);
  const auto meanError = [](Index d, Index n, double margin) {
    const LabelledInputs fresh = separatedSphere(d, 20000, margin, Rng(99));
    std::vector<double> errors;
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
      const Ended run(separatedSphere(d, n, margin, Rng(seed).split(9)), {5, 0.5, 1, 0.01}, seed);
      const VectorXd N = run.network.outputs(fresh.inputs);
      errors.push_back(static_cast<double>((N.array() * fresh.labels.array() <= 0).count()) /
                       20000);
    }
    return mean(errors);
  };
  CHECK(std::abs(meanError(10, 25, 0.2) - 0.005) < 0.003);
  CHECK(meanError(10, 50, 0.2) < 4e-4);
  CHECK(meanError(10, 100, 0.2) < 1e-5);
  CHECK(std::abs(meanError(20, 50, 0.1) - 0.019) < 0.006);
  CHECK(meanError(20, 100, 0.1) < 0.004);
  CHECK(meanError(20, 200, 0.1) < 2e-4);
}
