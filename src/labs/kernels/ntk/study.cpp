#include "labs/kernels/ntk/study.h"

#include <algorithm>
#include <limits>

#include "lab/param_text.h"

namespace basin::ntk {

namespace {

constexpr double kSlice = 2.5e6;  // multiplications
constexpr int kReplicas = 8;
constexpr int kLazyWidth = 256;
constexpr double kLazyRate = 0.15;

// Streams of the session's generator; the networks shown draw from itself, labels from 11.
enum Stream : std::uint64_t { kWidthStream = 12, kMultiplierStream = 13 };

// Multiplications of a step of gradient descent.
double costOf(const Config& config, int width) {
  const double m = std::min(width, widestTrained(config.depth));
  return 8.0 * config.points * m * (3 + (config.depth - 1) * m);
}

int stepsFor(const Config& config, int width) {
  return std::clamp(static_cast<int>(kSlice / costOf(config, width)), 1, 40);
}

}  // namespace

Study::Study(const Config& config, std::uint64_t seed)
    : config_(config),
      task_(config, seed),
      narrow_(std::make_unique<Trial>(config, task_, config.narrow, config.multiplier, Rng(seed))),
      wide_(std::make_unique<Trial>(config, task_, config.width, config.multiplier, Rng(seed))) {
  if (!config.sweep) return;
  // Layers of m x m weights cost the square of the width.
  const bool deep = config.depth > 1;
  const int last = deep ? 128 : 1024;
  widths_ = {{last / 16, last / 8, last / 4, last / 2, last},
             deep ? kReplicas / 2 : kReplicas,
             Rng(seed).split(kWidthStream),
             [this](int width, int, const Rng& rng) {
               return job(width, config_.multiplier, config_.rate, rng);
             }};
  if (deep) return;
  multipliers_ = {{1, 3, 10, 30, 100},
                  1,
                  Rng(seed).split(kMultiplierStream),
                  [this](double multiplier, int, const Rng& rng) {
                    return job(kLazyWidth, multiplier, kLazyRate, rng);
                  },
                  Streams::Paired};
}

SweepJob Study::job(int width, double multiplier, double rate, const Rng& rng) const {
  Config config = config_;
  config.stable = true;
  config.rate = rate;
  return {Trial(config, task_, width, multiplier, rng), stepsFor(config, width)};
}

void Study::step() {
  if (finished()) return;
  if (!shownFinished()) {
    // Together, so that equal times are compared.
    const int steps = std::min(stepsFor(config_, wide_->width()), 20);
    wide_->advance(steps);
    narrow_->advance(steps);
  } else if (!widths_.finished()) {
    widths_.step();
  } else {
    multipliers_.step();
  }
}

const Gaps& Study::gaps() const {
  return gaps_.get(wide_->step(), [&] {
    constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
    return diverged() ? Gaps{kNaN, kNaN, kNaN, kNaN, kNaN, kNaN} : wide_->gaps();
  });
}

double Study::progress() const {
  return studyProgress(finished(), time() / config_.steps, widths_.done() + multipliers_.done(),
                       widths_.size() + multipliers_.size());
}

std::string Study::statusText() const {
  if (!diverged()) return {};
  const std::string rate = formatNumber(wide_->rate()), edge = formatNumber(wide_->largestRate());
  if (wide_->rate() > wide_->largestRate()) {
    return "step size η = " + rate + " > 2/λmax = " + edge + " of the network's kernel";
  }
  return "step size η = " + rate + " is below 2/λmax = " + edge +
         " of the start, but the network's kernel grew";
}

}  // namespace basin::ntk
