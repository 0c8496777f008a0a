#include "study/training_objective.h"

#include <algorithm>
#include <limits>

namespace basin {

namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

Network<double> networkOf(const NetworkSetup& setup) {
  const Architecture architecture = setup.architecture();
  return Network<double>(architecture, TyingMap::make(setup.tying, Layout(architecture)));
}

}  // namespace

TrainingObjective::TrainingObjective(const NetworkSetup& setup, const NetworkData& data)
    : network_(networkOf(setup)),
      loss_(setup.lossSpec()),
      decay_(setup.decay),
      classifies_(setup.classifies()) {
  setData(data);
}

void TrainingObjective::setData(const NetworkData& data) {
  train_.assign(data.trainX, data.trainY);
  test_.assign(data.testX, data.testY);
  network_.prepare(std::max<Index>({train_.size(), test_.size(), 1}));
}

double TrainingObjective::value(const VectorXd& x) {
  const double loss = network_.loss(x, train_.view(), loss_);
  return decay_ == 0 ? loss : loss + 0.5 * decay_ * x.squaredNorm();
}

double TrainingObjective::gradient(const VectorXd& x, VectorXd& g) {
  return gradientOn(train_.view(), x, g);
}

double TrainingObjective::gradientOn(const BatchView<double>& batch, const VectorXd& x,
                                     VectorXd& g) {
  const double loss = network_.gradient(x, batch, loss_, g);
  if (decay_ == 0) return loss;
  g += decay_ * x;
  return loss + 0.5 * decay_ * x.squaredNorm();
}

void TrainingObjective::hessianVector(const VectorXd& x, const VectorXd& v, VectorXd& out) {
  network_.hessianVector(x, v, train_.view(), loss_, out);
  if (decay_ != 0) out += decay_ * v;
}

double TrainingObjective::loss(const VectorXd& x, const PaddedBatch<double>& examples) {
  return examples.size() == 0 ? kNaN : network_.loss(x, examples.view(), loss_);
}

double TrainingObjective::accuracy(const VectorXd& x, const PaddedBatch<double>& examples) {
  if (!classifies_ || examples.size() == 0) return kNaN;
  const BatchView<double> view = examples.view();
  const auto f = network_.forward(x, view);
  // With two outputs (cross-entropy) the second one stands for class +1.
  const auto margin = [&](const auto& at) { return f.cols() == 2 ? at(1) - at(0) : at(0); };
  Index right = 0;
  for (Index i = 0; i < view.size; ++i) {
    const double answer = margin([&](Index k) { return f(i, k); });
    const double wanted = margin([&](Index k) { return view.y[i + k * view.stride]; });
    if (answer * wanted > 0) ++right;
  }
  return static_cast<double>(right) / static_cast<double>(view.size);
}

}  // namespace basin
