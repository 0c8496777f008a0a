#include "labs/tying/weight_sharing/students.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace basin::weight_sharing {

namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr double kFirstBlock = 0.3, kShared = 0.4;  // standard deviations of the starts
constexpr int kSlice = 8000;
constexpr double kSettled = 1e-4;    // of the linear term's loss
constexpr double kForgotten = 1e-3;  // of the distance of w_1 at the start
// The flow speaks of w_1 = u_0: the linear term has to hold it against the cosine's pull.
constexpr double kAnchor = 1;
constexpr double kRidge = 0.02;  // target lengths

// A direction of n >= 1 numbers at this cosine to the target's, which has `norm` at every d-th.
VectorXd directionAt(double cosine, Index n, Index d, Rng& rng) {
  VectorXd along = VectorXd::Zero(n), across(n);
  for (Index i = 0; i < n; i += d) along[i] = 1;
  along.normalize();
  for (double& x : across) x = rng.normal();
  across -= across.dot(along) * along;
  // In one dimension there is no other direction than there and back.
  if (n == 1) return cosine < 0 ? VectorXd(-along) : along;
  return cosine * along + std::sqrt(std::max(0.0, 1 - cosine * cosine)) * across.normalized();
}

VectorXd freeStart(const Config& config, const BlockTeacher& teacher, Rng& rng) {
  const Index d = teacher.dimension, rest = d * (teacher.blocks - 1);
  VectorXd w(d + rest);
  for (Index i = 0; i < d; ++i) w[i] = rng.normal(0, kFirstBlock);
  VectorXd direction(rest);
  if (config.direction == Direction::Chosen) {
    direction = directionAt(config.cosine, rest, d, rng);
  } else {
    for (double& x : direction) x = rng.normal();
    direction.normalize();
  }
  const double length = std::sqrt(static_cast<double>(teacher.blocks - 1)) * teacher.norm;
  w.tail(rest) = config.startLength * length * direction;
  return w;
}

VectorXd sharedStart(const Config& config, const BlockTeacher& teacher, Rng& rng) {
  const Index d = teacher.dimension;
  if (config.direction == Direction::Chosen) {
    return config.startLength * teacher.norm * directionAt(config.cosine, d, d, rng);
  }
  VectorXd w(d);
  for (double& x : w) x = rng.normal(0, kShared);
  return w;
}

}  // namespace

BlockTeacher teacherOf(const Config& config, int blocks) {
  const double slope = config.target == Target::High ? 0 : std::sqrt(config.strength * blocks);
  return {.blocks = blocks,
          .dimension = config.dimension,
          .norm = config.norm,
          .slope = slope,
          .cosine = config.target != Target::Low};
}

Student::Student(const Config& config, int blocks, bool shared, Rng rng)
    : teacher_(teacherOf(config, blocks)),
      shared_(shared),
      objective_(teacher_, shared),
      rate_(1 / (teacher_.slope * teacher_.slope + (shared ? 1.5 * blocks : 2))),
      limit_(config.stepLimit),
      weights_(shared ? sharedStart(config, teacher_, rng) : freeStart(config, teacher_, rng)),
      predictedSteps_(kNaN) {
  loss_ = objective_.gradient(weights_, gradient_);
  startDistance_ = distance();
  if (shared_) return;
  startRho_ = rho();
  measured();
}

void Student::step() {
  if (ended()) return;
  weights_ -= rate_ * gradient_;
  loss_ = objective_.gradient(weights_, gradient_);
  ++steps_;
  if (!shared_) measured();
}

void Student::measured() {
  if (leftAnnulus_ < 0 && (rho() < 1.0 / 3 || rho() > 0.5)) leftAnnulus_ = steps_;
  if (!predicted_) predict();
}

void Student::predict() {
  const double anchor = teacher_.slope * teacher_.slope;
  const Index d = teacher_.dimension;
  const double left =
      anchor / 2 * (weights_.head(d) - objective_.minimiser().head(d)).squaredNorm();
  if (!teacher_.cosine) {
    noPrediction_ = "without the cosine there is no plateau";
  } else if (anchor > 0 && anchor < kAnchor) {
    noPrediction_ = "judged for c² ≥ 1, where the linear term holds w₁ at u₀, or c = 0";
  } else if (left > kSettled &&
             std::pow(1 - rate_ * anchor, static_cast<double>(steps_)) > kForgotten) {
    // Beside the mirror image the cosine holds w_1 a little away from u_0 for good.
    if (arrived()) noPrediction_ = "arrived before w₁ had come to u₀";
    return;
  } else {
    const PlanePoint at = planePoint(teacher_, weights_);
    const auto time = [&](double aside) {
      return flowTime(teacher_, {at.along + aside, at.across}, kArrived);
    };
    predictedSteps_ = static_cast<double>(steps_) + time(0) / rate_;
    if (std::isinf(time(-kRidge)) != std::isinf(time(kRidge))) {
      noPrediction_ = "the start is too close to the ridge between the target and its mirror image";
    }
  }
  predicted_ = true;
}

double Student::rho() const {
  const Index rest = weights_.size() - teacher_.dimension;
  return weights_.tail(rest).norm() /
         (std::sqrt(static_cast<double>(teacher_.blocks - 1)) * teacher_.norm);
}

double Student::restGradient() const {
  return gradient_.tail(gradient_.size() - teacher_.dimension).norm();
}

double sharedStepsBound(const Student& shared) {
  const CurvatureBounds bounds = sharedCurvature(shared.teacher());
  const double D = shared.startDistance();
  if (shared.steps() == 0 && shared.arrived()) return 0;
  if (!(bounds.least > 0)) return kInfinity;
  const double factor = 1 - shared.rate() * bounds.least;
  const double needed = std::log(bounds.largest * D * D / (2 * kArrived));
  // The last step takes the loss below what is asked for.
  return std::max(0.0, std::ceil(needed / (-2 * std::log(factor)) + 1e-9));
}

double annulusBound(const Student& free) {
  if (!free.teacher().cosine) return 0;
  return plateauSteps(free.teacher(), free.rate(), free.startRho());
}

bool PairJob::advance() {
  for (int i = 0; i < kSlice && !(free_.ended() && shared_.ended()); ++i) {
    free_.step();
    shared_.step();
  }
  return free_.ended() && shared_.ended();
}

std::optional<Outcome> PairJob::result() const {
  const auto steps = [](const Student& s) {
    return s.arrived() ? std::optional<long>(s.steps()) : std::nullopt;
  };
  return Outcome{.freeSteps = steps(free_),
                 .sharedSteps = steps(shared_),
                 .predicted = free_.noPrediction().empty() ? free_.predictedSteps() : kNaN,
                 .leftAnnulus = free_.leftAnnulus(),
                 .annulusBound = annulusBound(free_),
                 .sharedBound = sharedStepsBound(shared_)};
}

}  // namespace basin::weight_sharing
