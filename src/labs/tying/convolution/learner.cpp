#include "labs/tying/convolution/learner.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "nn/init.h"

namespace basin::convolution {

namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr LossSpec kLoss{Loss::Logistic};
constexpr int kBatch = 32;
constexpr double kSliceWork = 4e6;  // multiplications of a forward pass
// Streams of a run's generator.
constexpr std::uint64_t kPattern = 1, kTrain = 2, kSeenTest = 3, kUnseenTest = 4, kStart = 5,
                        kOrder = 6;

int windowsOf(const Config& config) {
  return config.length - config.patternLength + 1;
}

Network<double> makeNetwork(const Config& config, Kind kind) {
  return Network<double>(architectureOf(config, kind));
}

VectorXd startOf(const Network<double>& network, const Rng& rng) {
  Rng own = rng.split(kStart);
  VectorXd theta;
  initialise(network.layout(), network.tying(), {InitScheme::He}, own, theta);
  return theta;
}

OptimiserSpec optimiserOf(const Config& config) {
  OptimiserSpec spec;
  spec.kind = OptimiserKind::Adam;
  spec.rate = config.rate;
  return spec;
}

double workOf(const Config& config, Kind kind) {
  const double inputs = kind == Kind::Full ? config.length : config.patternLength;
  return inputs * windowsOf(config) * config.filters;
}

}  // namespace

Architecture architectureOf(const Config& config, Kind kind) {
  const int windows = windowsOf(config);
  std::vector<LayerSpec> layers;
  if (kind == Kind::Full) {
    layers = {DenseLayer{config.filters * windows}, ActivationLayer{Activation::Relu}};
  } else {
    layers = {ConvolutionLayer{.filters = config.filters,
                               .window = Window::line(config.patternLength),
                               .shared = kind == Kind::Tied},
              ActivationLayer{Activation::Relu}, PoolingLayer{PoolingKind::Max, Window::whole()}};
  }
  layers.push_back(DenseLayer{1});
  return Architecture::ofLayers({1, 1, config.length}, std::move(layers));
}

long parametersOf(const Config& config, Kind kind) {
  const long F = config.filters, p = config.patternLength, P = windowsOf(config);
  switch (kind) {
    case Kind::Tied:
      return F * (p + 2) + 1;
    case Kind::Local:
      return F * P * (p + 1) + F + 1;
    case Kind::Full:
      return F * P * (config.length + 2) + 1;
  }
  return 0;
}

Problem makeProblem(const Config& config, const Rng& rng) {
  Problem problem;
  problem.task.length = config.length;
  problem.task.question = config.question;
  problem.task.pattern = VectorXd(config.patternLength);
  Rng own = rng.split(kPattern);
  for (double& x : problem.task.pattern) x = own.normal();
  problem.task.pattern *= config.strength / problem.task.pattern.norm();
  const PlaceRange all = problem.task.places();
  const int seen =
      std::clamp(static_cast<int>(std::lround(config.seenShare * all.count)), 1, all.count);
  problem.seen = {all.first, seen};
  problem.unseen = {all.first + seen, all.count - seen};
  const PatternTask& task = problem.task;
  problem.seenTest = drawExamples(task, problem.seen, kTests, rng.split(kSeenTest));
  problem.bestSeen = bestAccuracy(task, problem.seen, problem.seenTest);
  problem.bestUnseen = kNaN;
  // Which side the pattern is on makes no sense at places of one side only.
  if (config.question == PatternQuestion::Side) problem.unseen.count = 0;
  if (problem.unseen.count > 0) {
    problem.unseenTest = drawExamples(task, problem.unseen, kTests, rng.split(kUnseenTest));
    problem.bestUnseen = bestAccuracy(task, problem.unseen, problem.unseenTest);
  }
  return problem;
}

PatternExamples trainingExamples(const Problem& problem, int count, const Rng& rng) {
  return drawExamples(problem.task, problem.seen, count, rng.split(kTrain));
}

Learner::Learner(const Config& config, Kind kind, const PatternExamples& data, const Rng& rng)
    : kind_(kind),
      network_(makeNetwork(config, kind)),
      runner_(network_, Batches<double>(data.signals, data.labels, kBatch, rng.split(kOrder)),
              kLoss, optimiserOf(config), startOf(network_, rng)),
      limit_(config.stepLimit),
      slice_(std::clamp(static_cast<long>(kSliceWork / (kBatch * (workOf(config, kind) + 300))), 1L,
                        200L)) {}

void Learner::run(long steps) {
  if (ended()) return;
  const double loss = runner_.run(std::min(steps, limit_ - this->steps()));
  diverged_ = !std::isfinite(loss) || !runner_.theta().allFinite();
}

double Learner::accuracy(const PatternExamples& examples) const {
  const Index n = examples.signals.rows();
  if (n == 0) return kNaN;
  const auto f = answers(examples.signals);
  Index right = 0;
  for (Index i = 0; i < n; ++i) right += (f(i, 0) > 0) == (examples.labels(i, 0) > 0);
  return static_cast<double>(right) / static_cast<double>(n);
}

SweepJob::SweepJob(const Config& config, const Setting& setting, const Rng& rng)
    : problem_(makeProblem(config, rng)),
      data_(trainingExamples(problem_, setting.count, rng)),
      learner_(config, setting.kind, data_, rng) {}

bool SweepJob::advance() {
  learner_.run(learner_.slice());
  return learner_.ended();
}

std::optional<Outcome> SweepJob::result() const {
  if (learner_.diverged()) return std::nullopt;
  return Outcome{.seen = learner_.accuracy(problem_.seenTest),
                 .unseen = learner_.accuracy(problem_.unseenTest),
                 .train = learner_.accuracy(data_),
                 .bestSeen = problem_.bestSeen,
                 .bestUnseen = problem_.bestUnseen};
}

}  // namespace basin::convolution
