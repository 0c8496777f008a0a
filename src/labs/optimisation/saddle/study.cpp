#include "labs/optimisation/saddle/study.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "labs/optimisation/saddle/checks.h"
#include "labs/optimisation/saddle/pictures.h"

namespace basin::saddle {

namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr double kAtRest = 1e-9;  // gradient norm that counts as zero
constexpr std::size_t kTraceMost = 1500;
constexpr std::size_t kTrailMost = 3000;
constexpr int kOffsets = 25;
constexpr double kSmallestOffset = 1e-12;
constexpr long long kSweepCap = 2000000;
constexpr std::array kDescents = {Descent::Plain, Descent::Noisy, Descent::Perturbed};

// Streams of the session's generator, one a purpose.
enum Stream : std::uint64_t { kWalkers = 0, kSweep = 10, kNoisy, kStarts, kRace, kTheorem };

VectorXd withOffset(const SaddleSurface& surface, VectorXd x, double offset) {
  x[surface.escapeAxis()] = offset;
  return x;
}

}  // namespace

std::unique_ptr<SaddleSurface> makeSurface(const Config& config) {
  switch (config.surface) {
    case Shape::Strict:
      return std::make_unique<StrictSaddle>(kBeta, config.gamma);
    case Shape::Pair:
      return std::make_unique<SaddlePair>(kBeta, config.gamma);
    case Shape::Monkey:
      return std::make_unique<MonkeySaddle>();
    case Shape::Octopus:
      break;
  }
  return std::make_unique<Octopus>(config.dimension, config.stable, config.gamma, config.tube);
}

VectorXd startOf(const Config& config) {
  const double sign = config.side == Side::Above ? 1 : config.side == Side::On ? 0 : -1;
  if (config.surface != Shape::Octopus) {
    VectorXd x(2);
    x << config.startX, sign * config.startY;
    return x;
  }
  const double edge = config.tube;
  VectorXd x = VectorXd::Constant(config.dimension, std::clamp(config.startX, -edge, edge));
  x[0] = sign * std::min(config.startY, edge);
  return x;
}

DescentSpec descentOf(const Config& config, SaddleSurface& surface, Descent kind) {
  DescentSpec spec{.kind = kind, .rate = config.rate, .noise = config.noise};
  if (config.perturbed == PerturbedMode::Theorem) {
    spec.perturbed = perturbedFromTheory(
        {.ell = config.ell,
         .rho = config.rho,
         .epsilon = config.epsilon,
         .c = config.c,
         .delta = config.delta,
         .decrease = std::max(1e-12, surface.value(startOf(config)) - surface.infimum()),
         .dimension = surface.size()});
  } else {
    spec.perturbed = perturbedPractical(config.rate);
    spec.perturbed.radius = config.radius;
    spec.perturbed.gradientThreshold = config.threshold;
    spec.perturbed.waitSteps = config.wait;
  }
  return spec;
}

void Trail::add(const VectorXd& x) {
  if (!points_.empty() && (x - points_.back()).norm() < resolution_) return;
  if (points_.size() >= kTrailMost) return;
  points_.push_back(x);
}

Study::Study(const Config& config, std::uint64_t seed)
    : config_(config),
      surface_(makeSurface(config)),
      rng_(seed),
      start_(startOf(config)),
      traces_{History<1>(kTraceMost), History<1>(kTraceMost), History<1>(kTraceMost)} {
  const double resolution = config.surface == Shape::Octopus ? 0.02 * config.tube : 0.004;
  for (const Descent kind : kDescents) {
    walkers_.emplace_back(*surface_, descentOf(config, *surface_, kind), start_,
                          rng_.split(kWalkers + index(kind)));
    trails_[index(kind)] = Trail(resolution);
    trails_[index(kind)].add(start_);
    traces_[index(kind)].add(0, {surface_->value(start_)});
  }
  planStatistics();
}

