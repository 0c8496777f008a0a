#include "theory/step_probe.h"

#include <algorithm>
#include <cmath>

#include "base/check.h"

namespace basin {

double StepMeasurement::least() const {
  return *std::ranges::min_element(along);
}

double StepMeasurement::most() const {
  return *std::ranges::max_element(along);
}

void StepProbe::begin(double loss, const VectorXd& gradient) {
  now_ = {.loss = loss, .squaredNorm = gradient.squaredNorm(), .along = {}};
  layer_ = alive_ = 0;
}

bool StepProbe::advance(Network<double>& network, const VectorXd& theta, const VectorXd& gradient,
                        const MatrixXd& X, const MatrixXd& Y, const LossSpec& loss) {
  const auto& layers = network.layout().layers();
  const int compared = static_cast<int>(layers.size()) - 2;
  CHECK(compared >= 1, "covariate shift needs a second hidden layer");
  if (now_.along.size() < ways_.size()) {
    const double alpha = ways_[now_.along.size()];
    moved_ = theta - alpha * gradient;
    now_.along.push_back(network.gradient(moved_, X, Y, loss, gradient_));
    const double change = (gradient - gradient_).norm();
    now_.change = std::max(now_.change, change);
    const double way = alpha * std::sqrt(now_.squaredNorm);
    if (way > 0) now_.smoothness = std::max(now_.smoothness, change / way);
    return false;
  }
  // All that stands before a layer's weights belongs to the layers below.
  const LayerBlock& block = layers[static_cast<std::size_t>(++layer_)];
  moved_ = theta;
  moved_.head(block.weight) -= rate_ * gradient.head(block.weight);
  network.gradient(moved_, X, Y, loss, gradient_);
  const auto before = gradient.segment(block.weight, block.weights());
  const auto after = gradient_.segment(block.weight, block.weights());
  now_.shift += (before - after).norm() / compared;
  const double lengths = before.norm() * after.norm();
  if (lengths > 0) {
    now_.cosine += before.dot(after) / lengths;
    ++alive_;
  }
  if (layer_ < compared) return false;
  now_.cosine /= std::max(1, alive_);
  return true;
}

ProbedTraining::ProbedTraining(const Architecture& architecture, VectorXd theta, double rate,
                               std::vector<double> ways)
    : rate_(rate),
      network_(architecture),
      probe_(std::move(ways), rate),
      theta_(std::move(theta)) {}

bool ProbedTraining::advance(int step, bool measured, const MatrixXd& X, const MatrixXd& Y) {
  constexpr LossSpec kLoss{.kind = Loss::CrossEntropy};
  constexpr double kLost = 1e12;
  if (diverged_) return true;
  if (probing_) {
    if (!probe_.advance(network_, theta_, gradient_, X, Y, kLoss)) return false;
    probing_ = false;
    measurements_.push_back(probe_.measurement());
    steps_.push_back(step);
  } else {
    const double loss = network_.gradient(theta_, X, Y, kLoss, gradient_);
    diverged_ = !(loss < kLost) || !gradient_.allFinite();
    if (diverged_) return true;
    if (measured) {
      if (network_.architecture().batchNorm) layers_ = normalisedLayers(network_, theta_);
      probe_.begin(loss, gradient_);
      probing_ = true;
      return false;
    }
  }
  theta_ -= rate_ * gradient_;
  return true;
}

std::vector<double> spreadWays(double least, double most, int count) {
  CHECK(count >= 2, "two ways have a spread");
  std::vector<double> ways;
  for (int k = 0; k < count; ++k) {
    ways.push_back(least * std::pow(most / least, k / (count - 1.0)));
  }
  return ways;
}

}  // namespace basin
