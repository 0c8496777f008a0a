#include "labs/mean_field_study.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace basin {

namespace {

using std::numbers::pi;

constexpr int kLimitPositions = 64, kPlaneLimitPositions = 24;
constexpr double kSlice = 3e6;  // nanoseconds, roughly
// Streams of random numbers.
constexpr std::uint64_t kShownStream = 41, kDrawStream = 42, kRunStream = 1000;

std::vector<double> waveOf(MeanFieldTarget target) {
  switch (target) {
    case MeanFieldTarget::Waves:
      return {0, 1, 0, 0.5};
    case MeanFieldTarget::Square: {
      // sign(cos x) up to the units' highest mode.
      std::vector<double> f(MeanFieldStudy::kModes + 1, 0.0);
      for (int k = 1; k <= MeanFieldStudy::kModes; k += 2) {
        f[static_cast<std::size_t>(k)] = (k % 4 == 1 ? 4 : -4) / (pi * k);
      }
      return f;
    }
    case MeanFieldTarget::Beyond: {
      std::vector<double> f(MeanFieldStudy::kModes + 3, 0.0);
      f[1] = 1;
      f.back() = 0.5;
      return f;
    }
  }
  return {0};
}

std::shared_ptr<const TorusModel> makeTorus(const MeanFieldConfig& config) {
  if (config.model != MeanFieldModel::Torus) return nullptr;
  std::vector<double> b;
  for (int k = 0; k <= MeanFieldStudy::kModes; ++k) b.push_back(std::pow(config.decay, k));
  return std::make_shared<TorusModel>(b, waveOf(config.target));
}

// Three units at 0 and +-120 degrees.
std::shared_ptr<const UnitModel> makePlane() {
  MatrixXd v(2, 3);
  for (Index k = 0; k < 3; ++k) {
    const double angle = 2 * pi * static_cast<double>(k) / 3;
    v(0, k) = std::cos(angle);
    v(1, k) = std::sin(angle);
  }
  return std::make_shared<ReluPlaneModel>(v, VectorXd::Ones(3));
}

// The plane has one start and no restrictions; the circle's settings mean nothing there.
MeanFieldConfig effective(MeanFieldConfig config) {
  if (config.model == MeanFieldModel::Plane) {
    config.start = MeanFieldStart::Random;
    config.move = true;
  }
  return config;
}

// What a step costs, in nanoseconds.
double costOf(const MeanFieldConfig& config, double n) {
  return config.model == MeanFieldModel::Torus ? 80 * n : 3 * n * n + 60 * n;
}

double alphaOf(MeanFieldStudy::Scaling s, int n) {
  return s == MeanFieldStudy::kMeanField ? 1 : std::sqrt(static_cast<double>(n));
}

}  // namespace

FrozenKernel::FrozenKernel(const UnitModel& model, const Particles& start, double alpha,
                           bool positionsMove, int points)
    : model_(&model),
      start_(start),
      alpha_(alpha),
      points_(points),
      first_(model.residualOverAngles(start.y, alpha * start.weight.cwiseProduct(start.c), points)),
      flow_(model.tangentKernel(start, positionsMove, points)) {}

double FrozenKernel::loss(double dt, long steps) const {
  return 0.5 * model_->angleWeight(points_) *
         flow_.residualModes(first_, dt, static_cast<double>(steps)).squaredNorm();
}

VectorXd FrozenKernel::residual(double dt, long steps) const {
  return flow_.eigenvectors() * flow_.residualModes(first_, dt, static_cast<double>(steps));
}

double FrozenKernel::positionMotion(double dt, long steps) const {
  // dt sum_s r_s, then one move along the unit's slope at the start.
  const VectorXd sum = flow_.descent(first_, dt, static_cast<double>(steps));
  VectorXd slope(model_->dimension()), move(model_->dimension());
  double square = 0;
  for (Index i = 0; i < start_.size(); ++i) {
    move.setZero();
    for (int p = 0; p < points_; ++p) {
      model_->unitSlope(2 * pi * p / points_, start_.y.col(i).data(), slope.data());
      move += model_->angleWeight(points_) * sum[p] * slope;
    }
    square += start_.weight[i] * start_.c[i] * start_.c[i] * move.squaredNorm();
  }
  return std::sqrt(square) / alpha_;
}

