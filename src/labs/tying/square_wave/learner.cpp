#include "labs/tying/square_wave/learner.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "nn/init.h"
#include "theory/fold.h"

namespace basin::square_wave {

namespace {

constexpr LossSpec kLoss{Loss::Logistic};
constexpr double kDivergedLoss = 1e12;
constexpr long kRecords = 40;  // points of a loss curve

OptimiserSpec optimiserSpec(const Config& config) {
  OptimiserSpec spec;
  spec.kind = config.optimiser == Optimiser::Adam ? OptimiserKind::Adam : OptimiserKind::Momentum;
  spec.rate = config.rate;
  spec.momentum = config.momentum;
  return spec;
}

Batches<double> makeBatches(const MatrixXd& X, const MatrixXd& Y, int batch, const Rng& rng) {
  return Batches<double>(X, Y, batch, rng, batch < kPoints);
}

// The streams of a stage: what its weights are drawn from, and the order of its batches.
Rng weightStream(const Rng& rng, int stage) {
  return rng.split(2 * stage);
}
Rng batchStream(const Rng& rng, int stage) {
  return rng.split(2 * stage + 1);
}

}  // namespace

double shift(const Config& config) {
  return config.centred ? 0.5 : 0;
}

MatrixXd inputs(const Config& config) {
  MatrixXd X(kPoints, 1);
  for (int i = 0; i < kPoints; ++i) X(i, 0) = (i + 0.5) / kPoints - shift(config);
  return X;
}

MatrixXd targets(int depth) {
  MatrixXd Y(kPoints, 1);
  for (int i = 0; i < kPoints; ++i) {
    Y(i, 0) = squareWave((i + 0.5) / kPoints, depth) ? 1 : -1;
  }
  return Y;
}

Learner::Stage::Stage(const Config& config, int depth, TyingMap tying, const VectorXd& theta,
                      const Rng& rng)
    : depth(depth),
      tying(std::move(tying)),
      Y(targets(depth)),
      network(foldArchitecture(depth, config.width), this->tying),
      runner(network, makeBatches(inputs(config), Y, config.batch, rng), kLoss,
             optimiserSpec(config), theta) {
  network.prepare(kPoints);
}

Learner::Learner(const Config& config, Tying tying, const Rng& rng, Growth growth)
    : config_(config),
      kind_(tying),
      growth_(growth),
      rng_(rng),
      X_(inputs(config)),
      recordEvery_(std::max<long>(1, config.trainSteps / kRecords)) {
  const int first = growth == Growth::None ? config.depth : 1;
  begin(first, startingWeights(first));
  record();
}

// All weights of a net of this depth, as random as at a start.
VectorXd Learner::startingWeights(int depth) const {
  const Layout layout(foldArchitecture(depth, config_.width));
  const TyingMap tying = TyingMap::make(kind_, layout);
  Rng rng = weightStream(rng_, growth_ == Growth::None ? 0 : depth - 1);
  VectorXd theta, weights(layout.weightCount());
  initialise(layout, tying, {InitScheme::He, 1, config_.biasSd}, rng, theta);
  tying.expand(theta.data(), weights.data());
  weights[layout.biasIndex(depth, 0)] = 0;
  return weights;
}

void Learner::begin(int depth, const VectorXd& weights) {
  TyingMap tying = TyingMap::make(kind_, Layout(foldArchitecture(depth, config_.width)));
  theta_ = tying.parametersOf(weights);
  stage_ = std::make_unique<Stage>(config_, depth, std::move(tying), theta_,
                                   batchStream(rng_, growth_ == Growth::None ? 0 : depth - 1));
}

// A layer more. What was learnt stays; the new layer is random or folds what it sees: the pair of
// units 2j, 2j + 1 before it holds relu(z), relu(-z), so equal weights 1 / mean|z| and the bias -1
// make |z| / mean|z| - 1, whose zero halves the range of |z|. A random output pushes the new layer
// before it knows its own sign; one of zeros does not.
void Learner::grow() {
  const int before = depth(), l = before;  // the new hidden layer's number
  const Layout from(foldArchitecture(before, config_.width));
  const Layout into(foldArchitecture(before + 1, config_.width));
  VectorXd old(from.weightCount()), weights = startingWeights(before + 1);
  stage_->tying.expand(theta_.data(), old.data());
  const Index kept = from.layers()[before].weight;  // hidden layers come first, in both
  weights.head(kept) = old.head(kept);

  if (growth_ != Growth::Random) {
    stage_->network.forward(theta_, X_);
    const MatrixXd size = stage_->network.preActivation(before - 1).cwiseAbs();
    for (int pair = 0; pair + 1 < config_.width; pair += 2) {
      const double mean = size.col(pair).mean();
      if (!(mean > 0)) continue;  // there is nothing to fold
      for (int unit : {pair, pair + 1}) {
        const double sign = unit == pair ? 1 : -1;
        for (int k = 0; k < config_.width; ++k) weights[into.weightIndex(l, unit, k)] = 0;
        weights[into.weightIndex(l, unit, pair)] = sign / mean;
        weights[into.weightIndex(l, unit, pair + 1)] = sign / mean;
        weights[into.biasIndex(l, unit)] = -sign;
      }
    }
  }
  if (growth_ == Growth::FoldFromZero) {
    for (int k = 0; k < config_.width; ++k) weights[into.weightIndex(l + 1, 0, k)] = 0;
  }
  begin(before + 1, weights);
}

// The step at which the present stage is over.
long Learner::stageEnd() const {
  const long steps = config_.trainSteps;
  return growth_ == Growth::None ? steps : steps * depth() / config_.depth;
}

void Learner::run(long steps) {
  while (steps > 0 && !outcome_.diverged) {
    if (outcome_.stoppedAt == stageEnd() && depth() < config_.depth) grow();
    long now = std::min(steps, recordEvery_ - outcome_.stoppedAt % recordEvery_);
    if (depth() < config_.depth) now = std::min(now, stageEnd() - outcome_.stoppedAt);
    const double loss = stage_->runner.run(now);
    outcome_.stoppedAt += now;
    steps -= now;
    // ReLU can turn a NaN into 0, so the parameters are looked at as well as the loss.
    const VectorXd& theta = stage_->runner.theta();
    if (!std::isfinite(loss) || loss > kDivergedLoss || !theta.allFinite()) {
      outcome_.diverged = true;
      return;
    }
    theta_ = theta;
    if (outcome_.stoppedAt % recordEvery_ == 0) record();
  }
}

void Learner::record() {
  outcome_.step.push_back(static_cast<double>(outcome_.stoppedAt));
  outcome_.losses.push_back(stage_->network.loss(theta_, X_, stage_->Y, kLoss));
}

Outcome Learner::outcome() const {
  Outcome result = outcome_;
  Network<double>& network = stage_->network;
  const auto f = network.forward(theta_, X_);
  int correct = 0, positive = 0;
  for (int i = 0; i < kPoints; ++i) {
    correct += (f(i, 0) > 0) == (stage_->Y(i, 0) > 0);
    positive += f(i, 0) > 0;
  }
  result.accuracy = static_cast<double>(correct) / kPoints;
  result.solved = !result.diverged && result.accuracy >= kSolved && depth() == config_.depth;
  result.constant = positive == 0 || positive == kPoints;
  for (int l = 0; l < depth(); ++l) {
    result.dead |= (network.activation(l).array() == 0).all();
  }
  return result;
}

}  // namespace basin::square_wave
