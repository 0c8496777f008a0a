#include "theory/escape_runs.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "base/stats.h"

namespace basin {

namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr double kDivergedValue = 1e12;

OptimiserSpec optimiserOf(const DescentSpec& spec) {
  return {.kind = OptimiserKind::GradientDescent,
          .rate = spec.rate,
          .noise = spec.kind == Descent::Noisy ? spec.noise : 0};
}

}  // namespace

SaddleWalker::SaddleWalker(SaddleSurface& surface, const DescentSpec& spec, const VectorXd& start,
                           Rng rng)
    : surface_(&surface),
      spec_(spec),
      rng_(rng),
      optimiser_(optimiserOf(spec), surface.size(), rng_.split(0)),
      x_(start),
      before_(start),
      gradient_(surface.size()),
      value_(kNaN),
      gradientNorm_(kNaN) {
  if (spec.kind == Descent::Perturbed) {
    perturbed_.emplace(spec.perturbed, surface.size(), rng_.split(1));
  }
  leaveTimes_.reserve(static_cast<std::size_t>(surface.saddles()));
  observe();
}

void SaddleWalker::retune(const DescentSpec& spec) {
  spec_ = spec;
  optimiser_.setSpec(optimiserOf(spec));
  if (perturbed_) {
    perturbed_.emplace(spec.perturbed, surface_->size(),
                       rng_.split(2 + static_cast<std::uint64_t>(steps_)));
  }
}

void SaddleWalker::step() {
  if (stopped_ || diverged_) return;
  before_ = x_;
  bool answered = false;
  bool kicked = false;
  if (perturbed_) {
    const PerturbedEvent event = perturbed_->step(*surface_, x_);
    value_ = perturbed_->value();
    gradientNorm_ = perturbed_->gradientNorm();
    answered = event == PerturbedEvent::Stopped;
    kicked = event == PerturbedEvent::Perturbed;
  } else {
    value_ = surface_->gradient(x_, gradient_);
    gradientNorm_ = gradient_.norm();
    optimiser_.step(x_, gradient_);
  }
  if (kicked) {
    if (perturbations_ == 0) {
      firstPerturbation_ = steps_;
      perturbedValue_ = value_;
    }
    ++perturbations_;
  } else if (perturbations_ > 0 && decreaseTime_ < 0 &&
             value_ <= perturbedValue_ - spec_.perturbed.decreaseThreshold) {
    decreaseTime_ = steps_;
  }
  ++steps_;
  // Gradient descent is a map of x alone, so a step that changes no bit will never change one.
  stopped_ = answered || (spec_.kind == Descent::Plain && x_ == before_);
  observe();
}

void SaddleWalker::observe() {
  if (!x_.allFinite() || value_ > kDivergedValue || std::isinf(value_)) {
    diverged_ = true;
    return;
  }
  if (escapeTime_ < 0 && surface_->escaped(x_)) escapeTime_ = steps_;
  while (!leftAll() && surface_->beyond(static_cast<int>(leaveTimes_.size()), x_)) {
    leaveTimes_.push_back(steps_);
  }
}

EscapeRuns::EscapeRuns(SaddleSurface& surface, Plan plan, Rng rng)
    : surface_(&surface), plan_(std::move(plan)), rng_(rng) {
  records_.reserve(plan_.starts.size());
}

bool EscapeRuns::work(long long budget) {
  while (!finished()) {
    if (!walker_) {
      const std::size_t run = records_.size();
      walker_.emplace(*surface_, plan_.descent, plan_.starts[run], rng_.split(run));
    }
    const auto over = [&] {
      return walker_->stopped() || walker_->diverged() || walker_->steps() >= plan_.cap ||
             (walker_->escapeTime() >= 0 && (!plan_.allSaddles || walker_->leftAll()));
    };
    while (!over() && budget > 0) {
      walker_->step();
      ++stepsDone_;
      --budget;
    }
    if (!over()) return false;
    records_.push_back({walker_->escapeTime(), walker_->leaveTimes()});
    walker_.reset();
  }
  return true;
}

std::vector<double> medianLeaveTimes(const std::vector<EscapeRecord>& records, int saddles) {
  std::vector<double> medians;
  for (int k = 0; k < saddles; ++k) {
    std::vector<double> times;
    for (const EscapeRecord& record : records) {
      const bool left = static_cast<int>(record.leave.size()) > k;
      times.push_back(left ? static_cast<double>(record.leave[static_cast<std::size_t>(k)])
                           : std::numeric_limits<double>::max());
    }
    std::ranges::sort(times);
    // The upper of the two middle ones for even counts, so that an unfinished run never averages
    // in.
    const double middle = times.empty() ? kNaN : times[times.size() / 2];
    if (!(middle < std::numeric_limits<double>::max())) break;
    medians.push_back(middle);
  }
  return medians;
}

}  // namespace basin