MeanFieldStudy::MeanFieldStudy(const MeanFieldConfig& config, std::uint64_t seed)
    : config_(effective(config)), seed_(seed), torus_(makeTorus(config)) {
  model_ = torus_ ? std::static_pointer_cast<const UnitModel>(torus_) : makePlane();
  allSteps_ = std::max(1L, std::lround(config_.time / config_.rate));
  for (const Scaling s : {kMeanField, kTangent}) {
    shown_[s].flow = flowOf(s, config_.particles, kShownStream);
    shown_[s].loss.push_back(shown_[s].flow->loss());
    record(shown_[s]);
  }
  limit_ = std::make_unique<ParticleFlow>(model_, limitStart(), 1, config_.move);
  limitLoss_.push_back(limit_->loss());
  const ParticleFlow& tangent = *shown_[kTangent].flow;
  kernel_ = std::make_unique<FrozenKernel>(*model_, tangent.start(), tangent.alpha(), config_.move,
                                           gridPoints());
  if (config_.start == MeanFieldStart::Even) return;
  sizes_ = torus_ ? std::vector<int>{16, 32, 64, 128, 256} : std::vector<int>{16, 32, 64, 128};
  for (int r = 0; r < config_.runs; ++r) {
    for (const int n : sizes_) {
      const std::uint64_t stream =
          kRunStream * (static_cast<std::uint64_t>(r) + 1) + static_cast<std::uint64_t>(n);
      plan_.push_back({kMeanField, n, stream});
      plan_.push_back({kTangent, n, stream});
    }
  }
  if (config_.runs > 0) draws_ = {{16, {}}, {64, {}}};
}

Particles MeanFieldStudy::startOf(Scaling s, int n, std::uint64_t stream) const {
  Rng rng = Rng(seed_).split(stream);
  Particles p = randomParticles(*model_, n, rng);
  if (config_.start == MeanFieldStart::Fitted) {
    // Random signs keep the output of the tangent scaling of order one.
    for (Index i = 0; i < n; ++i) {
      p.c[i] = torus_->representing(p.y(0, i)) * (s == kTangent ? rng.sign() : 1);
    }
  } else if (config_.start == MeanFieldStart::Even) {
    for (Index i = 0; i < n; ++i) p.y(0, i) = 2 * pi * static_cast<double>(i) / n;
    p.c.setZero();
  }
  return p;
}

Particles MeanFieldStudy::limitStart() const {
  if (config_.start == MeanFieldStart::Random) {
    return limitParticles(*model_, torus_ ? kLimitPositions : kPlaneLimitPositions);
  }
  constexpr Index n = kLimitPositions;
  Particles p{VectorXd::Zero(n), MatrixXd(1, n), VectorXd::Constant(n, 1.0 / n)};
  for (Index i = 0; i < n; ++i) {
    p.y(0, i) = 2 * pi * static_cast<double>(i) / n;
    if (config_.start == MeanFieldStart::Fitted) p.c[i] = torus_->representing(p.y(0, i));
  }
  return p;
}

std::unique_ptr<ParticleFlow> MeanFieldStudy::flowOf(Scaling s, int n, std::uint64_t stream) const {
  return std::make_unique<ParticleFlow>(model_, startOf(s, n, stream), alphaOf(s, n), config_.move);
}

void MeanFieldStudy::record(Shown& shown) const {
  const Particles& now = shown.flow->now();
  const Index n = std::min<Index>(now.size(), kTrails), d = now.y.rows();
  VectorXd point(n * (1 + d));
  point << now.c.head(n), now.y.leftCols(n).reshaped();
  shown.path.add(point);
}

void MeanFieldStudy::step() {
  if (diverged_) return;
  if (!shownFinished()) {
    shownSlice();
  } else if (next_ < plan_.size()) {
    sweepSlice();
  }
}

void MeanFieldStudy::shownSlice() {
  const double cost = 2 * costOf(config_, config_.particles) +
                      costOf(config_, static_cast<double>(limit_->start().size()));
  const int count = std::clamp(static_cast<int>(kSlice / cost), 1, 4);
  for (int k = 0; k < count && !shownFinished(); ++k) {
    for (Shown& shown : shown_) {
      shown.flow->step(config_.rate);
      shown.loss.push_back(shown.flow->loss());
      record(shown);
      if (shown.flow->diverged()) diverged_ = true;
    }
    limit_->step(config_.rate);
    limitLoss_.push_back(limit_->loss());
    ++steps_;
    if (diverged_) return;
  }
  if (!shownFinished()) return;
  for (const Shown& shown : shown_) {
    const double inputs = model_->lossOverInputs(shown.flow->now().y, shown.flow->amplitude(),
                                                 torus_ ? gridPoints() : 4096);
    closedFormError_ =
        std::max(closedFormError_, std::abs(shown.loss.back() - inputs) / model_->targetLoss());
  }
}

