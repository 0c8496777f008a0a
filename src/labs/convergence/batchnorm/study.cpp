#include "labs/convergence/batchnorm/study.h"

#include <limits>

namespace basin::batchnorm {

Study::Study(const Config& config, std::uint64_t seed)
    : config_(config),
      // Streams are such that seed 1 shows a race near the medians of 300.
      race_(config, Rng(seed).split(98)),
      others_({0}, config.runs - 1, Rng(seed).split(99),
              [this](int, int, const Rng& rng) { return Race(config_, rng); }) {}

void Study::step() {
  if (race_.ended()) {
    others_.step();
  } else {
    race_.advance();
  }
}

double Study::progress() const {
  return studyProgress(finished(), race_.progress(), others_.done(), others_.size(),
                       1.0 / config_.runs);
}

std::vector<Medians> Study::races() const {
  std::vector<Medians> all;
  if (race_.ended() && race_.result()) all.push_back(*race_.result());
  for (const Medians* each : others_.results(0)) all.push_back(*each);
  return all;
}

double Study::ratio(Quantity quantity) const {
  std::vector<double> values[kNets];
  for (const Medians& race : races()) {
    for (std::size_t net = 0; net < kNets; ++net) values[net].push_back(race[net][quantity]);
  }
  const double plain = median(values[0]);
  return plain > 0 ? median(values[1]) / plain : std::numeric_limits<double>::quiet_NaN();
}

}  // namespace basin::batchnorm
