#include "labs/landscapes/deep_linear/starts.h"

#include <cmath>

namespace basin::deep_linear {

namespace {

constexpr double kStartDeviation = 0.5;
constexpr double kAtRest = 1e-9;  // gradient norm
constexpr int kSlice = 400;       // steps

// A rotation; any one will do, so that the reader's strengths stay what they are.
MatrixXd rotation(Index n, Rng& rng) {
  MatrixXd A = gaussian(n, n, 1, rng);
  for (Index j = 0; j < n; ++j) {
    for (Index i = 0; i < j; ++i) A.col(j) -= A.col(i) * A.col(i).dot(A.col(j));
    A.col(j).normalize();
  }
  return A;
}

}  // namespace

MatrixXd gaussian(Index rows, Index columns, double deviation, Rng& rng) {
  MatrixXd A(rows, columns);
  for (Index i = 0; i < A.size(); ++i) A.data()[i] = rng.normal(0, deviation);
  return A;
}

Data makeData(const Config& config, Rng rng) {
  MatrixXd strengths = MatrixXd::Zero(kOutputs, kInputs);
  strengths.diagonal() << config.strong, config.medium, config.weak;
  if (config.inputs == Inputs::Orthonormal) {
    return {MatrixXd::Identity(kInputs, kInputs), strengths};
  }
  const double deviation = 1 / std::sqrt(static_cast<double>(config.count));
  const MatrixXd X = gaussian(kInputs, config.count, deviation, rng);
  const MatrixXd map = rotation(kOutputs, rng) * strengths * rotation(kInputs, rng).transpose();
  return {X, map * X + gaussian(kOutputs, config.count, config.dataNoise * deviation, rng)};
}

StartJob::StartJob(const Data& data, const DeepLinearShape& shape, double least, double rate,
                   Rng rng)
    : loss_(deepLinearLoss(shape, data.X, data.Y)),
      least_(least + kArrived * data.Y.squaredNorm()),
      rate_(rate),
      theta_(gaussian(shape.parameters(), 1, kStartDeviation, rng).col(0)) {}

bool StartJob::advance() {
  for (int k = 0; k < kSlice; ++k) {
    const double value = loss_.gradient(theta_, gradient_);
    lost_ = !(value <= kLost);
    if (value <= least_) end_.steps = steps_;
    end_.resting = !end_.arrived() && gradient_.norm() <= kAtRest;
    if (lost_ || end_.arrived() || end_.resting || steps_ >= kMostSteps) return true;
    theta_ -= rate_ * gradient_;
    ++steps_;
  }
  return false;
}

std::optional<StartJob::End> StartJob::result() const {
  if (lost_) return std::nullopt;
  return end_;
}

}  // namespace basin::deep_linear
