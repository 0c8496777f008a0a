#include "labs/kernels/mean_field/networks.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace basin::mean_field {

namespace {

using std::numbers::pi;

constexpr int kLimitPositions = 64, kPlaneLimitPositions = 24;

std::vector<double> waveOf(Target target) {
  switch (target) {
    case Target::Waves:
      return {0, 1, 0, 0.5};
    case Target::Square: {
      // sign(cos x) up to the units' highest mode.
      std::vector<double> f(kModes + 1, 0.0);
      for (int k = 1; k <= kModes; k += 2) {
        f[static_cast<std::size_t>(k)] = (k % 4 == 1 ? 4 : -4) / (pi * k);
      }
      return f;
    }
    case Target::Beyond: {
      std::vector<double> f(kModes + 3, 0.0);
      f[1] = 1;
      f.back() = 0.5;
      return f;
    }
  }
  return {0};
}

std::shared_ptr<const TorusModel> makeTorus(const Config& config) {
  if (config.units != Units::Torus) return nullptr;
  std::vector<double> b;
  for (int k = 0; k <= kModes; ++k) b.push_back(std::pow(config.decay, k));
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

Config effective(Config config) {
  if (config.units == Units::Plane) {
    config.start = Start::Random;
    config.move = true;
  }
  return config;
}

}  // namespace

long stepsOf(const Config& config) {
  return std::max(1L, std::lround(config.time / config.rate));
}

Networks::Networks(const Config& config, std::uint64_t seed)
    : config_(effective(config)), seed_(seed), torus_(makeTorus(config)) {
  model_ = torus_ ? std::static_pointer_cast<const UnitModel>(torus_) : makePlane();
}

std::unique_ptr<ParticleFlow> Networks::flow(Scaling scaling, int n, std::uint64_t stream) const {
  Rng rng = Rng(seed_).split(stream);
  Particles p = config_.start == Start::Even ? evenStart(n) : randomParticles(*model_, n, rng);
  if (config_.start == Start::Fitted) {
    // Random signs keep the output of the tangent scaling of order one.
    for (Index i = 0; i < n; ++i) {
      p.c[i] = torus_->representing(p.y(0, i)) * (scaling == kTangent ? rng.sign() : 1);
    }
  }
  const double alpha = scaling == kMeanField ? 1 : std::sqrt(static_cast<double>(n));
  return std::make_unique<ParticleFlow>(model_, std::move(p), alpha, config_.move);
}

std::unique_ptr<ParticleFlow> Networks::limit() const {
  Particles p;
  if (config_.start == Start::Random) {
    p = limitParticles(*model_, torus_ ? kLimitPositions : kPlaneLimitPositions);
  } else {
    p = evenStart(kLimitPositions);
    if (config_.start == Start::Fitted) {
      for (Index i = 0; i < p.size(); ++i) p.c[i] = torus_->representing(p.y(0, i));
    }
  }
  return std::make_unique<ParticleFlow>(model_, std::move(p), 1, config_.move);
}

Particles Networks::evenStart(Index n) const {
  const auto count = static_cast<double>(n);
  Particles p{VectorXd::Zero(n), MatrixXd(1, n), VectorXd::Constant(n, 1 / count)};
  for (Index i = 0; i < n; ++i) p.y(0, i) = 2 * pi * static_cast<double>(i) / count;
  return p;
}

double Networks::expectedStartLoss(int n) const {
  if (!torus_) return model_->targetLoss() + 1.0 / (2 * n);  // E c^2 K(y,y) = E |y|^2/2 = 1
  const VectorXd origin = VectorXd::Zero(1);
  const double kernel = torus_->kernel(origin, origin);
  if (config_.start == Start::Random) return model_->targetLoss() + kernel / (2 * n);
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

}  // namespace basin::mean_field
