#include "study/training_objective.h"

#include <algorithm>
#include <limits>
#include <utility>
#include <vector>

#include "nn/init.h"
#include "nn/tying_text.h"

namespace basin {

namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

// The weights into the output, drawn as all others are.
std::vector<std::pair<Index, double>> fixedOutput(const NetworkSetup& setup, const Layout& layout,
                                                  Rng rng) {
  VectorXd drawn;
  initialise(layout, TyingMap::none(layout), {.scheme = setup.init, .gain = setup.gain}, rng,
             drawn);
  const LayerBlock& output = layout.layers().back();
  std::vector<std::pair<Index, double>> fixed;
  for (Index i = 0; i < output.weights(); ++i) {
    fixed.emplace_back(output.weight + i, drawn[output.weight + i]);
  }
  return fixed;
}

Network<double> networkOf(const NetworkSetup& setup, const Rng& rng, std::string& problem) {
  const Architecture architecture = setup.architecture();
  const Layout layout(architecture);
  TyingMap tying = TyingMap::none(layout);
  if (setup.tying == NetworkSetup::Ties::Own) {
    const Result<TyingMap> read = tyingFromText(setup.rules, layout);
    if (read.ok()) {
      tying = read.value();
    } else {
      problem = "Your tying cannot be read: " + read.error() + ".";
    }
  } else {
    tying = TyingMap::make(static_cast<Tying>(setup.tying), layout);
  }
  if (setup.outputFixed()) tying = tying.withFixed(fixedOutput(setup, layout, rng));
  return Network<double>(architecture, tying);
}

static_assert(static_cast<int>(NetworkSetup::Ties::Convolutional) ==
              static_cast<int>(Tying::Convolutional));

}  // namespace

TrainingObjective::TrainingObjective(const NetworkSetup& setup, const NetworkData& data,
                                     const Rng& rng)
    : network_(networkOf(setup, rng, problem_)),
      loss_(setup.lossSpec()),
      decay_(setup.decay),
      classifies_(setup.classifies()) {
  setData(data);
}

const VectorXd& TrainingObjective::averagesAt(const VectorXd& x) {
  if (network_.averages().size() > 0 && !empty()) {
    network_.forward(x, train_.view());
    network_.updateAverages();
  }
  return network_.averages();
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
