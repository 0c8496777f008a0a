#include "labs/networks/playground/study.h"

#include <algorithm>
#include <limits>

#include "labs/networks/playground/painting.h"
#include "labs/networks/playground/words.h"

namespace basin::playground {

Study::Study(const Config& config, std::uint64_t seed)
    : config_(config),
      seed_(seed),
      data_(makeNetworkData(setup(), seed)),
      trainer_(std::make_unique<NetworkTrainer>(setup(), data_, seed)),
      monitor_(setup(), *trainer_, seed),
      grid_(std::make_unique<InputGrid>(setup(), trainer_->objective().network())),
      lens_(theta()),
      before_(theta()),
      gradientNorm_(std::numeric_limits<double>::quiet_NaN()) {}

void Study::step() {
  const long long t = steps_++;
  TrainingObjective& objective = trainer_->objective();
  if (objective.empty()) return;
  before_ = theta();
  const TrainingStep seen = trainer_->step();
  gradientNorm_ = seen.gradientNorm;
  if (history_.due(t) || seen.diverged) {
    history_.add(t, {objective.trainLoss(before_), objective.testLoss(before_), seen.gradientNorm});
  }
  monitor_.watch(setup(), *trainer_, before_, t, seen);
  if (seen.diverged) {
    monitor_.finishNow(setup(), *trainer_);
    diverged_ = postMortem(setup(), monitor_, t);
    return;
  }
  lens_.watch(config_.lens, data_, *trainer_);
  judgeEnd();
}

// The last step of a run may have lost the weights, and no other follows to see it.
void Study::judgeEnd() {
  if (ended() && !diverged() && !trainer_->objective().empty() &&
      isLost(trainer_->objective().value(theta()))) {
    monitor_.finishNow(setup(), *trainer_);
    diverged_ = postMortem(setup(), monitor_, steps_);
  }
}

void Study::retune(const Config& config) {
  const NetworkSetup& next = config.network;
  const bool otherData = next.points != setup().points || next.samples != setup().samples;
  const bool otherLoss = otherData || next.decay != setup().decay;
  config_ = config;
  if (otherData) {
    data_ = makeNetworkData(setup(), seed_);
    lens_.forget();
    scores_.forget();
  }
  if (otherLoss) monitor_.cancel();
  trainer_->retune(setup(), otherData ? &data_ : nullptr);
  judgeEnd();
}

double Study::progress() const {
  return std::min(1.0, static_cast<double>(steps_) / setup().stepLimit);
}

std::string Study::statusText() const {
  if (diverged()) return diverged_;
  if (finished()) return "step limit reached";
  return trainer_->objective().empty() ? "waiting for data" : "learning";
}

std::vector<ParamChange> Study::poke(const Poke& poke) const {
  return changesOf(setup(), data_, poke);
}

Result<FileContent> Study::readFile(std::string_view text) const {
  return readOwnData(text);
}

const Study::Scores& Study::scores() const {
  return scores_.get(steps_, [&] {
    TrainingObjective& objective = trainer_->objective();
    return Scores{objective.trainLoss(theta()), objective.testLoss(theta()),
                  objective.trainAccuracy(theta()), objective.testAccuracy(theta())};
  });
}

const InputGrid::Answers& Study::answers() const {
  return answers_.get(steps_, [&] { 
    return grid_->evaluate(theta(), trainer_->objective().averagesAt(theta()));
  });
}

}  // namespace basin::playground