void Study::planStatistics() {
  const DescentSpec plain = descentOf(config_, *surface_, Descent::Plain);
  const DescentSpec noisy = descentOf(config_, *surface_, Descent::Noisy);
  const bool octopus = config_.surface == Shape::Octopus;
  const bool monkey = config_.surface == Shape::Monkey;

  offsets_.clear();
  std::vector<VectorXd> starts;
  const double largest = std::log(0.7 * surface_->exitDistance());
  for (int i = 0; i < kOffsets; ++i) {
    const double t = double(i) / (kOffsets - 1);
    offsets_.push_back(std::exp(largest + t * (std::log(kSmallestOffset) - largest)));
    starts.push_back(withOffset(*surface_, start_, offsets_.back()));
  }
  sweep_.emplace(*surface_,
                 EscapeRuns::Plan{.descent = plain,
                                  .starts = starts,
                                  .cap = kSweepCap,
                                  .allSaddles = config_.surface == Shape::Pair},
                 rng_.split(kSweep));
  noisyRuns_.emplace(*surface_,
                     EscapeRuns::Plan{.descent = noisy,
                                      .starts = std::vector<VectorXd>(kNoisyRuns, start_),
                                      .cap = monkey ? 20000 : 100000},
                     rng_.split(kNoisy));
  perturbedRace_.reset();
  plainRace_.reset();
  if (octopus) {
    Config practical = config_;
    practical.perturbed = PerturbedMode::Practical;
    EscapeRuns::Plan plan{.descent = descentOf(practical, *surface_, Descent::Perturbed),
                          .starts = {},
                          .cap = config_.maxSteps,
                          .allSaddles = true};
    Rng random = rng_.split(kStarts);
    for (int i = 0; i < kRaceStarts; ++i) {
      VectorXd x(surface_->size());
      for (double& v : x) v = random.uniform(-config_.tube, config_.tube);
      plan.starts.push_back(x);
    }
    perturbedRace_.emplace(*surface_, plan, rng_.split(kRace));
    plan.descent = plain;
    plainRace_.emplace(*surface_, plan, rng_.split(kRace));
  }
  manifold_.emplace(*surface_, plain, withOffset(*surface_, start_, 0), rng_.split(kSweep));
  manifoldDistance_ = 0;
  theoremRun_.reset();
  theoremCurvature_ = kNaN;
  if (config_.surface == Shape::Strict) {
    Config theorem = config_;
    theorem.perturbed = PerturbedMode::Theorem;
    theorem.side = Side::On;
    theoremRun_.emplace(*surface_, descentOf(theorem, *surface_, Descent::Perturbed),
                        startOf(theorem), rng_.split(kTheorem));
  }
}

const EscapeRuns* Study::race(Descent kind) const {
  const auto& runs = kind == Descent::Perturbed ? perturbedRace_ : plainRace_;
  return runs ? &*runs : nullptr;
}

void Study::retune(const Config& config) {
  const bool rate = config.rate != config_.rate;
  const bool noise = config.noise != config_.noise;
  config_ = config;
  if (!rate && !noise) return;
  rateChanged_ = rateChanged_ || (rate && steps_ > 0);
  for (const Descent kind : kDescents) {
    // The theorem chooses its own step size.
    const bool affected = kind == Descent::Noisy || (rate && kind == Descent::Plain) ||
                          (rate && config.perturbed == PerturbedMode::Practical);
    if (affected) walkers_[index(kind)].retune(descentOf(config, *surface_, kind));
  }
  if (rate) {
    planStatistics();
  } else {
    const EscapeRuns::Plan old = noisyRuns_->plan();
    noisyRuns_.emplace(*surface_,
                       EscapeRuns::Plan{.descent = descentOf(config, *surface_, Descent::Noisy),
                                        .starts = old.starts,
                                        .cap = old.cap},
                       rng_.split(kNoisy));
  }
  slice_ = 0;
}

void Study::step() {
  if (!walkersDone()) {
    for (const Descent kind : kDescents) {
      SaddleWalker& walker = walkers_[index(kind)];
      if (walker.stopped() || walker.diverged()) continue;
      walker.step();
      trails_[index(kind)].add(walker.position());
      History<1>& trace = traces_[index(kind)];
      if (trace.due(walker.steps())) {
        trace.add(walker.steps(), {surface_->value(walker.position())});
      }
    }
    ++steps_;
  }
  workStatistics();
}

