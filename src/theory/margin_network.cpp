#include "theory/margin_network.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <span>

#include "train/optimiser.h"

namespace basin {

namespace {

VectorXd onSphere(Index dimension, Rng& rng) {
  VectorXd x(dimension);
  sampleUnitSphere(rng, x);
  return x;
}

// The first coordinate's modulus on the sphere, where it is at least `margin`. Its square's
// complement s has the density s^((d-3)/2) / sqrt(1 - s).
double truncatedFirst(Index dimension, double margin, Rng& rng) {
  const double power = 2 / static_cast<double>(dimension - 1);
  for (;;) {
    const double s = (1 - margin * margin) * std::pow(rng.uniform(), power);
    const double u = std::sqrt(1 - s);
    if (rng.uniform() * u <= margin) return u;
  }
}

}  // namespace

double UpdateSqueeze::most(double updates) const {
  return std::sqrt(startNorm * startNorm + growth * updates);
}

double UpdateSqueeze::bound() const {
  // gain t <= sqrt(growth t) + 2 startNorm, for W.W* begins at -|W||W*| at the least.
  const double root = (std::sqrt(growth) + std::sqrt(growth + 8 * gain * startNorm)) / (2 * gain);
  return root * root;
}

UpdateSqueeze updateSqueeze(const MarginModel& model, double separatorNorm, double largestInput) {
  const double units = 2.0 * model.pairs;
  return {.gain = model.rate * model.slope / separatorNorm,
          .growth = 2 * model.rate + model.rate * model.rate * largestInput * largestInput,
          .startNorm = std::sqrt(units) * model.startNorm};
}

double compressionBound(double updates, double count, double delta) {
  if (!(count > 2 * updates)) return 1;
  return std::min(1.0, 8 * updates * std::log(count / delta) / count);
}

LabelledInputs separatedSphere(Index dimension, Index count, double margin, Rng rng) {
  LabelledInputs data{MatrixXd(dimension, count), VectorXd(count)};
  // Drawn until it fits where that is soon, else from the law of the first coordinate.
  const bool rejects = margin * std::sqrt(static_cast<double>(dimension)) <= 1;
  for (Index i = 0; i < count; ++i) {
    auto x = data.inputs.col(i);
    do {
      x = onSphere(dimension, rng);
    } while (rejects && std::abs(x[0]) < margin);
    if (!rejects) {
      const double first = truncatedFirst(dimension, margin, rng);
      x.tail(dimension - 1) *= std::sqrt(1 - first * first) / x.tail(dimension - 1).norm();
      x[0] = std::copysign(first, x[0]);
    }
    data.labels[i] = x[0] >= 0 ? 1 : -1;
  }
  return data;
}

LabelledInputs labelledAxes(Index dimension, Rng rng) {
  LabelledInputs data{MatrixXd::Identity(dimension, dimension), VectorXd(dimension)};
  for (Index i = 0; i < dimension; ++i) data.labels[i] = rng.sign();
  return data;
}

double reluShareOnAxes(double pairs, double count) {
  return std::exp(count * std::log1p(-std::exp2(-pairs)));
}

MarginNetwork::MarginNetwork(const LabelledInputs& data, const MarginModel& model, Rng start,
                             const Rng& order)
    : data_(&data),
      model_(model),
      weights_(2 * model.pairs, data.inputs.rows()),
      output_(2 * model.pairs),
      orderRng_(order),
      order_(static_cast<std::size_t>(data.inputs.cols())) {
  for (Index r = 0; r < units(); ++r) {
    weights_.row(r) = model.startNorm * onSphere(weights_.cols(), start).transpose();
  }
  output_.head(model.pairs).setConstant(1 / std::sqrt(2.0 * model.pairs));
  output_.tail(model.pairs) = -output_.head(model.pairs);
  std::iota(order_.begin(), order_.end(), 0);
}

void MarginNetwork::step() {
  if (ended_ || diverged_) return;
  if (place_ == 0) {
    orderRng_.shuffle(std::span<int>(order_));
    updatesBefore_ = updates_;
  }
  const Index i = shown_ = order_[place_];
  const auto x = data_->inputs.col(i);
  const double y = data_->labels[i];
  const double margin = y * value(i, preactivations_);
  diverged_ = !(std::abs(margin) <= 1e12);
  const auto z = preactivations_.array();
  // Where no unit is active ReLU has no gradient, and the example moves nothing.
  if (margin < 1 && !diverged_ && (model_.slope > 0 || (z >= 0).any())) {
    push_ = (z >= 0).select(VectorXd::Ones(units()), model_.slope);  // s'(z), and s(z) = s'(z) z
    if (model_.learnOutput) preactivations_.array() *= push_.array();
    push_.array() *= model_.rate * y * output_.array();
    if (model_.learnOutput) output_ += model_.rate * y * preactivations_;
    weights_.noalias() += push_ * x.transpose();
    ++updates_;
  }
  ++examples_;
  place_ = (place_ + 1) % order_.size();
  ended_ = place_ == 0 && updates_ == updatesBefore_;
}

double MarginNetwork::value(Index example, VectorXd& preactivations) const {
  preactivations.noalias() = weights_ * data_->inputs.col(example);
  return output_.dot(preactivations.cwiseMax(model_.slope * preactivations));
}

VectorXd MarginNetwork::outputs(const Eigen::Ref<const MatrixXd>& inputs) const {
  const MatrixXd z = weights_ * inputs;
  return z.cwiseMax(model_.slope * z).transpose() * output_;
}

// By the sums of a step, so that what no step would move has a loss of exactly 0.
VectorXd MarginNetwork::margins() const {
  VectorXd margins(data_->labels), z;
  for (Index i = 0; i < margins.size(); ++i) margins[i] *= value(i, z);
  return margins;
}

double MarginNetwork::loss() const {
  return (1 - margins().array()).cwiseMax(0).mean();
}

long MarginNetwork::violations() const {
  return (margins().array() < 1).count();
}

double MarginNetwork::gradientNorm() const {
  const MatrixXd z = weights_ * data_->inputs;
  const Eigen::ArrayXd pull = (margins().array() < 1).select(data_->labels.array(), 0);
  const MatrixXd slopes = (z.array() >= 0).select(MatrixXd::Ones(z.rows(), z.cols()), model_.slope);
  const MatrixXd gradient =
      output_.asDiagonal() * slopes * pull.matrix().asDiagonal() * data_->inputs.transpose();
  return gradient.norm() / static_cast<double>(order_.size());
}

std::vector<bool> MarginNetwork::deadUnits() const {
  const MatrixXd z = weights_ * data_->inputs;
  std::vector<bool> dead;
  for (Index r = 0; r < units(); ++r) dead.push_back(z.row(r).maxCoeff() < 0);
  return dead;
}

}  // namespace basin
