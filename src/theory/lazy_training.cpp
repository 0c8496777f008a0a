#include "theory/lazy_training.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "theory/arc_cosine.h"

namespace basin {

MatrixXd limitGram(const MatrixXd& inputs) {
  const Index n = inputs.cols();
  MatrixXd gram(n, n);
  for (Index j = 0; j < n; ++j) {
    for (Index i = 0; i <= j; ++i) {
      // By Kahan's formula: the arc cosine of a rounded 1 would be 1e-8 instead of 0.
      const auto x = inputs.col(i), z = inputs.col(j);
      const double angle = 2 * std::atan2((x - z).norm(), (x + z).norm());
      gram(i, j) = gram(j, i) = x.dot(z) * (std::numbers::pi - angle) / (2 * std::numbers::pi);
    }
  }
  return gram;
}

MatrixXd finiteGram(const MatrixXd& inputs, const MatrixXd& weights) {
  const MatrixXd active = ((weights * inputs).array() > 0).cast<double>();
  const MatrixXd cosines = inputs.transpose() * inputs;
  return cosines.cwiseProduct(active.transpose() * active) / static_cast<double>(weights.rows());
}

double limitMovement(const LabelledInputs& data, double rate, long steps) {
  const KernelFlow flow(limitGram(data.inputs));
  const MatrixXd& V = flow.eigenvectors();
  const MatrixXd sigma =
      (data.inputs.transpose() * data.inputs).unaryExpr([](double c) { return arcCosine1(c) / 2; });
  double square = 0;
  for (Index k = 0; k < V.cols(); ++k) {
    const double lambda = flow.eigenvalues()[k];
    if (lambda <= 1e-12 * flow.largest()) continue;
    const double share = 1 - std::pow(1 - rate * lambda, static_cast<double>(steps));
    const double label = V.col(k).dot(data.labels);
    square += share * share / lambda * (label * label + V.col(k).dot(sigma * V.col(k)));
  }
  return std::sqrt(square);
}

LazyPrediction::LazyPrediction(const MatrixXd& gram, const VectorXd& labels, const VectorXd& start,
                               double rate)
    : gram_(gram), flow_(gram), labels_(labels), residual_(labels - start), rate_(rate) {}

double LazyPrediction::loss(long steps) const {
  return 0.5 * flow_.residualModes(residual_, rate_, static_cast<double>(steps)).squaredNorm();
}

double LazyPrediction::movement(long steps) const {
  const VectorXd a = flow_.descent(residual_, rate_, static_cast<double>(steps));
  return std::sqrt(std::max(a.dot(gram_ * a), 0.0));
}

long LazyPrediction::zeroErrorTime(long most) const {
  VectorXd residual = residual_;
  for (long t = 0; t <= most; ++t) {
    if ((labels_.array() * (labels_ - residual).array() > 0).all()) return t;
    residual -= rate_ * (gram_ * residual).eval();
  }
  return -1;
}

LazyNetwork::LazyNetwork(const LabelledInputs& data, Index width, double rate, Rng rng)
    : data_(&data), weights_(width, data.inputs.rows()), signs_(width), rate_(rate) {
  for (Index i = 0; i < weights_.size(); ++i) weights_.data()[i] = rng.normal();
  for (Index r = 0; r < width; ++r) signs_[r] = rng.sign();
  start_ = weights_;
  forward();
}

void LazyNetwork::forward() {
  preactivations_.noalias() = weights_ * data_->inputs;
  const double scale = 1 / std::sqrt(static_cast<double>(width()));
  outputs_ = scale * (preactivations_.cwiseMax(0).transpose() * signs_);
  const bool right = (outputs_.array() * data_->labels.array() > 0).all();
  if (zeroErrorTime_ < 0 && right) zeroErrorTime_ = steps_;
}

void LazyNetwork::step() {
  const double scale = -rate_ / std::sqrt(static_cast<double>(width()));
  for (Index i = 0; i < outputs_.size(); ++i) {
    const double pull = scale * (outputs_[i] - data_->labels[i]);
    auto z = preactivations_.col(i).array();
    z = (z > 0).select(pull * signs_.array(), 0);
  }
  weights_.noalias() += preactivations_ * data_->inputs.transpose();
  ++steps_;
  forward();
}

double LazyNetwork::flips() const {
  const MatrixXd before = start_ * data_->inputs;
  const auto changed = ((before.array() > 0) != (preactivations_.array() > 0)).count();
  return static_cast<double>(changed) / static_cast<double>(before.size());
}

}  // namespace basin
