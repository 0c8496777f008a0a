#include "labs/kernels/overparam/study.h"

#include <algorithm>
#include <cmath>

#include "lab/param_text.h"

namespace basin::overparam {

namespace {

constexpr double kSlice = 3e6;  // multiplications

LabelledInputs makeData(const Config& config, std::uint64_t seed) {
  Rng rng = Rng(seed).split(31);
  LabelledInputs data{MatrixXd(config.dimension, config.points), VectorXd(config.points)};
  for (Index i = 0; i < data.inputs.size(); ++i) data.inputs.data()[i] = rng.normal();
  data.inputs.colwise().normalize();
  for (Index i = 0; i < config.points; ++i) data.labels[i] = rng.sign();
  if (config.twins > 0) {
    // Every second point lies this close to the one before, with the opposite label.
    for (Index i = 1; i < config.points; i += 2) {
      const VectorXd x = data.inputs.col(i - 1);
      VectorXd across = data.inputs.col(i) - x * x.dot(data.inputs.col(i));
      across.normalize();
      data.inputs.col(i) = std::cos(config.twins) * x + std::sin(config.twins) * across;
      data.labels[i] = -data.labels[i - 1];
    }
  }
  return data;
}

int stepsFor(const Config& config, Index width) {
  const double cost = 4.0 * static_cast<double>(width) * config.points * config.dimension;
  return std::clamp(static_cast<int>(kSlice / cost), 1, 200);
}

LazyPrediction predictionOf(const LazyNetwork& network, const LabelledInputs& data, double rate) {
  return {finiteGram(data.inputs, network.weights()), data.labels, network.outputs(), rate};
}

}  // namespace

SweepJob::SweepJob(const LabelledInputs& data, const Config& config, double rate, int width,
                   const Rng& rng)
    : network_(data, width, rate, rng), steps_(config.steps), slice_(stepsFor(config, width)) {
  const LazyPrediction prediction = predictionOf(network_, data, rate);
  run_.predictedTime = prediction.zeroErrorTime(kMostSteps);
  run_.predictedMovement = prediction.movement(steps_) / network_.startWeights().norm();
}

bool SweepJob::advance() {
  for (int k = slice_; k > 0; --k) {
    if (!measured_ && network_.steps() >= steps_) {
      measured_ = true;
      run_.movement = network_.relativeMovement();
      run_.flips = network_.flips();
    }
    run_.zeroErrorTime = network_.zeroErrorTime();
    const bool waited = run_.reached() || network_.steps() >= kMostSteps;
    if ((measured_ && waited) || network_.diverged()) return true;
    network_.step();
  }
  return false;
}

std::optional<Run> SweepJob::result() const {
  if (network_.diverged()) return std::nullopt;
  return run_;
}

Study::Study(const Config& config, std::uint64_t seed)
    : config_(config),
      data_(makeData(config, seed)),
      limit_(limitGram(data_.inputs)),
      rate_(config.rateFactor / limit_.largest()),
      limitMovement_(basin::limitMovement(data_, rate_, config.steps)),
      network_(std::make_unique<LazyNetwork>(data_, config.width, rate_, Rng(seed).split(32))),
      prediction_(std::make_unique<LazyPrediction>(predictionOf(*network_, data_, rate_))),
      losses_{network_->loss()},
      sweep_({2, 4, 6, 8, 12, 16, 24, 40, 80, 160, 320, 640}, config.seeds, Rng(seed),
             [this, seed](int width, int replica, const Rng&) {
               // A stream for each replica and width, whatever the other widths are.
               const auto stream = static_cast<std::uint64_t>(1000 + replica * 10000 + width);
               return SweepJob(data_, config_, rate_, width, Rng(seed).split(stream));
             }) {}

void Study::step() {
  if (shownFinished()) {
    if (!diverged()) sweep_.step();
    return;
  }
  const int steps = std::min(stepsFor(config_, config_.width), 8);
  for (int k = 0; k < steps && !shownFinished(); ++k) {
    network_->step();
    losses_.push_back(network_->loss());
  }
}

double Study::progress() const {
  return studyProgress(finished(), time() / config_.steps, sweep_.done(), sweep_.size());
}

long Study::predictedTime() const {
  return predictedTime_.get(true, [&] { return prediction_->zeroErrorTime(kMostSteps); });
}

Share Study::reachedAt(std::size_t width) const {
  Share share = sweep_.share(width, &Run::reached);
  share.trials += sweep_.excluded(width);
  return share;
}

int Study::lostRuns() const {
  int lost = 0;
  for (std::size_t i = 0; i < sweep_.settings().size(); ++i) lost += sweep_.excluded(i);
  return lost;
}

std::string Study::statusText() const {
  if (!diverged()) return {};
  return "step size η = " + formatNumber(rate_) + " > 2/λmax = " + formatNumber(largestRate());
}

}  // namespace basin::overparam