void Study::workStatistics() {
  // Small slices at first, so that the picture is seen to fill up; then as much as a step may cost.
  long long budget = std::min<long long>(400 + 10 * slice_++, 8000);
  for (int i = 0; i < 100 && !manifoldDone(); ++i) {
    manifold_->step();
    manifoldDistance_ =
        std::max(manifoldDistance_, std::abs(manifold_->position()[surface_->escapeAxis()]));
  }
  if (theoremRun_ && !theoremRun_->stopped() && !theoremRun_->diverged() &&
      theoremRun_->steps() < kSweepCap) {
    for (long long i = 0; i < budget / 4 && !theoremRun_->stopped(); ++i) {
      const VectorXd before = theoremRun_->position();
      theoremRun_->step();
      if (theoremRun_->firstPerturbation() >= 0 && std::isnan(theoremCurvature_)) {
        theoremCurvature_ = hessianExtremes(*surface_, before).smallest;
      }
    }
  }
  for (EscapeRuns* runs : {&*sweep_, &*noisyRuns_, perturbedRace_ ? &*perturbedRace_ : nullptr,
                           plainRace_ ? &*plainRace_ : nullptr}) {
    if (!runs || runs->finished() || budget <= 0) continue;
    const long long before = runs->stepsDone();
    runs->work(budget);
    budget -= runs->stepsDone() - before;
  }
}

bool Study::statisticsDone() const {
  const bool theorem = !theoremRun_ || theoremRun_->stopped() || theoremRun_->diverged() ||
                       theoremRun_->steps() >= kSweepCap;
  return manifoldDone() && theorem && sweep_->finished() && noisyRuns_->finished() &&
         (!perturbedRace_ || perturbedRace_->finished()) && (!plainRace_ || plainRace_->finished());
}

bool Study::settled(Descent kind) const {
  const SaddleWalker& w = walker(kind);
  if (w.stopped() || w.diverged()) return true;
  if (kind == Descent::Plain && w.gradientNorm() <= kAtRest) {
    return w.leftAll() || surface_->onStableManifold(w.position());
  }
  if (kind == Descent::Plain || !w.leftAll()) return false;
  if (kind == Descent::Perturbed && config_.perturbed == PerturbedMode::Theorem) return false;
  // Noise and kicks never come to rest; 10 time constants of the escape are enough to arrive.
  const double curvature = surface_->escapeCurvature() > 0 ? surface_->escapeCurvature() : 0.5;
  return static_cast<double>(w.steps() - w.leaveTimes().back()) >= 10 / (config_.rate * curvature);
}

bool Study::walkersDone() const {
  return steps_ >= config_.maxSteps ||
         std::ranges::all_of(kDescents, [this](Descent kind) { return settled(kind); });
}

bool Study::diverged() const {
  return std::ranges::any_of(walkers_, [](const SaddleWalker& w) { return w.diverged(); });
}

// Against the steps until plain descent has come to rest, by the law, at most max-steps; unknown
// without a law.
double Study::progress() const {
  if (finished()) return 1;
  const Config& c = config_;
  const SaddleSurface& f = *surface_;
  double law = kNaN;
  if (c.surface == Shape::Octopus) law = plainLaw(c).leaveTime(c.dimension - 1);
  if (c.surface == Shape::Strict) {
    law = escapeSteps(start_[1], f.exitDistance(), c.rate, c.gamma);
  }
  // NaN first: min returns it then.
  const double end = std::min<double>(law + 12 / (c.rate * f.escapeCurvature()), c.maxSteps);
  return end > 0 ? std::min(0.99, static_cast<double>(steps_) / end) : kNaN;
}

std::vector<ParamChange> Study::poke(const Poke& poke) const {
  if (poke.output != "surface" || shownPlane(*this) != 0 || poke.kind == PokeKind::Release ||
      poke.kind == PokeKind::Erase || !std::isfinite(poke.x) || !std::isfinite(poke.y)) {
    return {};
  }
  const double x = std::clamp(poke.x, -1.0, 1.0);
  const double y = std::clamp(poke.y, -1.0, 1.0);
  // A pointer cannot hit a line: near it, it means the line. Tiny offsets have their slider.
  const double near = 0.01 * saddle::shownField(*this).y1;
  const auto side = std::abs(y) < near ? Side::On : y > 0 ? Side::Above : Side::Below;
  const double offset = side == Side::On ? config_.startY : std::abs(y);
  return {{"start-x", x}, {"side", static_cast<std::int64_t>(side)}, {"start-y", offset}};
}

}  // namespace basin::saddle
