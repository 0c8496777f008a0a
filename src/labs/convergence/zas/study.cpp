#include "labs/convergence/zas/study.h"

#include <algorithm>
#include <cmath>

#include "lab/param_text.h"
#include "linalg/decompositions.h"

namespace basin::zas {

namespace {

constexpr LinearStart kKinds[kStarts] = {LinearStart::ZeroAsymmetric, LinearStart::NearIdentity,
                                         LinearStart::Xavier};
constexpr double kSlice = 4e6;  // nanoseconds, roughly

MatrixXd targetOf(const Config& config, std::uint64_t seed) {
  const Index d = config.dimension;
  MatrixXd target = MatrixXd::Identity(d, d);
  if (config.target == Target::Reflection) target(0, 0) = -1;
  if (config.target == Target::Minus) target = -target;
  if (config.target == Target::Random) {
    Rng rng = Rng(seed).split(41);
    for (Index i = 0; i < target.size(); ++i) target.data()[i] = rng.normal();
    target /= target.norm();
  }
  return target;
}

// The start of a run; the race shows replica 0 of its depth. The streams are such that seed 1 shows
// a wait near the median.
std::vector<MatrixXd> startOf(const Config& config, LinearStart kind, int factors,
                              std::uint64_t seed, int replica) {
  const auto stream = static_cast<std::uint64_t>(18000 + replica * 100 + factors);
  return linearStart(kind, factors, config.dimension, config.spread,
                     Rng(seed).split(stream).split(static_cast<std::uint64_t>(kind)));
}

VectorXd weightsOf(const std::vector<MatrixXd>& factors) {
  VectorXd weights(static_cast<Index>(factors.size()));
  for (std::size_t i = 0; i < factors.size(); ++i) {
    weights[static_cast<Index>(i)] = factors[i](0, 0);
  }
  return weights;
}

int stepsFor(const Config& config, int factors) {
  const double d = config.dimension;
  return static_cast<int>(kSlice / (factors * (60 + 8 * d * d * d)));
}

}  // namespace

Racer::Racer(LinearStart kind, std::vector<MatrixXd> factors, const MatrixXd& target,
             double epsilon)
    : kind_(kind),
      net_(std::move(factors), MatrixXd::Identity(target.rows(), target.cols()), target),
      epsilon_(epsilon),
      firstLoss_(net_.loss()) {}

void Racer::step(double rate) {
  net_.step(rate);
  ++steps_;
}

SweepJob::SweepJob(const Config& config, const MatrixXd& target, int factors, std::uint64_t seed,
                   int replica)
    : rate_(config.rate), stepLimit_(config.stepLimit), slice_(stepsFor(config, factors)) {
  for (const LinearStart kind : kKinds) {
    racers_.emplace_back(kind, startOf(config, kind, factors, seed, replica), target,
                         config.epsilon);
  }
}

bool SweepJob::advance() {
  for (int k = slice_; k > 0; --k) {
    Racer& racer = racers_[running_];
    if (!racer.ended() && racer.steps() < stepLimit_) {
      racer.step(rate_);
      continue;
    }
    arrivals_.steps[running_] = racer.arrival();
    arrivals_.lost[running_] = racer.diverged();
    if (++running_ == racers_.size()) return true;
  }
  return false;
}

Study::Study(const Config& config, std::uint64_t seed)
    : config_(config),
      seed_(seed),
      target_(targetOf(config, seed)),
      provedRate_(zeroAsymmetricRate(target_.norm(), config.factors)),
      rate_(config.constants == Constants::Theorem ? provedRate_ : config.rate),
      sweep_(
          {2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12},
          config.constants == Constants::Theorem ? 0 : config.runs, Rng(seed),
          [this](int factors, int replica, const Rng&) {
            return SweepJob(config_, target_, factors, seed_, replica);
          },
          Streams::Independent, Making::FirstSlice) {
  for (const LinearStart kind : kKinds) {
    std::vector<MatrixXd> factors = startOf(config, kind, config.factors, seed, 0);
    if (scalar()) {
      flows_[racers_.size()].emplace(weightsOf(factors), target_(0, 0));
    }
    racers_.emplace_back(kind, std::move(factors), target_, config.epsilon);
    traces_.emplace_back(512, PerOctave{64});
    measure(racers_.size() - 1);
  }
  right_ = symmetricEigen(target_.transpose() * target_).vectors;
  left_ = (target_ * right_).colwise().normalized();
}

void Study::step() {
  for (long long k = 1 + steps_ / 40; k > 0 && !raceFinished(); --k) {
    ++steps_;
    for (std::size_t i = 0; i < racers_.size(); ++i) {
      if (racers_[i].ended()) continue;
      racers_[i].step(rate_);
      measure(i);
    }
    watchBounds();
  }
  if (!diverged()) sweep_.step();
}

void Study::measure(std::size_t i) {
  const Racer& racer = racers_[i];
  if (!traces_[i].due(racer.steps()) && !racer.ended()) return;
  std::array<double, kSingular + kMostDimensions> row{};
  row[kLoss] = racer.loss();
  const MatrixXd& product = racer.net().layer(racer.net().depth());
  const VectorXd singular = singularValues(product);
  for (Index k = 0; k < singular.size(); ++k) {
    row[static_cast<std::size_t>(kSingular + k)] = singular[singular.size() - 1 - k];
  }
  if (determinant(product) < 0) row[kSingular] = -row[kSingular];
  if (scalar()) {
    const VectorXd weights = weightsOf(racer.net().factors());
    const Index own = flows_[i]->bottleneck();
    double others = 1;
    for (Index j = 0; j < weights.size(); ++j) others *= j == own ? 1 : weights[j];
    row[kBottleneck] = others < 0 ? -weights[own] : weights[own];
    row[kOthers] = std::pow(std::abs(others), 1.0 / static_cast<double>(weights.size() - 1));
  }
  traces_[i].add(racer.steps(), row);
}

void Study::watchBounds() {
  const Racer& racer = racers_.front();
  if (racer.steps() != steps_) return;
  const auto t = static_cast<double>(steps_);
  const double left = std::log(racer.loss() / racer.firstLoss());
  provedRatio_ = std::max(provedRatio_, std::exp(left - provedDecay(rate_, t)));
  const MatrixXd modes = left_.transpose() * racer.net().residual() * right_;
  overshot_ = overshot_ || modes.diagonal().maxCoeff() > 1e-12;
  if (!overshot_)
    oneSidedRatio_ = std::max(oneSidedRatio_, std::exp(left - oneSidedDecay(rate_, t)));
}

bool Study::mustCross() const {
  return determinant(target_) < 0;
}

std::optional<ScalarProductFlow> Study::ownFlow(int factors) const {
  // Both other targets have singular values 1 alone.
  if (!scalar() && config_.target == Target::Random) return std::nullopt;
  VectorXd weights = VectorXd::Ones(factors);
  weights[factors - 1] = 0;
  return ScalarProductFlow(weights, 1);
}

double Study::flowTime(LinearStart kind) const {
  if (kind == LinearStart::ZeroAsymmetric) {
    const auto flow = ownFlow(config_.factors);
    return flow ? flow->time(config_.epsilon / config_.dimension)
                : std::numeric_limits<double>::quiet_NaN();
  }
  return flow(kind) ? flow(kind)->time(config_.epsilon) : std::numeric_limits<double>::quiet_NaN();
}

std::vector<double> Study::arrivals(std::size_t depth, LinearStart kind) const {
  const auto i = static_cast<std::size_t>(kind);
  return sweep_.values(depth, [i](const Arrivals& all) {
    return all.lost[i] ? std::optional<double>() : std::optional<double>(all.steps[i]);
  });
}

double Study::medianArrival(std::size_t depth, LinearStart kind) const {
  std::vector<double> steps = arrivals(depth, kind);
  const auto arrived = std::ranges::count_if(steps, [](double t) { return std::isfinite(t); });
  if (2 * static_cast<std::size_t>(arrived) <= steps.size()) return kNever;
  // In the middle no time is infinite, but differences of infinite ones are no numbers.
  for (double& t : steps) t = std::min(t, 1e18);
  return median(steps);
}

const std::vector<std::vector<double>>& Study::predicted(LinearStart kind) const {
  return predicted_[static_cast<std::size_t>(kind)].get(true, [&] {
    std::vector<std::vector<double>> all(sweep_.settings().size());
    for (std::size_t i = 0; i < all.size(); ++i) {
      const int factors = sweep_.settings()[i];
      if (kind == LinearStart::ZeroAsymmetric) {
        const auto flow = ownFlow(factors);
        if (flow) all[i] = {flow->time(config_.epsilon / config_.dimension) / rate_};
        continue;
      }
      if (!scalar()) continue;
      for (int r = 0; r < sweep_.replicas(); ++r) {
        const VectorXd weights = weightsOf(startOf(config_, kind, factors, seed_, r));
        const ScalarProductFlow flow(weights, target_(0, 0));
        all[i].push_back(flow.time(config_.epsilon) / rate_);
      }
    }
    return all;
  });
}

bool Study::raceFinished() const {
  return steps_ >= config_.stepLimit || std::ranges::all_of(racers_, &Racer::ended);
}

bool Study::diverged() const {
  return std::ranges::all_of(racers_, &Racer::diverged);
}

double Study::progress() const {
  const double race = std::log1p(time()) / std::log1p(config_.stepLimit);
  return studyProgress(finished(), raceFinished() ? 1 : race, sweep_.done(), sweep_.size());
}

}  // namespace basin::zas
