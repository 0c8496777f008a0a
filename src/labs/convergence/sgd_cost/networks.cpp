#include "labs/convergence/sgd_cost/networks.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace basin::sgd_cost {

namespace {

constexpr int kInputs = 4, kUnits = 32;
constexpr double kLost = 1e12;

// A quarter of an epoch, or a step where that is longer.
constexpr int kMeasuresAnEpoch = 4;

Network<double> makeNetwork() {
  return Network<double>(
      Architecture{.widths = {kInputs, kUnits, 1}, .activation = Activation::Tanh});
}

VectorXd startOf(const Layout& layout, Rng rng) {
  VectorXd theta = VectorXd::Zero(layout.weightCount());
  const LayerBlock &hidden = layout.layers()[0], &output = layout.layers()[1];
  for (Index i = 0; i < hidden.weights(); ++i) theta[hidden.weight + i] = 0.5 * rng.normal();
  for (Index i = 0; i < output.weights(); ++i) {
    theta[output.weight + i] = rng.normal() / std::sqrt(kUnits);
  }
  return theta;
}

}  // namespace

NetworkRun::NetworkRun(const MatrixXd& X, const MatrixXd& Y, Index batch, double rate,
                       const VectorXd& start, const Rng& order)
    : X_(X),
      Y_(Y),
      batch_(std::min<Index>(batch, X.rows())),
      runner_(makeNetwork(), Batches<double>(X, Y, batch, order), {.kind = Loss::Squared},
              {.rate = rate}, start),
      onAll_(makeNetwork()),
      nextMeasure_(0) {
  measure();
}

void NetworkRun::measure() {
  const double loss = onAll_.loss(runner_.theta(), X_, Y_, {.kind = Loss::Squared});
  diverged_ = !(loss < kLost);
  if (diverged_) return;
  examples_.push_back(seen_);
  steps_.push_back(static_cast<double>(runner_.steps()));
  losses_.push_back(loss);
  nextMeasure_ += static_cast<double>(X_.rows()) / kMeasuresAnEpoch;
}

void NetworkRun::trainTo(double examples) {
  const auto n = static_cast<double>(X_.rows());
  const Index perEpoch = runner_.batches().batchesPerEpoch();
  while (seen_ < examples && !diverged_) {
    runner_.run(1);
    const Index inEpoch = runner_.steps() % perEpoch, epochs = runner_.steps() / perEpoch;
    // The last batch of an epoch is smaller where the batch size does not divide the examples.
    seen_ = static_cast<double>(epochs) * n + static_cast<double>(inEpoch * batch_);
    if (seen_ >= nextMeasure_) measure();
  }
}

double NetworkRun::lossAfter(int epochs) const {
  const double seen = static_cast<double>(epochs) * static_cast<double>(X_.rows());
  for (std::size_t i = 0; i < examples_.size(); ++i) {
    if (examples_[i] == seen) return losses_[i];
  }
  return std::numeric_limits<double>::quiet_NaN();
}

Networks::Networks(int examples, std::uint64_t seed) : examples_(examples) {
  Rng rng = Rng(seed).split(62);
  MatrixXd X(examples, kInputs), Y(examples, 1);
  for (int i = 0; i < examples; ++i) {
    for (int j = 0; j < kInputs; ++j) X(i, j) = rng.normal();
    Y(i, 0) = std::sin(2 * X(i, 0)) + 0.5 * X(i, 1) * X(i, 2);
  }
  const VectorXd start = startOf(makeNetwork().layout(), Rng(seed).split(63));
  const std::pair<int, double> tuned[] = {{1, 0.02}, {8, 0.1}, {64, 0.3}, {examples, 0.3}};
  for (const auto& [batch, rate] : tuned) {
    runs_.push_back(std::make_unique<NetworkRun>(X, Y, batch, rate, start, Rng(seed).split(64)));
  }
}

void Networks::trainTo(double part) {
  part_ = std::clamp(part, part_, 1.0);
  for (auto& run : runs_) run->trainTo(part_ * kEpochs * examples_);
}

}  // namespace basin::sgd_cost
