#include "theory/clustered_network.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "train/optimiser.h"

namespace basin {

namespace {

VectorXd onSphere(Index dimension, Rng& rng) {
  VectorXd x(dimension);
  sampleUnitSphere(rng, x);
  return x;
}

void fill(ClusteredData& data, Index count, double radius, Rng rng) {
  const Index dimension = data.centres.rows(), clusters = data.centres.cols();
  data.inputs.resize(dimension, count);
  data.clusters.clear();
  data.labels.clear();
  for (Index i = 0; i < count; ++i) {
    const Index cluster = i % clusters;
    const double length = radius * std::pow(rng.uniform(), 1 / static_cast<double>(dimension));
    data.inputs.col(i) =
        (data.centres.col(cluster) + length * onSphere(dimension, rng)).normalized();
    data.clusters.push_back(static_cast<int>(cluster));
    data.labels.push_back(static_cast<int>(cluster) % data.classes);
  }
}

}  // namespace

double ClusteredData::separation() const {
  double least = INFINITY;
  for (Index j = 0; j < inputs.cols(); ++j) {
    for (Index i = 0; i < j; ++i) {
      if (labels[static_cast<std::size_t>(i)] == labels[static_cast<std::size_t>(j)]) continue;
      least = std::min(least, (inputs.col(i) - inputs.col(j)).norm());
    }
  }
  return least;
}

double ClusteredData::diameter() const {
  double most = 0;
  for (Index j = 0; j < inputs.cols(); ++j) {
    for (Index i = 0; i < j; ++i) {
      if (clusters[static_cast<std::size_t>(i)] != clusters[static_cast<std::size_t>(j)]) continue;
      most = std::max(most, (inputs.col(i) - inputs.col(j)).norm());
    }
  }
  return most;
}

ClusteredData drawClusters(int classes, int perClass, Index dimension, Index count, double radius,
                           Rng rng) {
  ClusteredData data;
  data.classes = classes;
  data.centres.resize(dimension, static_cast<Index>(classes) * perClass);
  for (Index j = 0; j < data.centres.cols(); ++j) data.centres.col(j) = onSphere(dimension, rng);
  fill(data, count, radius, rng);
  return data;
}

ClusteredData drawMore(const ClusteredData& data, Index count, double radius, Rng rng) {
  ClusteredData more;
  more.classes = data.classes;
  more.centres = data.centres;
  fill(more, count, radius, rng);
  return more;
}

double smallBall(double distance, double sigma) {
  return std::sqrt(2 / std::numbers::pi) * distance / sigma;
}

ClusteredNetwork::ClusteredNetwork(const ClusteredData& data, Index width, double rate,
                                   bool learnOutput, Rng rng)
    : data_(&data),
      rate_(rate / static_cast<double>(width)),
      learnOutput_(learnOutput),
      weights_(width, data.inputs.rows()),
      output_(data.classes, width),
      movedAtMost_(VectorXd::Zero(width)) {
  const double deviation = sigma();
  for (Index i = 0; i < weights_.size(); ++i) weights_.data()[i] = deviation * rng.normal();
  for (Index i = 0; i < output_.size(); ++i) output_.data()[i] = rng.normal();
  start_ = weights_;
  forward();
  startPreactivations_ = preactivations_;
}

double ClusteredNetwork::sigma() const {
  return 1 / std::sqrt(static_cast<double>(width()));
}

void ClusteredNetwork::forward() {
  const Index count = data_->inputs.cols();
  preactivations_.noalias() = weights_ * data_->inputs;
  hidden_ = preactivations_.cwiseMax(0);
  residual_.noalias() = output_ * hidden_;
  loss_ = accuracy_ = wrong_ = 0;
  for (Index i = 0; i < count; ++i) {
    auto f = residual_.col(i);
    const int label = data_->labels[static_cast<std::size_t>(i)];
    Index largest = 0;
    const double top = f.maxCoeff(&largest);
    accuracy_ += largest == label;
    const double own = f[label] - top;
    f = (f.array() - top).exp().matrix();
    const double sum = f.sum();
    loss_ += std::log(sum) - own;
    f /= sum;
    wrong_ += f.sum() - f[label];
    f[label] -= 1;
  }
  const auto n = static_cast<double>(count);
  loss_ /= n;
  accuracy_ /= n;
  wrong_ /= n;
  residual_ /= n;
}

void ClusteredNetwork::step() {
  movedAtMost_ +=
      rate_ * wrong_ * (output_.colwise().maxCoeff() - output_.colwise().minCoeff()).transpose();
  pull_.noalias() = output_.transpose() * residual_;
  pull_ = (preactivations_.array() >= 0).select(pull_, 0);
  if (learnOutput_) output_.noalias() -= rate_ * residual_ * hidden_.transpose();
  weights_.noalias() -= rate_ * pull_ * data_->inputs.transpose();
  ++steps_;
  forward();
}

bool ClusteredNetwork::diverged() const {
  return !(loss_ <= 1e12);
}

double ClusteredNetwork::accuracyOn(const ClusteredData& others) const {
  const MatrixXd f = output_ * (weights_ * others.inputs).cwiseMax(0);
  double right = 0;
  for (Index i = 0; i < f.cols(); ++i) {
    Index largest = 0;
    f.col(i).maxCoeff(&largest);
    right += largest == others.labels[static_cast<std::size_t>(i)];
  }
  return right / static_cast<double>(f.cols());
}

VectorXd ClusteredNetwork::moved() const {
  return (weights_ - start_).rowwise().norm();
}

double ClusteredNetwork::changed() const {
  const auto count =
      ((preactivations_.array() >= 0) != (startPreactivations_.array() >= 0)).count();
  return static_cast<double>(count) / static_cast<double>(preactivations_.size());
}

double ClusteredNetwork::changedUnits() const {
  const auto any =
      ((preactivations_.array() >= 0) != (startPreactivations_.array() >= 0)).rowwise().any();
  return static_cast<double>(any.count()) / static_cast<double>(width());
}

long ClusteredNetwork::impossible() const {
  const VectorXd distances = moved();
  long count = 0;
  for (Index i = 0; i < preactivations_.cols(); ++i) {
    for (Index r = 0; r < width(); ++r) {
      const double before = startPreactivations_(r, i);
      const bool flipped = (before >= 0) != (preactivations_(r, i) >= 0);
      count += flipped && std::abs(before) > distances[r] * (1 + 1e-12) + 1e-15;
    }
  }
  return count;
}

double ClusteredNetwork::pseudoError() const {
  const MatrixXd pull = output_.transpose() * residual_;
  const auto now = preactivations_.array() >= 0, before = startPreactivations_.array() >= 0;
  const MatrixXd gradient = MatrixXd(now.select(pull, 0)) * data_->inputs.transpose();
  const MatrixXd pseudo = MatrixXd(before.select(pull, 0)) * data_->inputs.transpose();
  const double difference = (gradient - pseudo).norm();
  return difference > 0 ? difference / gradient.norm() : 0;
}

}  // namespace basin
