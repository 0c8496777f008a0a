#include "labs/convergence/batchnorm/race.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "base/stats.h"
#include "linalg/portable_trig.h"
#include "nn/init.h"

namespace basin::batchnorm {

namespace {

constexpr int kExamples = 512;
constexpr int kLooks = 8;
constexpr double kSlice = 2e7;  // flop, some 2 ms

Architecture shapeOf(const Config& config, bool normalised) {
  std::vector<int> widths(static_cast<std::size_t>(config.depth) + 2, config.width);
  widths.front() = widths.back() = 2;
  return {.widths = std::move(widths),
          .activation = config.activation == Units::Relu ? Activation::Relu : Activation::Tanh,
          .batchNorm = normalised};
}

// He's start, but N(0, 1/sqrt(width)) for the weights into the output; no draw is spent on biases,
// so both networks have the same weights.
VectorXd startOf(const Architecture& shape, Rng rng) {
  const Layout layout(shape);
  VectorXd theta;
  initialise<double>(layout, TyingMap::none(layout), {.scheme = InitScheme::He}, rng, theta);
  const LayerBlock& output = layout.layers().back();
  theta.segment(output.weight, output.weights()) *= std::numbers::sqrt2 / 2;
  return theta;
}

// Two arms of a spiral: t ~ U(1/4, 1) 3 pi, 2t/(3 pi) (cos(t + pi c), sin(t + pi c)) + N(0, 0.05).
void drawSpiral(Rng rng, MatrixXd& X, MatrixXd& Y) {
  X.resize(kExamples, 2);
  Y.setZero(kExamples, 2);
  for (Index i = 0; i < kExamples; ++i) {
    const Index c = i % 2;
    const double along = rng.uniform(0.25, 1);
    const double angle = std::numbers::pi * (3 * along + static_cast<double>(c));
    X(i, 0) = 2 * along * portableCos(angle) + 0.05 * rng.normal();
    X(i, 1) = 2 * along * portableSin(angle) + 0.05 * rng.normal();
    Y(i, c) = 1;
  }
}

}  // namespace

double valueOf(const StepMeasurement& m, Quantity quantity) {
  switch (quantity) {
    case kBand:
      return m.variation();
    case kBandOverLoss:
      return m.variation() / m.loss;
    case kChange:
      return m.change;
    case kSmoothness:
      return m.smoothness;
    case kShift:
      return m.shift;
    case kCosine:
      return m.cosine;
    default:
      return m.loss;
  }
}

double medianOf(const ProbedTraining& learner, Quantity quantity) {
  std::vector<double> values;
  for (const StepMeasurement& m : learner.measurements()) values.push_back(valueOf(m, quantity));
  return median(values);
}

Race::Race(const Config& config, const Rng& rng) : config_(config), batches_(rng.split(2)) {
  drawSpiral(rng.split(0), inputs_, targets_);
  for (const bool normalised : {false, true}) {
    const Architecture shape = shapeOf(config, normalised);
    learners_.emplace_back(shape, startOf(shape, rng.split(1)), config.rate,
                           spreadWays(config.rate / 2, config.rate * config.reach, kLooks));
  }
  interval_ = std::max(1, config.stepLimit / kMeasures);
  const double flop = 6.0 * config.batch * config.width * (config.width + 10) * config.depth;
  slice_ = std::max(1, static_cast<int>(kSlice / flop));
  drawBatch();
}

bool Race::advance() {
  for (int k = slice_; k > 0 && !ended(); --k) {
    if (!learners_[net_].advance(step_, step_ % interval_ == 0, X_, Y_)) continue;
    net_ = (net_ + 1) % kNets;
    if (net_ > 0) continue;
    ++step_;
    drawBatch();
  }
  return ended();
}

void Race::drawBatch() {
  X_.resize(config_.batch, inputs_.cols());
  Y_.resize(config_.batch, targets_.cols());
  for (Index i = 0; i < config_.batch; ++i) {
    const Index example = batches_.below(kExamples);
    X_.row(i) = inputs_.row(example);
    Y_.row(i) = targets_.row(example);
  }
}

std::optional<Medians> Race::result() const {
  if (lost(0) || lost(1)) return std::nullopt;
  Medians all{};
  for (int q = 0; q < kQuantities; ++q) {
    for (int net = 0; net < kNets; ++net) {
      all[static_cast<std::size_t>(net)][static_cast<std::size_t>(q)] =
          medianOf(learner(net), static_cast<Quantity>(q));
    }
  }
  return all;
}

}  // namespace basin::batchnorm
