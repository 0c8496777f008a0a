#include "labs/convergence/separator/study.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "lab/param_text.h"

namespace basin::separator {

namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr double kSlice = 2e6;     // multiplications
constexpr double kMostCost = 3e8;  // of a run
constexpr std::uint64_t kShown = 41, kSweep = 42;
constexpr std::uint64_t kData = 1, kStart = 2, kOrder = 3, kTest = 4;

double costOf(const MarginNetwork& network) {
  // A small network's step costs as much as some hundred multiplications for its own sake.
  return 100 + 2.0 * static_cast<double>(network.weights().size());
}

bool isOver(const MarginNetwork& network) {
  const double cost = costOf(network) * static_cast<double>(network.examples());
  return network.ended() || network.diverged() || network.epochs() >= kMostEpochs ||
         cost > kMostCost;
}

Config configAt(Config config, const Setting& setting) {
  if (setting.over == Over::Pairs) config.pairs = static_cast<int>(setting.value);
  if (setting.over == Over::Slope) config.slope = setting.value;
  if (setting.over == Over::Count) config.count = static_cast<int>(setting.value);
  return config;
}

std::vector<Setting> settingsFor(const Config& config) {
  std::vector<Setting> settings;
  for (const int k : {1, 2, 3, 5, 10, 20, 50, 100, 200}) settings.push_back({Over::Pairs, 1.0 * k});
  if (config.slope > 0) {
    for (const double a : {0.05, 0.1, 0.2, 0.35, 0.5, 0.7, 0.95}) {
      settings.push_back({Over::Slope, a});
    }
  }
  if (config.dataset != Dataset::Axes) {
    for (const int n : {10, 25, 50, 100, 200, 400, 800, 1600}) {
      settings.push_back({Over::Count, 1.0 * n});
    }
  }
  return settings;
}

double boundOf(const Config& config, double separatorNorm) {
  return config.bounded() ? updateSqueeze(config.model(), separatorNorm).bound() : kNaN;
}

}  // namespace

Problem makeProblem(const Config& config, int count, const Rng& rng) {
  const Index d = config.dimension;
  Problem problem;
  if (config.dataset == Dataset::Axes) {
    problem.data = labelledAxes(d, rng);
    problem.direction = problem.data.labels.normalized();
    problem.separatorNorm = std::sqrt(static_cast<double>(d));
    return problem;
  }
  const bool gap = config.dataset == Dataset::Gap;
  problem.data = separatedSphere(d, count, gap ? config.margin : 0, rng);
  problem.direction = VectorXd::Unit(d, 0);
  problem.separatorNorm =
      1 / (gap ? config.margin : problem.data.inputs.row(0).cwiseAbs().minCoeff());
  return problem;
}

Trial::Trial(const Config& config, const Setting& setting, int replica, const Rng& rng)
    : config_(configAt(config, setting)),
      setting_(setting),
      problem_(makeProblem(config_, config_.count, rng.split(kData))),
      // Networks of different widths see the same examples in the same order, but share no unit.
      network_(problem_.data, config_.model(),
               rng.split(kStart).split(static_cast<std::uint64_t>(config_.pairs)),
               rng.split(kOrder)),
      testRng_(rng.split(kTest)),
      traced_(setting.over == Over::Pairs && replica == 0),
      tests_(setting.over == Over::Count ? kTests / std::max(config.runs, 10) : 0) {
  run_.bound = boundOf(config_, problem_.separatorNorm);
}

bool Trial::advance() {
  cost_ = 0;
  while (!isOver(network_) && cost_ < kSlice) {
    const long before = network_.updates();
    network_.step();
    cost_ += costOf(network_);
    if (traced_ && network_.updates() > before) {
      run_.epochs.push_back(static_cast<double>(network_.examples()) /
                            static_cast<double>(problem_.data.inputs.cols()));
    }
  }
  if (!isOver(network_)) return false;
  if (!network_.diverged()) test();
  return network_.diverged() || tested_ >= tests_;
}

void Trial::test() {
  constexpr int kBlock = 500;
  const double gap = config_.dataset == Dataset::Gap ? config_.margin : 0;
  while (tested_ < tests_ && cost_ < kSlice) {
    const int count = std::min(kBlock, tests_ - tested_);
    const LabelledInputs fresh = separatedSphere(
        config_.dimension, count, gap, testRng_.split(static_cast<std::uint64_t>(tested_)));
    const VectorXd outputs = network_.outputs(fresh.inputs);
    wrong_ += (outputs.array() * fresh.labels.array() <= 0).count();
    tested_ += count;
    // Drawing a normal number costs as much as some twenty multiplications.
    cost_ += count * (costOf(network_) + 20.0 * config_.dimension);
  }
}

