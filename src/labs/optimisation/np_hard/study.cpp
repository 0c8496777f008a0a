#include "labs/optimisation/np_hard/study.h"

#include <algorithm>
#include <cmath>

namespace basin::np_hard {

namespace {

constexpr double kSlice = 1.5e6;        // nanoseconds, roughly
constexpr std::uint64_t kStarts = 488;  // with it seed 1 has shares near the means of many runs
constexpr std::uint64_t kRandom = 72, kRandomNets = 1000;

SetSystem fanoLess() {
  SetSystem system = fanoPlane();
  system.subsets.pop_back();
  return system;
}

std::optional<SetSystem> systemOf(const Config& config, std::string& problem) {
  if (config.dataset == Dataset::ExclusiveOr) return std::nullopt;
  if (config.dataset == Dataset::Fano) return fanoPlane();
  if (config.dataset == Dataset::FanoLess) return fanoLess();
  auto read = setSystemFromText(config.subsets);
  if (read.ok()) return std::move(read.value());
  problem = "Your subsets cannot be read: " + read.error() + ".";
  return fanoLess();
}

std::vector<int> widthsFor(const Config& config) {
  std::vector<int> widths = {1, 2, 3, 4, 6, 8};
  const auto place = std::ranges::lower_bound(widths, config.width);
  if (*place != config.width) widths.insert(place, config.width);
  return widths;
}

std::vector<long> marksFor(const Config& config) {
  std::vector<long> marks = {0};
  while (marks.back() < config.stepLimit) {
    marks.push_back(std::min<long>(config.stepLimit, marks.back() + 1 + marks.back() / 5));
  }
  return marks;
}

// The start of a run; the network shown is replica 0.
Rng startOf(std::uint64_t seed, int width, int replica) {
  return Rng(seed).split(kStarts).split(static_cast<std::uint64_t>(replica * 100 + width));
}

}  // namespace

Trial::Trial(const LabelledInputs& data, const Config& config, int width,
             const std::vector<long>& marks, const Rng& rng)
    : data_(&data),
      net_(data, width, rng),
      rate_(config.rate),
      stepLimit_(config.stepLimit),
      marks_(&marks) {
  losses_.push_back(net_.loss());
}

void Trial::run(long steps) {
  for (; steps > 0 && !ended(); --steps) {
    net_.step(rate_);
    if (net_.steps() == (*marks_)[losses_.size()]) losses_.push_back(net_.loss());
  }
}

bool Trial::advance() {
  // A unit's answer to an example takes some 15 ns.
  const auto answers = static_cast<double>(net_.halfspaces() * net_.examples());
  run(static_cast<long>(kSlice / (300 + 15 * answers)));
  return ended();
}

std::optional<Run> Trial::result() const {
  const Index wrong = wrongExamples(*data_, net_.weights());
  return Run{.fits = wrong == 0,
             .softFits = net_.softWrong() == 0,
             .onlyOrigin = wrong == 1 && net_.heights(0).minCoeff() <= 0,
             .losses = losses_};
}

Study::Study(const Config& config, std::uint64_t seed)
    : config_(config),
      seed_(seed),
      system_(systemOf(config, problem_)),
      data_(system_ ? splittingData(*system_) : exclusiveOr()),
      predictedLeast_(system_ ? leastColours(*system_) : 2),
      marks_(marksFor(config)),
      shown_(data_, config, config.width, marks_, startOf(seed, config.width, 0)),
      sweep_(
          widthsFor(config), config.runs, Rng(seed),
          [this, seed](int width, int replica, const Rng&) {
            return Trial(data_, config_, width, marks_, startOf(seed, width, replica));
          },
          Streams::Independent, Making::FirstSlice),
      search_(data_) {}

void Study::step() {
  shown_.run(1 + shown_.net().steps() / 30);
  for (int k = 0; k < 2; ++k) sweep_.step();
  search_.trySplit();
}

int Study::foundLeast() const {
  return foundLeast_.get(true, [&] { return HalfspaceSearch(data_).leastHalfspaces(); });
}

const std::vector<Growth>& Study::growth() const {
  return growth_.get(true, [] {
    std::vector<Growth> all;
    for (int n = 2; n <= kMostElements; ++n) {
      all.push_back({n, HalfspaceSearch(splittingData(allPairs(n))),
                     HalfspaceSearch(splittingData(chain(n)))});
      while (!all.back().pairs.trySplit()) continue;
      while (!all.back().chain.trySplit()) continue;
    }
    return all;
  });
}

bool Study::finished() const {
  return shown_.ended() && sweep_.finished() && search_.ended();
}

double Study::progress() const {
  return studyProgress(finished(), time() / config_.stepLimit, sweep_.done(), sweep_.size(), 0.2);
}

std::size_t Study::placeOf(int width) const {
  const auto& widths = sweep_.settings();
  return static_cast<std::size_t>(std::ranges::find(widths, width) - widths.begin());
}

Share Study::successes(int width, bool Run::*which) const {
  return sweep_.share(placeOf(width), which);
}

int Study::cutBy(Index example) const {
  const VectorXd z = shown_.net().heights(example);
  Index by = 0;
  return z.minCoeff(&by) <= 0 ? static_cast<int>(by) : -1;
}

const Study::OneColour& Study::oneColour() const {
  return oneColour_.get(true, [&] {
    OneColour found;
    if (!system_) return found;
    for (std::uint64_t k = 0; k < kRandomNets; ++k) {
      const MatrixXd z = HalfspaceAnd(data_, 2, Rng(seed_).split(kRandom).split(k)).heights();
      if (z.row(0).minCoeff() <= 0) continue;
      for (std::size_t s = 0; s < system_->subsets.size(); ++s) {
        for (Index t = 0; t < z.cols(); ++t) {
          const bool all =
              std::ranges::all_of(system_->subsets[s], [&](int i) { return z(1 + i, t) <= 0; });
          if (!all) continue;
          ++found.cases;
          found.broken += z(1 + system_->elements + static_cast<Index>(s), t) > 0;
        }
      }
    }
    return found;
  });
}

}  // namespace basin::np_hard
