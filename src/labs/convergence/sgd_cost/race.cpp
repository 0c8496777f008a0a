#include "labs/convergence/sgd_cost/race.h"

#include <algorithm>
#include <cmath>
#include <set>

namespace basin::sgd_cost {

namespace {

constexpr double kLeast = 1e-5;  // Of the drawn error: two decades below the target.
constexpr double kLost = 1e6;
constexpr double kMostSamples = 3000;
constexpr double kSteps = 360;  // Of the lab, where they stay short enough.
constexpr int kDrawn[] = {1, 4, 16, 64, 256};

// How far the picture goes: until the largest batch drawn is well past the target.
double horizon(const Config& config) {
  BatchRegression law = lawOf(config, std::max(config.batch, kDrawn[4]));
  law.noise = 0;
  if (law.factor() >= 1) law.rate = law.bestRate();
  return std::min(kMostSamples, 1.15 * law.batch * law.stepsTo(kTarget, 1));
}

// Where a logarithmic interpolation of values at whole steps comes down to the target.
double crossing(double steps, double before, double after) {
  return steps - 1 + std::log(before / kTarget) / std::log(before / after);
}

}  // namespace

BatchRegression lawOf(const Config& config, double batch) {
  BatchRegression law{.dimension = config.dimension, .batch = batch, .noise = config.dataNoise};
  law.rate = config.rateOverBest * law.bestRate();
  return law;
}

Lane::Lane(const BatchRegression& law, bool drawn, double mostSamples, int runs, const Rng& rng)
    : runs_(law, runs, rng), drawn_(drawn), most_(mostSamples) {}

void Lane::advance(long numbers) {
  if (ended_ || !runs_.advance(numbers)) return;
  const double before = means_.back();
  means_.push_back(runs_.mean());
  medians_.push_back(runs_.median());
  if (!toTarget_ && before > kTarget && runs_.mean() <= kTarget) {
    toTarget_ = crossing(static_cast<double>(runs_.steps()), before, runs_.mean());
  }
  if (before > kTarget) {
    landings_ = runs_.landings();
    expectedLanding_ = runs_.expectedLanding();
  }
  const double least = drawn_ ? kLeast : kTarget;
  ended_ = samples() >= most_ || runs_.mean() <= least || !(runs_.mean() < kLost);
}

std::optional<double> Lane::lawStepsToTarget() const {
  const double steps = law().stepsTo(kTarget, 1);
  if (!std::isfinite(steps)) return std::nullopt;
  const double whole = std::ceil(steps);
  return crossing(whole, law().meanAfter(whole - 1, 1), law().meanAfter(whole, 1));
}

double Lane::spread(long steps) const {
  BatchRegression::Moments moments{1, 1};
  for (long t = 0; t < steps; ++t) moments = law().next(moments);
  return std::sqrt(std::max(0.0, moments.variance()) / runs_.runs()) / moments.mean;
}

Race::Race(const Config& config, std::uint64_t seed) {
  std::set<int> batches = {config.batch, config.dimension + 1};
  for (int b = 1; b <= 1024; b *= 2) batches.insert(b);
  const double seen = horizon(config);
  double numbers = 0;
  for (const int b : batches) {
    const bool drawn = b == config.batch || std::ranges::find(kDrawn, b) != std::end(kDrawn);
    const BatchRegression law = lawOf(config, b);
    const double toTarget = b * law.stepsTo(kTarget, 1);
    double most = drawn ? seen : std::isfinite(toTarget) ? kMostSamples : seen;
    // Whole steps, two at least.
    most = b * std::max(2.0, std::floor(most / b));
    if (b == config.batch) watched_ = lanes_.size();
    lanes_.emplace_back(law, drawn, most, config.runs,
                        Rng(seed).split(61).split(static_cast<std::uint64_t>(b)));
    numbers += (drawn ? most : std::min(most, toTarget)) * config.runs * (config.dimension + 1);
  }
  slice_ = static_cast<long>(std::clamp(numbers / kSteps, 3000.0, 90000.0));
}

void Race::step() {
  // In pieces, so that all lanes keep pace with each other.
  constexpr int kPieces = 12;
  for (int k = 0; k < kPieces && !finished(); ++k) {
    const auto position = [](const Lane& lane) { return lane.ended() ? HUGE_VAL : lane.samples(); };
    std::ranges::min_element(lanes_, {}, position)->advance(slice_ / kPieces);
  }
}

bool Race::finished() const {
  return std::ranges::all_of(lanes_, &Lane::ended);
}

double Race::progress() const {
  double done = 0, all = 0;
  for (const Lane& lane : lanes_) {
    const double toTarget = lane.batch() * lane.law().stepsTo(kTarget, 1);
    const double most = lane.drawn() ? lane.mostSamples() : std::min(lane.mostSamples(), toTarget);
    all += most;
    done += lane.ended() ? most : std::min(most, lane.samples());
  }
  return done / all;
}

double Race::samples() const {
  double least = HUGE_VAL, most = 0;
  for (const Lane& lane : lanes_) {
    most = std::max(most, lane.samples());
    if (!lane.ended()) least = std::min(least, lane.samples());
  }
  return finished() ? most : least;
}

}  // namespace basin::sgd_cost