std::optional<Run> Trial::result() const {
  if (network_.diverged()) return std::nullopt;
  Run run = run_;
  run.updates = network_.updates();
  run.fits = network_.loss() == 0;
  run.stuck = network_.ended() && !run.fits;
  run.error = tests_ > 0 ? static_cast<double>(wrong_) / tests_ : kNaN;
  return run;
}

Study::Study(const Config& config, std::uint64_t seed)
    : config_(config),
      problem_(makeProblem(config, config.count, Rng(seed).split(kShown).split(kData))),
      network_(problem_.data, config.model(), Rng(seed).split(kShown).split(kStart),
               Rng(seed).split(kShown).split(kOrder)),
      squeeze_(updateSqueeze(config.model(), problem_.separatorNorm)),
      reference_(network_.output() * problem_.direction.transpose()),
      leastSteepness_(std::numeric_limits<double>::infinity()),
      sweep_(
          settingsFor(config), config.runs, Rng(seed).split(kSweep),
          [this](const Setting& setting, int replica, const Rng& rng) {
            return Trial(config_, setting, replica, rng);
          },
          Streams::Paired, Making::FirstSlice) {
  record();
  measureSteepness();
}

double Study::bound() const {
  return boundOf(config_, problem_.separatorNorm);
}

void Study::record() {
  updates_.push_back({.example = network_.examples(),
                      .projection = network_.weights().cwiseProduct(reference_).sum(),
                      .norm = network_.weights().norm()});
}

void Study::measureSteepness() {
  const double share =
      static_cast<double>(network_.violations()) / static_cast<double>(problem_.data.inputs.cols());
  const double promised = config_.slope / problem_.separatorNorm * share;
  if (promised > 0) {
    leastSteepness_ = std::min(leastSteepness_, network_.gradientNorm() / promised);
  }
}

void Study::present() {
  const long before = network_.updates();
  network_.step();
  if (network_.updates() > before) {
    lastExample_ = network_.shown();
    record();
  }
}

void Study::step() {
  if (!shownFinished()) {
    // Fifty steps an epoch; later, when updates are rare, ever more examples a step.
    const auto n = static_cast<long>(problem_.data.inputs.cols());
    const double wanted = static_cast<double>(std::max(n / 50, network_.examples() / 200));
    const long most =
        static_cast<long>(std::clamp(wanted, 1.0, std::max(1.0, kSlice / costOf(network_))));
    for (long k = 0; k < most && !shownFinished(); ++k) present();
    // Steepness is that of all examples: where their cost has been spent on training as well.
    if (network_.examples() / n > (network_.examples() - most) / n) measureSteepness();
    return;
  }
  if (diverged()) return;
  double cost = 0;
  for (std::size_t k = 0; k < sweep_.size() / 300 + 1 && cost < kSlice && !sweep_.finished(); ++k) {
    sweep_.step();
    cost += sweep_.job()->cost();
  }
}

bool Study::shownFinished() const {
  return isOver(network_);
}

bool Study::stuck() const {
  return network_.ended() && loss() > 0;
}

double Study::loss() const {
  return loss_.get(network_.updates(), [&] { return network_.loss(); });
}

std::vector<std::size_t> Study::settingsOf(Over over) const {
  std::vector<std::size_t> found;
  for (std::size_t i = 0; i < sweep_.settings().size(); ++i) {
    if (sweep_.settings()[i].over == over) found.push_back(i);
  }
  return found;
}

int Study::lostRuns() const {
  int lost = 0;
  for (std::size_t i = 0; i < sweep_.settings().size(); ++i) lost += sweep_.excluded(i);
  return lost;
}

double Study::progress() const {
  // How far a run is nobody knows; it passes some ten epochs.
  const double shown =
      shownFinished() ? 1 : 1 - std::exp(-static_cast<double>(network_.epochs()) / 5);
  return studyProgress(finished(), shown, sweep_.done(), sweep_.size());
}

std::string Study::statusText() const {
  if (diverged()) {
    return "both layers learn at the step size " + shortNumber(config_.rate) +
           ", and each step multiplies what the last one made";
  }
  if (!shownFinished()) return {};
  return std::to_string(network_.updates()) + " updates in " + std::to_string(network_.epochs()) +
         " epochs, loss " + formatNumber(loss());
}

}  // namespace basin::separator
