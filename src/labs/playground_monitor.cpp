#include "labs/playground_monitor.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "lab/claim.h"
#include "lab/param_text.h"

namespace basin {
namespace {

constexpr std::size_t kMeasurements = 256;
constexpr long long kStride = 50;
constexpr double kDescentTolerance = 0.02;
constexpr int kDoubtfulPlaces = 24;
constexpr double kProductTolerance = 1e-5;
constexpr double kDifferenceStep = 2e-5;

// With full batches Lanczos then takes about the time of the steps themselves; with mini-batches
// steps are cheaper than products, and measurements rarer in proportion.
long long strideFor(const PlaygroundObjective& objective) {
  return kStride * std::max<long long>(1, objective.stepsPerEpoch());
}

}  // namespace

PlaygroundMonitor::PlaygroundMonitor(const PlaygroundConfig& config,
                                     const PlaygroundObjective& objective, std::uint64_t seed)
    : smooth_(playgroundIsSmooth(config)),
      rng_(Rng(seed).split(3)),
      history_(kMeasurements, strideFor(objective)) {
  product_ = [this](const VectorXd& v, VectorXd& out) {
    objective_->hessianVector(start_, v, out);
  };
  for (VectorXd* v : {&start_, &end_, &direction_, &image_, &probe_, &plus_, &minus_}) {
    v->setZero(objective.size());
  }
}

void PlaygroundMonitor::watch(const PlaygroundConfig& config, PlaygroundTrainer& trainer,
                              const VectorXd& before, long long step,
                              const PlaygroundStep& seen) {
  if (!measuring_ && history_.due(step) && !seen.diverged) {
    measuring_ = true;
    hasEnd_ = false;
    startedAt_ = step;
    start_ = before;
    end_ = trainer.theta();
    rate_ = config.rate;
    startLoss_ = seen.loss;
    gradientNorm_ = seen.gradientNorm;
    lanczos_.start(start_.size(), kSharpnessLanczosSteps, rng_);
  }
  if (!measuring_) return;
  if (step == startedAt_ + 1) {
    endLoss_ = seen.loss;
    hasEnd_ = true;
  }
  objective_ = &trainer.objective();
  const bool more = lanczos_.step(product_);
  if (!more && step > startedAt_) conclude(config, trainer.objective());
  objective_ = nullptr;
}

void PlaygroundMonitor::finishNow(const PlaygroundConfig& config, PlaygroundTrainer& trainer) {
  if (!measuring_) return;
  objective_ = &trainer.objective();
  while (lanczos_.step(product_)) {
  }
  hasEnd_ = false;
  conclude(config, trainer.objective());
  objective_ = nullptr;
}

void PlaygroundMonitor::conclude(const PlaygroundConfig& config, PlaygroundObjective& objective) {
  measuring_ = false;
  if (lanczos_.steps() == 0) return;
  eigenvalue_ = lanczos_.largest();
  measuredAt_ = startedAt_;
  history_.add(startedAt_, {eigenvalue_, playgroundStabilityBound(config)});
  if (!smooth_ || !std::isfinite(eigenvalue_)) return;
  testProduct(objective);
  if (config.optimiser == PlaygroundOptimiser::GradientDescent && objective.isFullBatch() &&
      hasEnd_) {
    testDescent(objective);
  }
}

double PlaygroundMonitor::curvatureAlong(PlaygroundObjective& objective, double fraction) {
  probe_ = start_ + fraction * (end_ - start_);
  objective.hessianVector(probe_, direction_, image_);
  return direction_.dot(image_);
}

void PlaygroundMonitor::testDescent(PlaygroundObjective& objective) {
  const double expected = rate_ * gradientNorm_ * gradientNorm_;
  // Below this the change of the loss drowns in its own rounding.
  if (!(expected > 1e-11 * std::max(1.0, std::abs(startLoss_)))) return;
  direction_ = end_ - start_;
  const double length = direction_.norm();
  if (!(length > 0)) return;
  direction_ /= length;
  const double measured = (startLoss_ - endLoss_) / expected;
  // The lemma wants a bound on the curvature all along the step, not only where it begins. Three
  // places do unless the step is long; when they leave the lemma in doubt, more are looked at.
  double curvature = std::max({eigenvalue_, curvatureAlong(objective, 0.5),
                               curvatureAlong(objective, 1.0)});
  if (rate_ * curvature < 2 && measured < 1 - rate_ * curvature / 2) {
    for (int i = 1; i < kDoubtfulPlaces; ++i) {
      const double place = static_cast<double>(i) / kDoubtfulPlaces;
      curvature = std::max(curvature, curvatureAlong(objective, place));
    }
  }
  const double ratio = rate_ * curvature;
  if (!(ratio < 2)) {
    lowestRatio_ = unstable_ == 0 ? ratio : std::min(lowestRatio_, ratio);
    ++unstable_;
    return;
  }
  const double predicted = 1 - ratio / 2;
  const double excess = predicted - measured;
  if (descent_.count == 0 || !(excess <= descent_.excess)) {
    descent_ = {descent_.count, startedAt_, measured, predicted, excess};
  }
  ++descent_.count;
}

void PlaygroundMonitor::testProduct(PlaygroundObjective& objective) {
  for (Index i = 0; i < direction_.size(); ++i) direction_[i] = rng_.normal();
  direction_.normalize();
  objective.hessianVector(start_, direction_, image_);
  probe_ = start_ + kDifferenceStep * direction_;
  objective.fullGradient(probe_, plus_);
  probe_ = start_ - kDifferenceStep * direction_;
  objective.fullGradient(probe_, minus_);
  plus_ = (plus_ - minus_) / (2 * kDifferenceStep);
  const double length = image_.norm();
  // With gradients of size 1 a difference carries rounding of about 1e-11; nothing relative can be
  // said about a product not well above that.
  if (!(length > 1e-5)) return;
  const double excess = (plus_ - image_).norm() / length;
  if (agreement_.count == 0 || !(excess <= agreement_.excess)) {
    agreement_ = {agreement_.count, startedAt_, plus_.norm(), length, excess};
  }
  ++agreement_.count;
}

CheckData PlaygroundMonitor::descentCheck(const PlaygroundConfig& config, bool fullBatch) const {
  if (config.optimiser != PlaygroundOptimiser::GradientDescent) {
    return notApplicable("The descent lemma is about plain gradient descent.");
  }
  if (!fullBatch) {
    return notApplicable("The descent lemma is about full batches; a batch is " +
                         std::to_string(config.batch) + " here.");
  }
  if (!smooth_) {
    return notApplicable("The gradient jumps at a kink of the activation or the loss, so that no "
                         "curvature bounds it.");
  }
  if (descent_.count > 0) {
    return judged(descent_.measured, Relation::AtLeast, descent_.predicted, kDescentTolerance,
                  "Decrease of the loss over η|g|², and 1 − ηβ/2: the tightest of " +
                      std::to_string(descent_.count) + " steps looked at, step " +
                      std::to_string(descent_.step) + ".");
  }
  if (unstable_ > 0) {
    return notApplicable("The lemma needs ηβ < 2; the least of " + std::to_string(unstable_) +
                         " measurements is " + formatNumber(lowestRatio_) + ".");
  }
  return pending(Relation::AtLeast, std::numeric_limits<double>::quiet_NaN(), kDescentTolerance,
                 "Waits for the first measurement of the curvature.");
}

CheckData PlaygroundMonitor::productCheck() const {
  if (!smooth_) {
    return notApplicable("A difference of gradients is no derivative across a kink of the "
                         "activation or the loss.");
  }
  if (agreement_.count == 0) {
    return pending(Relation::About, std::numeric_limits<double>::quiet_NaN(), kProductTolerance,
                   "Waits for the first measurement of the curvature.");
  }
  CheckData check = judged(agreement_.measured, Relation::About, agreement_.predicted,
                           kProductTolerance,
                           "Lengths of H v: difference of gradients and R-operator. The vectors "
                           "differ by " + formatNumber(agreement_.excess, 2) +
                               " of their length at most (" + std::to_string(agreement_.count) +
                               " random directions).");
  if (!(agreement_.excess <= kProductTolerance)) check.state = CheckState::Fails;
  return check;
}

}  // namespace basin
