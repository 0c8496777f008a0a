#include "labs/ntk_study.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace basin {

namespace {

constexpr double kSlice = 2.5e6;  // multiplications
constexpr int kLazyWidth = 256;
constexpr double kLazyRate = 0.15;
constexpr double kMultipliers[] = {1, 3, 10, 30, 100};

// Multiplications of a step of gradient descent.
double costOf(const NtkConfig& config, int width) {
  const double m = std::min(width, ntkWidestTrained(config.depth));
  return 8.0 * config.points * m * (3 + (config.depth - 1) * m);
}

int stepsFor(const NtkConfig& config, int width) {
  return std::clamp(static_cast<int>(kSlice / costOf(config, width)), 1, 40);
}

}  // namespace

NtkStudy::NtkStudy(const NtkConfig& config, std::uint64_t seed)
    : config_(config),
      task_(config, seed),
      narrow_(std::make_unique<NtkTrial>(config, task_, config.narrow, config.multiplier, seed)),
      wide_(std::make_unique<NtkTrial>(config, task_, config.width, config.multiplier, seed)) {
  if (!config.sweep) return;
  // Layers of m x m weights cost the square of the width.
  const bool deep = config.depth > 1;
  const int last = deep ? 128 : 1024;
  for (int m = last / 16; m <= last; m *= 2) widths_.push_back({static_cast<double>(m), {}});
  for (const double alpha : kMultipliers)
    if (!deep) multipliers_.push_back({alpha, {}});
  for (int s = 0; s < (deep ? kSeeds / 2 : kSeeds); ++s) {
    const std::uint64_t own = seed * 1000 + static_cast<std::uint64_t>(s) + 1;
    for (Bunch& bunch : widths_) {
      plan_.push_back({&bunch, static_cast<int>(bunch.at), config.multiplier, own});
    }
    if (deep || s > 0) continue;
    for (Bunch& bunch : multipliers_) plan_.push_back({&bunch, kLazyWidth, bunch.at, own});
  }
}

void NtkStudy::step() {
  if (finished()) return;
  if (!shownFinished()) {
    // Together, so that equal times are compared.
    const int steps = std::min(stepsFor(config_, wide_->width()), 20);
    wide_->advance(steps);
    narrow_->advance(steps);
    return;
  }
  const Run& run = plan_[next_];
  if (!running_) {
    NtkConfig config = config_;
    config.stable = true;
    if (run.bunch >= multipliers_.data() && run.bunch < multipliers_.data() + multipliers_.size()) {
      config.rate = kLazyRate;
    }
    running_ = std::make_unique<NtkTrial>(config, task_, run.width, run.multiplier, run.seed);
    return;
  }
  running_->advance(stepsFor(config_, run.width));
  if (!running_->finished()) return;
  if (!running_->diverged()) run.bunch->gaps.push_back(running_->gaps());
  running_.reset();
  ++next_;
}

double NtkStudy::progress() const {
  if (finished()) return 1;
  const double shown = static_cast<double>(wide_->step()) / config_.steps;
  if (plan_.empty()) return std::min(shown, 0.99);
  return 0.3 * shown + 0.69 * static_cast<double>(next_) / static_cast<double>(plan_.size());
}

LineFit NtkStudy::slope(const std::vector<Bunch>& bunches, double NtkTrial::Gaps::*gap) {
  std::vector<double> x, y;
  for (const Bunch& bunch : bunches) {
    if (bunch.gaps.empty()) return {};
    std::vector<double> values;
    for (const NtkTrial::Gaps& g : bunch.gaps) values.push_back(g.*gap);
    x.push_back(bunch.at);
    y.push_back(median(values));
  }
  return fitLogLog(x, y);
}

}  // namespace basin
