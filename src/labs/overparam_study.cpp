#include "labs/overparam_study.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace basin {

namespace {

constexpr double kSlice = 3e6;  // multiplications

LabelledInputs makeData(const OverparamConfig& config, std::uint64_t seed) {
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

int stepsFor(const OverparamConfig& config, Index width) {
  const double cost = 4.0 * static_cast<double>(width) * config.points * config.dimension;
  return std::clamp(static_cast<int>(kSlice / cost), 1, 200);
}

}  // namespace

OverparamStudy::OverparamStudy(const OverparamConfig& config, std::uint64_t seed)
    : config_(config),
      seed_(seed),
      data_(makeData(config, seed)),
      limit_(limitGram(data_.inputs)),
      rate_(config.rateFactor / limit_.largest()),
      limitMovement_(basin::limitMovement(data_, rate_, config.steps)) {
  network_ = std::make_unique<LazyNetwork>(data_, config.width, rate_, Rng(seed).split(32));
  prediction_ = std::make_unique<LazyPrediction>(finiteGram(data_.inputs, network_->weights()),
                                                 data_.labels, network_->outputs(), rate_);
  losses_.push_back(network_->loss());
  widths_ = {2, 4, 6, 8, 12, 16, 24, 40, 80, 160, 320, 640};
  // Seed by seed, so that every width has a point soon.
  for (int s = 0; s < config.seeds; ++s) {
    for (const int m : widths_) plan_.push_back({m, static_cast<std::uint64_t>(s)});
  }
}

void OverparamStudy::step() {
  if (!shownFinished()) {
    const int steps = std::min(stepsFor(config_, config_.width), 8);
    for (int k = 0; k < steps && !shownFinished(); ++k) {
      network_->step();
      losses_.push_back(network_->loss());
    }
    return;
  }
  if (finished()) return;
  const Plan& plan = plan_[next_];
  if (!running_) {
    running_ = std::make_unique<LazyNetwork>(
        data_, plan.width, rate_,
        Rng(seed_).split(1000 + plan.seed * 10000 + static_cast<std::uint64_t>(plan.width)));
    current_ = {.width = plan.width};
    measured_ = false;
    const LazyPrediction prediction(finiteGram(data_.inputs, running_->weights()), data_.labels,
                                    running_->outputs(), rate_);
    current_.predictedTime = prediction.zeroErrorTime(kMostSteps);
    current_.predictedMovement =
        prediction.movement(config_.steps) / running_->startWeights().norm();
    return;
  }
  for (int k = stepsFor(config_, plan.width); k > 0; --k) {
    if (!measured_ && running_->steps() >= config_.steps) {
      measured_ = true;
      current_.movement = running_->relativeMovement();
      current_.flips = running_->flips();
    }
    const bool waited = running_->zeroErrorTime() >= 0 || running_->steps() >= kMostSteps;
    if ((measured_ && waited) || running_->diverged()) {
      current_.zeroErrorTime = running_->zeroErrorTime();
      runs_.push_back(current_);
      running_.reset();
      ++next_;
      return;
    }
    running_->step();
  }
}

double OverparamStudy::progress() const {
  if (finished()) return 1;
  const double shown = static_cast<double>(network_->steps()) / config_.steps;
  if (plan_.empty()) return std::min(shown, 0.99);
  return 0.3 * shown + 0.69 * static_cast<double>(next_) / static_cast<double>(plan_.size());
}

std::vector<OverparamStudy::Run> OverparamStudy::runsAt(int width) const {
  std::vector<Run> found;
  for (const Run& run : runs_) {
    if (run.width == width) found.push_back(run);
  }
  return found;
}

}  // namespace basin
