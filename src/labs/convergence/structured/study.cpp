#include "labs/convergence/structured/study.h"

#include <algorithm>
#include <cmath>

#include "lab/param_text.h"

namespace basin::structured {

namespace {

constexpr double kSlice = 4e6;  // multiplications
constexpr Index kFresh = 600;
constexpr long kPace = 4;  // slices of the sweep to a step of the network shown
constexpr std::uint64_t kData = 51, kMore = 52, kShown = 53, kSweep = 54;

std::vector<int> widthsFor(const Config& config) {
  if (config.widths == Widths::Narrow) return {2, 3, 4, 5, 6, 8, 10, 12, 16, 24, 32, 48};
  return {100, 200, 400, 800, 1600};
}

double stepCost(const ClusteredData& data, Index width) {
  return static_cast<double>(width * data.inputs.cols() *
                             (2 * data.inputs.rows() + 2 * data.classes));
}

}  // namespace

Run measure(const ClusteredNetwork& network, const ClusteredData& fresh) {
  const VectorXd moved = network.moved();
  const VectorXd limit = network.movedAtMost();
  return {.changed = network.changed(),
          .bound = smallBall(moved.mean(), network.sigma()),
          .units = network.changedUnits(),
          .pseudoError = network.pseudoError(),
          .mostMoved = moved.maxCoeff(),
          .training = network.accuracy(),
          .fresh = network.accuracyOn(fresh),
          .impossible = network.impossible(),
          .overLimit = network.steps() > 0 ? (moved.array() / limit.array()).maxCoeff() : 0};
}

Trial::Trial(const ClusteredData& data, const ClusteredData& fresh, const Config& config, int width,
             const Rng& rng)
    : network_(data, width, config.rate, config.learnOutput, rng),
      fresh_(&fresh),
      steps_(config.steps) {}

bool Trial::advance() {
  const double cost = stepCost(*fresh_, network_.width()) / kFresh *
                      static_cast<double>(network_.preactivations().cols());
  for (double spent = 0; spent < kSlice; spent += cost) {
    if (network_.steps() >= steps_ || network_.diverged()) return true;
    network_.step();
  }
  return false;
}

std::optional<Run> Trial::result() const {
  if (network_.diverged()) return std::nullopt;
  return measure(network_, *fresh_);
}

Study::Study(const Config& config, std::uint64_t seed)
    : config_(config),
      data_(drawClusters(config.classes, config.perClass, config.dimension, config.count,
                         config.radius, Rng(seed).split(kData))),
      fresh_(drawMore(data_, kFresh, config.radius, Rng(seed).split(kMore))),
      separation_(data_.separation()),
      diameter_(data_.diameter()),
      network_(data_, config.width, config.rate, config.learnOutput, Rng(seed).split(kShown)),
      sweep_(
          widthsFor(config), config.runs, Rng(seed).split(kSweep),
          [this](int width, int, const Rng& rng) {
            return Trial(data_, fresh_, config_, width, rng);
          },
          Streams::Independent, Making::FirstSlice) {
  record();
}

bool Study::separated() const {
  return diameter_ <= separation_ / (8 * config_.perClass);
}

void Study::record() {
  const double bound = smallBall(network_.moved().mean(), network_.sigma());
  course_.push_back({.step = network_.steps(),
                     .changed = network_.changed(),
                     .bound = bound,
                     .pseudoError = network_.pseudoError(),
                     .loss = network_.loss()});
}

void Study::step() {
  if (!shownFinished() && (sweep_.finished() || turn_++ % kPace == 0)) {
    network_.step();
    record();
  }
  if (diverged()) return;
  // Narrow networks take next to nothing.
  for (std::size_t k = 0; k < sweep_.size() / 300 + 1; ++k) sweep_.step();
}

int Study::lostRuns() const {
  int lost = 0;
  for (std::size_t i = 0; i < sweep_.settings().size(); ++i) lost += sweep_.excluded(i);
  return lost;
}

double Study::progress() const {
  return studyProgress(finished(), time() / config_.steps, sweep_.done(), sweep_.size());
}

std::string Study::statusText() const {
  if (diverged())
    return "the step size " + formatNumber(config_.rate / config_.width) + " is too large";
  return {};
}

}  // namespace basin::structured
