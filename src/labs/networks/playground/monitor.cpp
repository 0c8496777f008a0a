#include "labs/networks/playground/monitor.h"

#include <algorithm>
#include <cmath>

namespace basin::playground {

namespace {

constexpr std::size_t kMeasurements = 256;
constexpr long long kStride = 50;
constexpr int kDoubtfulPlaces = 24;
constexpr double kDifferenceStep = 2e-5;
constexpr double kOrdinarySharpness = 1000;

// With full batches Lanczos then takes about the time of the steps themselves; with mini-batches
// steps are cheaper than products, and measurements rarer in proportion.
long long strideFor(const NetworkTrainer& trainer) {
  return kStride * std::max<long long>(1, trainer.stepsPerEpoch());
}

// Keeps a comparison if it is worse than all before; NaN is the worst there is.
void keepWorst(Monitor::Worst& worst, long long step, double measured, double predicted,
               double excess) {
  if (worst.count == 0 || !(excess <= worst.excess)) {
    worst = {worst.count, step, measured, predicted, excess};
  }
  ++worst.count;
}

}  // namespace

Monitor::Monitor(const NetworkSetup& setup, const NetworkTrainer& trainer, std::uint64_t seed)
    : smooth_(setup.isSmooth()),
      rng_(Rng(seed).split(3)),
      history_(kMeasurements, strideFor(trainer)) {
  product_ = [this](const VectorXd& v, VectorXd& out) {
    objective_->hessianVector(start_, v, out);
  };
  for (VectorXd* v :
       {&start_, &end_, &direction_, &image_, &probe_, &difference_, &minus_, &nearer_}) {
    v->setZero(trainer.objective().size());
  }
}

void Monitor::watch(const NetworkSetup& setup, NetworkTrainer& trainer, const VectorXd& before,
                    long long step, const TrainingStep& seen) {
  if (!measuring_ && history_.due(step) && !seen.diverged) {
    measuring_ = true;
    hasEnd_ = false;
    startedAt_ = step;
    start_ = before;
    end_ = trainer.theta();
    rate_ = setup.rate;
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
  if (!more && step > startedAt_) conclude(setup, trainer);
  objective_ = nullptr;
}

void Monitor::finishNow(const NetworkSetup& setup, NetworkTrainer& trainer) {
  if (!measuring_) return;
  objective_ = &trainer.objective();
  while (lanczos_.step(product_)) {
  }
  hasEnd_ = false;
  conclude(setup, trainer);
  objective_ = nullptr;
}

void Monitor::conclude(const NetworkSetup& setup, NetworkTrainer& trainer) {
  measuring_ = false;
  if (lanczos_.steps() == 0) return;
  eigenvalue_ = lanczos_.largest();
  measuredAt_ = startedAt_;
  history_.add(startedAt_, {eigenvalue_, setup.stabilityBound()});
  if (!smooth_ || !std::isfinite(eigenvalue_)) return;
  testProduct(trainer.objective());
  if (setup.optimiser == NetworkSetup::Optimiser::GradientDescent && trainer.isFullBatch() &&
      hasEnd_) {
    testDescent(trainer.objective());
  }
}

double Monitor::curvatureAlong(TrainingObjective& objective, double fraction) {
  probe_ = start_ + fraction * (end_ - start_);
  objective.hessianVector(probe_, direction_, image_);
  return direction_.dot(image_);
}

void Monitor::testDescent(TrainingObjective& objective) {
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
  double curvature =
      std::max({eigenvalue_, curvatureAlong(objective, 0.5), curvatureAlong(objective, 1.0)});
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
  keepWorst(descent_, startedAt_, measured, predicted, predicted - measured);
}

void Monitor::differenceOfGradients(TrainingObjective& objective, double distance, VectorXd& out) {
  probe_ = start_ + distance * direction_;
  objective.gradient(probe_, out);
  probe_ = start_ - distance * direction_;
  objective.gradient(probe_, minus_);
  out = (out - minus_) / (2 * distance);
}

void Monitor::testProduct(TrainingObjective& objective) {
  for (Index i = 0; i < direction_.size(); ++i) direction_[i] = rng_.normal();
  direction_.normalize();
  objective.hessianVector(start_, direction_, image_);
  // Sharp losses come from outputs that change fast: of a loss with sharpness lambda the Hessian
  // changes over lengths like 1/sqrt(lambda), and the difference's step follows.
  const double sharpness = std::max(1.0, std::abs(eigenvalue_) / kOrdinarySharpness);
  const double distance = kDifferenceStep / std::sqrt(sharpness);
  differenceOfGradients(objective, distance, difference_);
  const double length = image_.norm();
  // With gradients of size 1 a difference carries rounding of about 1e-11; nothing relative can be
  // said about a product not well above that.
  if (!(length > 1e-5)) return;
  const double excess = (difference_ - image_).norm() / length;
  if (!(excess <= kProductTolerance)) {
    // A difference whose value depends on its step is no measure of the product.
    differenceOfGradients(objective, distance / 2, nearer_);
    if (!((nearer_ - difference_).norm() <= 0.5 * kProductTolerance * length)) {
      ++unresolved_;
      return;
    }
  }
  keepWorst(agreement_, startedAt_, difference_.norm(), length, excess);
}

}  // namespace basin::playground
