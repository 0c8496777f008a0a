#include "labs/tying/square_wave/race.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "study/sweep_pictures.h"
#include "theory/fold.h"

namespace basin::square_wave {

int netsOf(const Config& config) {
  return config.growth == Growth::None ? 2 : 3;
}

Start::Start(const Config& config, const Rng& rng) : config_(config) {
  learners_.emplace_back(config, Tying::None, rng.split(kFree));
  learners_.emplace_back(config, Tying::Negative, rng.split(kTied));
  if (netsOf(config) > kGrown) {
    learners_.emplace_back(config, Tying::Negative, rng.split(kGrown), config.growth);
  }
}

bool Start::advance() {
  const long now = std::min<long>(pace_, config_.trainSteps - step_);
  for (Learner& learner : learners_) learner.run(now);
  step_ += now;
  ended_ = step_ >= config_.trainSteps ||
           std::ranges::all_of(learners_, [](const Learner& l) { return l.diverged(); });
  return ended_;
}

std::optional<std::vector<Outcome>> Start::result() const {
  if (!ended_) return std::nullopt;
  std::vector<Outcome> all;
  for (const Learner& learner : learners_) all.push_back(learner.outcome());
  return all;
}

void Tally::add(const Outcome& outcome) {
  ++starts;
  solved += outcome.solved;
  constant += outcome.constant;
  dead += outcome.dead;
  diverged += outcome.diverged;
}

Race::Race(const Config& config, std::uint64_t seed) {
  std::vector<Config> settings = {config};
  if (config.experiment == Experiment::Map) {
    depths_ = {2, 3, 4, 5};
    widths_ = {2, 4, 6, 8};
    settings.clear();
    for (const auto& [width, depth] : phaseSettings(widths_, depths_)) {
      settings.push_back(config);
      settings.back().width = width;
      settings.back().depth = depth;
    }
  }
  // Paired: a start has the same stream at every setting.
  runs_ = Ensemble<Config, Start>(
      std::move(settings), config.starts, Rng(seed),
      [](const Config& setting, int, const Rng& rng) { return Start(setting, rng); },
      Streams::Paired, Making::FirstSlice);
  runs_.prepare();
}

void Race::advance(long steps) {
  if (finished()) return;
  runs_.prepare();
  runs_.job()->setPace(steps);
  runs_.step();
}

int Race::upcomingStart() const {
  return static_cast<int>(std::min(runs_.done(), runs_.size() - 1));
}

std::vector<Outcome> Race::outcomes(int net, int setting) const {
  std::vector<Outcome> all;
  for (const auto* run : runs_.results(static_cast<std::size_t>(setting))) all.push_back((*run)[static_cast<std::size_t>(net)]);
  return all;
}

Tally Race::tally(int net, int setting) const {
  Tally tally;
  for (const auto* run : runs_.results(static_cast<std::size_t>(setting))) tally.add((*run)[static_cast<std::size_t>(net)]);
  return tally;
}

std::vector<double> Race::accuracies(int net) const {
  return runs_.values(0, [net](const std::vector<Outcome>& run) {
    return run[static_cast<std::size_t>(net)].accuracy;
  });
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
