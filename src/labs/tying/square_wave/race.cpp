#include "labs/tying/square_wave/race.h"

#include <algorithm>
#include <cmath>

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

VectorXd startingPoint(const Config& config, const Layout& layout, const TyingMap& tying, Rng rng) {
  VectorXd theta;
  initialise(layout, tying, {InitScheme::He, 1, config.biasSd}, rng, theta);
  theta[tying.row(layout.biasIndex(config.depth, 0))[0].parameter] = 0;
  return theta;
}

Batches<double> makeBatches(const MatrixXd& X, const MatrixXd& Y, int batch, const Rng& rng) {
  return Batches<double>(X, Y, batch, rng, batch < kPoints);
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

Learner::Learner(const Config& config, Tying tying, const Rng& rng)
    : architecture_(foldArchitecture(config.depth, config.width)),
      tying_(TyingMap::make(tying, Layout(architecture_))),
      X_(inputs(config)),
      Y_(targets(config.depth)),
      network_(architecture_, tying_),
      runner_(network_, makeBatches(X_, Y_, config.batch, rng.split(1)), kLoss,
              optimiserSpec(config),
              startingPoint(config, Layout(architecture_), tying_, rng.split(0))),
      theta_(runner_.theta()),
      recordEvery_(std::max<long>(1, config.trainSteps / kRecords)) {
  network_.prepare(kPoints);
  record();
}

void Learner::run(long steps) {
  while (steps > 0 && !outcome_.diverged) {
    const long untilRecord = recordEvery_ - outcome_.stoppedAt % recordEvery_;
    const long now = std::min(steps, untilRecord);
    const double loss = runner_.run(now);
    outcome_.stoppedAt += now;
    steps -= now;
    // ReLU can turn a NaN into 0, so the parameters are looked at as well as the loss.
    if (!std::isfinite(loss) || loss > kDivergedLoss || !runner_.theta().allFinite()) {
      outcome_.diverged = true;
      return;
    }
    theta_ = runner_.theta();
    if (now == untilRecord) record();
  }
}

void Learner::record() {
  outcome_.step.push_back(static_cast<double>(outcome_.stoppedAt));
  outcome_.losses.push_back(network_.loss(theta_, X_, Y_, kLoss));
}

Outcome Learner::outcome() const {
  Outcome result = outcome_;
  const auto f = network_.forward(theta_, X_);
  int correct = 0, positive = 0;
  for (int i = 0; i < kPoints; ++i) {
    correct += (f(i, 0) > 0) == (Y_(i, 0) > 0);
    positive += f(i, 0) > 0;
  }
  result.accuracy = static_cast<double>(correct) / kPoints;
  result.solved = !result.diverged && result.accuracy >= kSolved;
  result.constant = positive == 0 || positive == kPoints;
  for (int l = 0; l < architecture_.hiddenLayers(); ++l) {
    result.dead |= (network_.activation(l).array() == 0).all();
  }
  return result;
}

void Tally::add(const Outcome& outcome) {
  ++starts;
  solved += outcome.solved;
  constant += outcome.constant;
  dead += outcome.dead;
  diverged += outcome.diverged;
}

Race::Race(const Config& config, std::uint64_t seed) : config_(config), seed_(seed) {
  begin(0);
}

void Race::begin(int start) {
  const Rng rng = Rng(seed_).split(start);
  learners_[0] = std::make_unique<Learner>(config_, Tying::None, rng.split(0));
  learners_[1] = std::make_unique<Learner>(config_, Tying::Negative, rng.split(1));
  start_ = start;
  step_ = 0;
  startEnded_ = false;
}

void Race::advance(long steps) {
  if (finished_) return;
  if (startEnded_) begin(start_ + 1);
  const long now = std::min<long>(steps, config_.trainSteps - step_);
  for (auto& learner : learners_) learner->run(now);
  step_ += now;
  const bool bothDiverged = learners_[0]->diverged() && learners_[1]->diverged();
  if (step_ < config_.trainSteps && !bothDiverged) return;
  startEnded_ = true;
  for (int which = 0; which < 2; ++which) {
    outcomes_[which].push_back(learners_[which]->outcome());
    tallies_[which].add(outcomes_[which].back());
  }
  finished_ = start_ + 1 == config_.starts;
}

std::vector<double> Race::accuracies(int which) const {
  std::vector<double> all;
  for (const Outcome& outcome : outcomes_[which]) all.push_back(outcome.accuracy);
  return all;
}

int pace(const Config& config, int start) {
  constexpr double kWorkPerLabStep = 1.2e6;  // weights times examples, about 2 ms
  constexpr double kOverhead = 40;           // of one optimiser step, in weights
  const Layout layout(foldArchitecture(config.depth, config.width));
  const double work = (static_cast<double>(layout.weightCount()) + kOverhead) * config.batch;
  const double limit = std::clamp(kWorkPerLabStep / work, 1.0, 400.0);
  const double doubled =
      config.accelerate ? std::ldexp(config.pace, std::min(start, 20)) : config.pace;
  return static_cast<int>(std::min(doubled, limit));
}

}  // namespace basin::square_wave
