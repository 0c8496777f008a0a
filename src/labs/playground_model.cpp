#include "labs/playground_model.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "base/check.h"

namespace basin {
namespace {

constexpr double kDivergedLoss = 1e12;
constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

OptimiserSpec optimiserSpec(const PlaygroundConfig& config) {
  OptimiserSpec spec{.rate = config.rate, .momentum = config.momentum};
  if (config.optimiser == PlaygroundOptimiser::Momentum) spec.kind = OptimiserKind::Momentum;
  if (config.optimiser == PlaygroundOptimiser::Adam) spec.kind = OptimiserKind::Adam;
  if (config.optimiser == PlaygroundOptimiser::Noisy) spec.noise = config.noise;
  return spec;
}

PerturbedSpec perturbedSpec(const PlaygroundConfig& config) {
  PerturbedSpec spec = perturbedPractical(config.rate);
  spec.radius = config.radius;
  return spec;
}

Network<double> networkOf(const PlaygroundConfig& config) {
  const Architecture architecture = playgroundArchitecture(config);
  return Network<double>(architecture, TyingMap::make(config.tying, Layout(architecture)));
}

}  // namespace

bool playgroundIsSmooth(const PlaygroundConfig& config) {
  switch (config.activation) {
    case Activation::Threshold:
    case Activation::Relu:
    case Activation::LeakyRelu: return false;
    default: break;
  }
  const LossSpec loss = playgroundLoss(config);
  if (loss.kind == Loss::Hinge) return false;
  return loss.kind != Loss::PolynomialHinge || loss.power >= 3;
}

double playgroundStabilityBound(const PlaygroundConfig& config) {
  switch (config.optimiser) {
    case PlaygroundOptimiser::Adam: return kNaN;
    case PlaygroundOptimiser::Momentum: return 2 * (1 + config.momentum) / config.rate;
    default: return 2 / config.rate;
  }
}

Architecture playgroundArchitecture(const PlaygroundConfig& config) {
  Architecture architecture;
  architecture.widths = {static_cast<int>(playgroundFeatures(config).size())};
  for (int width : config.hidden) architecture.widths.push_back(width);
  architecture.widths.push_back(playgroundLoss(config).kind == Loss::CrossEntropy ? 2 : 1);
  architecture.activation = config.activation;
  architecture.slope = config.slope;
  architecture.bias = config.bias;
  architecture.skip = config.skip;
  return architecture;
}

PlaygroundObjective::PlaygroundObjective(const PlaygroundConfig& config,
                                         const PlaygroundData& data, Rng batchOrder)
    : network_(networkOf(config)), loss_(playgroundLoss(config)), decay_(config.decay) {
  setData(config, data, batchOrder);
}

void PlaygroundObjective::setData(const PlaygroundConfig& config, const PlaygroundData& data,
                                  Rng batchOrder) {
  train_.assign(data.trainX, data.trainY);
  test_.assign(data.testX, data.testY);
  const Index count = data.trainX.rows();
  network_.prepare(std::max<Index>({count, data.testX.rows(), 1}));
  const bool full = config.batch == 0 || config.batch >= count;
  batches_ = full ? nullptr
                  : std::make_unique<Batches<double>>(data.trainX, data.trainY, config.batch,
                                                      batchOrder);
}

double PlaygroundObjective::penalised(const VectorXd& x, double loss, VectorXd* g) const {
  if (decay_ == 0) return loss;
  if (g) *g += decay_ * x;
  return loss + 0.5 * decay_ * x.squaredNorm();
}

double PlaygroundObjective::value(const VectorXd& x) {
  return penalised(x, network_.loss(x, train_.view(), loss_), nullptr);
}

double PlaygroundObjective::gradient(const VectorXd& x, VectorXd& g) {
  if (!batches_) return fullGradient(x, g);
  return penalised(x, network_.gradient(x, batches_->next(), loss_, g), &g);
}

double PlaygroundObjective::fullGradient(const VectorXd& x, VectorXd& g) {
  return penalised(x, network_.gradient(x, train_.view(), loss_, g), &g);
}

void PlaygroundObjective::hessianVector(const VectorXd& x, const VectorXd& v, VectorXd& out) {
  network_.hessianVector(x, v, train_.view(), loss_, out);
  if (decay_ != 0) out += decay_ * v;
}

double PlaygroundObjective::trainLoss(const VectorXd& x) {
  return train_.size() == 0 ? kNaN : network_.loss(x, train_.view(), loss_);
}

double PlaygroundObjective::testLoss(const VectorXd& x) {
  return test_.size() == 0 ? kNaN : network_.loss(x, test_.view(), loss_);
}

PlaygroundTrainer::PlaygroundTrainer(const PlaygroundConfig& config, const PlaygroundData& data,
                                     std::uint64_t seed)
    : rng_(Rng(seed).split(2)),
      objective_(config, data, rng_.split(1)),
      optimiser_(optimiserSpec(config), objective_.size(), rng_.split(2)) {
  Rng draws = rng_.split(3);
  const Network<double>& network = objective_.network();
  initialise(network.layout(), network.tying(),
             {.scheme = config.init, .gain = config.gain, .biasStd = 0}, draws, theta_);
  gradient_.setZero(theta_.size());
  before_ = theta_;
  if (config.optimiser == PlaygroundOptimiser::Perturbed) {
    perturbed_ = std::make_unique<PerturbedDescent<double>>(perturbedSpec(config), theta_.size(),
                                                            rng_.split(4));
  }
}

PlaygroundStep PlaygroundTrainer::step() {
  CHECK(!objective_.empty(), "no examples to train on");
  PlaygroundStep step;
  if (perturbed_) {
    gradient_ = theta_;  // where the step begins, in case it leads nowhere
    perturbed_->step(objective_, theta_);
    step = {perturbed_->value(), perturbed_->gradientNorm(), false};
    theta_.swap(gradient_);
  } else {
    step.loss = objective_.gradient(theta_, gradient_);
    step.gradientNorm = gradient_.norm();
  }
  if (!(step.loss <= kDivergedLoss)) {
    step.diverged = true;
    // The last parameters with a loss worth the name make the better picture.
    if (!std::isfinite(step.loss)) theta_ = before_;
    return step;
  }
  before_ = theta_;
  if (perturbed_) {
    theta_.swap(gradient_);
  } else {
    optimiser_.step(theta_, gradient_);
  }
  ++steps_;
  return step;
}

void PlaygroundTrainer::retune(const PlaygroundConfig& config, const PlaygroundData* data) {
  ++retunes_;
  objective_.setDecay(config.decay);
  if (data) objective_.setData(config, *data, rng_.split(100 + retunes_));
  optimiser_.setSpec(optimiserSpec(config));
  if (perturbed_) {
    *perturbed_ = PerturbedDescent<double>(perturbedSpec(config), theta_.size(),
                                           rng_.split(100'000 + retunes_));
  }
}

}  // namespace basin
