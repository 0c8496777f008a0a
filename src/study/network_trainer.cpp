#include "study/network_trainer.h"

#include <cmath>

#include "base/check.h"

namespace basin {

namespace {

OptimiserSpec optimiserSpec(const NetworkSetup& setup) {
  OptimiserSpec spec{.rate = setup.rate, .momentum = setup.momentum};
  if (setup.optimiser == NetworkSetup::Optimiser::Momentum) spec.kind = OptimiserKind::Momentum;
  if (setup.optimiser == NetworkSetup::Optimiser::Adam) spec.kind = OptimiserKind::Adam;
  if (setup.optimiser == NetworkSetup::Optimiser::Noisy) spec.noise = setup.noise;
  return spec;
}

PerturbedSpec perturbedSpec(const NetworkSetup& setup) {
  PerturbedSpec spec = perturbedPractical(setup.rate);
  spec.radius = setup.radius;
  return spec;
}

}  // namespace

double NetworkTrainer::NextBatch::gradient(const VectorXd& x, VectorXd& g) {
  TrainingObjective& all = trainer_->objective_;
  return trainer_->batches_ ? all.gradientOn(trainer_->batches_->next(), x, g) : all.gradient(x, g);
}

NetworkTrainer::NetworkTrainer(const NetworkSetup& setup, const NetworkData& data,
                               std::uint64_t seed)
    : rng_(Rng(seed).split(2)),
      objective_(setup, data, rng_.split(5)),
      optimiser_(optimiserSpec(setup), objective_.size(), rng_.split(2)) {
  makeBatches(setup, data, rng_.split(1));
  Rng draws = rng_.split(3);
  const Network<double>& network = objective_.network();
  initialise(network.layout(), network.tying(),
             {.scheme = setup.init, .gain = setup.gain, .biasStd = 0}, draws, theta_);
  gradient_.setZero(theta_.size());
  before_ = theta_;
  if (setup.optimiser == NetworkSetup::Optimiser::Perturbed) {
    perturbed_ = std::make_unique<PerturbedDescent<double>>(perturbedSpec(setup), theta_.size(),
                                                            rng_.split(4));
  }
}

void NetworkTrainer::makeBatches(const NetworkSetup& setup, const NetworkData& data, Rng order) {
  batches_.reset();
  if (setup.batch == 0 || setup.batch >= objective_.examples()) return;
  batches_ = std::make_unique<Batches<double>>(data.trainX, data.trainY, setup.batch, order);
}

TrainingStep NetworkTrainer::step() {
  CHECK(!objective_.empty(), "no examples to train on");
  TrainingStep step;
  if (perturbed_) {
    gradient_ = theta_;  // where the step begins, in case it leads nowhere
    perturbed_->step(nextBatch_, theta_);
    step = {perturbed_->value(), perturbed_->gradientNorm(), false};
    theta_.swap(gradient_);
  } else {
    step.loss = nextBatch_.gradient(theta_, gradient_);
    step.gradientNorm = gradient_.norm();
  }
  if (isLost(step.loss)) {
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

void NetworkTrainer::retune(const NetworkSetup& setup, const NetworkData* data) {
  ++retunes_;
  objective_.setDecay(setup.decay);
  if (data) {
    objective_.setData(*data);
    makeBatches(setup, *data, rng_.split(100 + retunes_));
  }
  optimiser_.setSpec(optimiserSpec(setup));
  if (perturbed_) {
    *perturbed_ = PerturbedDescent<double>(perturbedSpec(setup), theta_.size(),
                                           rng_.split(100'000 + retunes_));
  }
}

InputProblem NetworkTrainer::inputProblem(const NetworkData& data) const {
  if (!objective_.problem().empty()) return {"tying-rules", objective_.problem()};
  if (!objective_.empty() || data.own.empty()) return {};
  return {data.own, data.problem.empty() ? "There are no data to learn from." : data.problem};
}

}  // namespace basin
