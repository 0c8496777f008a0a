#include "labs/landscapes/extra_neuron/study.h"

#include <algorithm>
#include <cmath>

#include "base/number_text.h"
#include "data/table.h"
#include "lab/param_text.h"
#include "linalg/decompositions.h"

namespace basin::extra_neuron {

namespace {

constexpr double kLost = 1e12;
constexpr double kReach = 2;      // of the line of points
constexpr double kNearby = 0.12;  // a press this close means the point
constexpr std::size_t kMostPoints = 8;
constexpr int kIdentityPoints = 1000;

// Streams of the session's generator.
enum Stream : std::uint64_t { kAround = 61 };

std::vector<Sample> samplesOf(const std::string& text) {
  const auto read = readSamples(text);
  std::vector<Sample> samples;
  if (read.ok()) {
    for (const Sample& sample : read.value()) {
      if (!std::isfinite(sample.x) || samples.size() >= kMostPoints) continue;
      samples.push_back({std::clamp(sample.x, -kReach, kReach), sample.y < 0 ? -1.0 : 1.0});
    }
  }
  if (samples.empty()) samples = {{-1, -1}, {1, 1}};
  return samples;
}

// What is wrong with points as they were written; empty where all is well.
std::string problemOf(const std::string& text) {
  if (trimmed(text).empty()) return {};
  const auto read = readSamples(text);
  const auto refused = [](const std::string& why) {
    return "Your points cannot be read: " + why + ".";
  };
  if (!read.ok()) return refused(read.error());
  if (read.value().size() > kMostPoints) {
    return refused("there are more than " + std::to_string(kMostPoints));
  }
  const auto outside = [](const Sample& sample) { return !(std::abs(sample.x) <= kReach); };
  if (std::ranges::any_of(read.value(), outside)) return refused("x is not from −2 to 2");
  return {};
}

}  // namespace

LinePoints pointsOf(const std::string& text) {
  const std::vector<Sample> samples = samplesOf(text);
  LinePoints points{VectorXd(samples.size()), VectorXd(samples.size())};
  for (std::size_t i = 0; i < samples.size(); ++i) {
    points.x[static_cast<Index>(i)] = samples[i].x;
    points.y[static_cast<Index>(i)] = samples[i].y;
  }
  return points;
}

Study::Study(const Config& config, std::uint64_t seed)
    : config_(config), loss_(pointsOf(config.samples), config.penalty) {
  start_ = deadNetwork(points());
  start_[NeuronLoss::A] = config.amplitude;
  start_[NeuronLoss::W] = config.steepness;
  theta_ = start_;
  value_ = loss_.gradient(theta_, gradient_);
  leastNetwork_ = networkLoss();
  lookAround(Rng(seed).split(kAround));
  record();
}

void Study::lookAround(Rng rng) {
  const VectorXd dead = deadNetwork(points());
  const double widest = std::max(1.0, points().x.cwiseAbs().maxCoeff());
  VectorXd theta = dead;
  for (int k = 0; k < kSamples; ++k) {
    for (Index i = 0; i < 4; ++i) theta[i] = dead[i] + rng.normal(0, 0.3 / widest);
    // Where the unit comes to life begins another place.
    const double most = theta[NeuronLoss::C1] + std::abs(theta[NeuronLoss::U]) * widest;
    if (most < 0) around_.least = std::min(around_.least, loss_.networkLoss(theta));
  }
  MatrixXd H;
  loss_.hessian(dead, H);
  around_.lambdaMin = symmetricEigenvalues(H)[0];
  around_.predictedLambdaMin =
      std::min(0.0, symmetricEigenvalues(deadHessian(points(), config_.penalty))[0]);
  VectorXd g;
  for (int k = 0; k < kIdentityPoints; ++k) {
    for (double& value : theta) value = rng.normal();
    loss_.gradient(theta, g);
    const double a = theta[NeuronLoss::A];
    const double left = a * g[NeuronLoss::A], right = g[NeuronLoss::B];
    const double error = std::abs(left - right - config_.penalty * a * a);
    around_.identityError =
        std::max(around_.identityError, error / (1 + std::abs(left) + std::abs(right)));
  }
}

bool Study::standard() const {
  return points().count() == 2 && points().x.cwiseAbs() == VectorXd::Ones(2) &&
         points().x[0] == -points().x[1] && points().y[0] == -points().y[1];
}

Index Study::steepPoint() const {
  Index best = 0;
  for (Index i = 1; i < points().count(); ++i) {
    const bool steeper = theta_[NeuronLoss::W] * (points().x[i] - points().x[best]) > 0;
    if (steeper) best = i;
  }
  return best;
}

InputProblem Study::inputProblem() const {
  return {"samples", problemOf(config_.samples)};
}

double Study::exponent() const {
  return theta_[NeuronLoss::W] * points().x[steepPoint()] + theta_[NeuronLoss::B];
}

void Study::step() {
  const long long bunch = std::max<long long>(5, steps_ / 60);
  for (long long k = 0; k < bunch && !finished(); ++k) descend();
}

void Study::descend() {
  const double a = amplitude(), move = config_.rate * gradient_[NeuronLoss::A];
  squares_ += a * a;
  moves_ += 0.5 * move * move;
  const double bound = neuronGradientBound(config_.penalty, a);
  // Where points contradict one another a comes to rest at 0, and of the gradient only rounding is
  // left.
  if (bound > 1e-12) gradientRatio_ = std::min(gradientRatio_, gradient_.norm() / bound);
  theta_ -= config_.rate * gradient_;
  ++steps_;
  value_ = loss_.gradient(theta_, gradient_);
  diverged_ = !(value_ <= kLost);
  if (diverged_) return;
  leastNetwork_ = std::min(leastNetwork_, networkLoss());
  peak_ = std::max(peak_, std::abs(amplitude()));
  if (trace_.due(steps_) || finished()) record();
}

void Study::record() {
  const Index at = steepPoint();
  const double x = points().x[at], added = NeuronLoss::neuron(theta_, x);
  const double seen = -points().y[at] * (NeuronLoss::network(theta_, x) + added);
  trace_.add(steps_, {value_, networkLoss(), std::abs(amplitude()), std::exp(exponent()),
                      std::abs(added), seen});
  if (steps_ == 0 || !std::isnan(edgeTime_)) return;
  MatrixXd H;
  loss_.hessian(theta_, H);
  const double sharpness = symmetricEigenvalues(H).maxCoeff();
  if (config_.rate * sharpness >= 2) edgeTime_ = time();
}

Study::Traced Study::traced(Column column) const {
  Traced found;
  for (std::size_t i = 0; i < trace_.steps().size(); ++i) {
    if (trace_.steps()[i] < 1) continue;
    found.time.push_back(trace_.steps()[i] * config_.rate);
    found.values.push_back(trace_.column(column)[i]);
  }
  return found;
}

double Study::invariant() const {
  const double a = amplitude(), a0 = start_[NeuronLoss::A];
  return theta_[NeuronLoss::B] - start_[NeuronLoss::B] - 0.5 * (a * a - a0 * a0) + moves_ -
         config_.penalty * config_.rate * squares_;
}

double Study::invariantScale() const {
  return 1 + std::abs(theta_[NeuronLoss::B]) + moves_ + config_.penalty * config_.rate * squares_;
}

double Study::progress() const {
  return finished() ? 1 : std::log1p(static_cast<double>(steps_)) / std::log1p(config_.stepLimit);
}

std::string Study::statusText() const {
  if (diverged_) {
    return "step size η = " + formatNumber(config_.rate) + " overshot the cubic walls of the loss";
  }
  if (!finished()) return {};
  const bool valley = config_.penalty > 0 && !onSaddle();
  return valley ? "the steps are made, and the valley goes on" : "the steps are made";
}

std::vector<ParamChange> Study::poke(const Poke& poke) const {
  if (poke.output != "output-function" || poke.kind == PokeKind::Release ||
      poke.kind == PokeKind::Drag || !std::isfinite(poke.x) || !std::isfinite(poke.y)) {
    return {};
  }
  std::vector<Sample> samples = samplesOf(config_.samples);
  const double x = std::clamp(poke.x, -kReach, kReach);
  const auto near =
      std::ranges::find_if(samples, [&](const Sample& s) { return std::abs(s.x - x) < kNearby; });
  const double y = poke.y < 0 ? -1 : 1;
  const bool erase = poke.kind == PokeKind::Erase || (near != samples.end() && near->y == y);
  if (near == samples.end()) {
    if (erase || samples.size() >= kMostPoints) return {};
    samples.push_back({x, y});
  } else if (erase) {
    if (samples.size() <= 2) return {};
    samples.erase(near);
  } else {
    near->y = y;
  }
  return {{"samples", writeSamples(samples)}};
}

}  // namespace basin::extra_neuron