std::vector<double> MeanFieldStudy::sampleTimes() const {
  std::vector<double> times;
  for (int i = 0; i <= kSamples; ++i) {
    times.push_back(config_.rate * static_cast<double>(allSteps_ * i / kSamples));
  }
  return times;
}

void MeanFieldStudy::sweepSlice() {
  for (Draws& draws : draws_) {
    if (draws.loss.size() < kDraws) return drawSlice(draws);
  }
  const Plan& plan = plan_[next_];
  if (!running_) {
    running_ = flowOf(plan.scaling, plan.n, plan.stream);
    runningSteps_ = 0;
    current_ = {.n = plan.n, .function = {}, .loss = {}};
    if (plan.scaling == kTangent) {
      const FrozenKernel kernel(*model_, running_->start(), running_->alpha(), config_.move,
                                gridPoints());
      current_.predictedMotion = kernel.positionMotion(config_.rate, allSteps_);
    }
  }
  for (int k = static_cast<int>(kSlice / costOf(config_, plan.n)) + 1; k > 0; --k) {
    const auto sample = static_cast<long>(current_.loss.size());
    if (sample <= kSamples && runningSteps_ == allSteps_ * sample / kSamples) {
      current_.loss.push_back(running_->loss());
    }
    if (runningSteps_ >= allSteps_) {
      current_.positionMotion = running_->positionMotion();
      current_.coefficientMotion = running_->coefficientMotion();
      for (int p = 0; p < kAngles; ++p) {
        current_.function.push_back(running_->output(2 * pi * p / kAngles));
      }
      runs_[plan.scaling].push_back(std::move(current_));
      running_.reset();
      ++next_;
      return;
    }
    running_->step(config_.rate);
    ++runningSteps_;
  }
}

void MeanFieldStudy::drawSlice(Draws& draws) {
  for (int k = 0; k < 25; ++k) {
    const std::uint64_t stream = kDrawStream + kRunStream * (draws.loss.size() + 1) * 1000 +
                                 static_cast<std::uint64_t>(draws.n);
    draws.loss.push_back(flowOf(kMeanField, draws.n, stream)->loss());
  }
}

double MeanFieldStudy::expectedStartLoss(int n) const {
  if (!torus_) return model_->targetLoss() + 1.0 / (2 * n);  // E c^2 K(y,y) = E |y|^2/2 = 1
  const VectorXd origin = VectorXd::Zero(1);
  const double kernel = torus_->kernel(origin, origin);
  if (config_.start == MeanFieldStart::Random) return model_->targetLoss() + kernel / (2 * n);
  // f_n has the mean f, but for the modes out of reach; E C^2 by a sum that is exact for waves.
  constexpr int kPoints = 64;
  double square = 0;
  for (int p = 0; p < kPoints; ++p) {
    const double c = torus_->representing(2 * pi * p / kPoints);
    square += c * c / kPoints;
  }
  const double reached = 2 * (model_->targetLoss() - floor());
  return floor() + (square * kernel - reached) / (2 * n);
}

double MeanFieldStudy::progress() const {
  if (finished()) return 1;
  const double shown = static_cast<double>(steps_) / static_cast<double>(allSteps_);
  if (plan_.empty()) return std::min(shown, 0.99);
  return 0.4 * shown + 0.59 * static_cast<double>(next_) / static_cast<double>(plan_.size());
}

double MeanFieldStudy::imbalance() const {
  const ParticleFlow& flow = *shown_[kMeanField].flow;
  const auto balance = [](const Particles& p) {
    return VectorXd(p.c.cwiseAbs2() - p.y.colwise().squaredNorm().transpose());
  };
  return (balance(flow.now()) - balance(flow.start())).cwiseAbs().dot(flow.start().weight);
}

double MeanFieldStudy::imbalanceBound() const {
  return config_.rate * shown_[kMeanField].flow->dissipated();
}

std::vector<const MeanFieldStudy::Run*> MeanFieldStudy::runsAt(Scaling s, int n) const {
  std::vector<const Run*> found;
  for (const Run& run : runs_[s]) {
    if (run.n == n) found.push_back(&run);
  }
  return found;
}

double MeanFieldStudy::variance(Scaling s, int n) const {
  const auto runs = runsAt(s, n);
  double sum = 0;
  for (std::size_t p = 0; p < kAngles; ++p) {
    std::vector<double> values;
    for (const Run* run : runs) values.push_back(run->function[p]);
    sum += basin::variance(values);
  }
  return sum / kAngles;
}

}  // namespace basin
