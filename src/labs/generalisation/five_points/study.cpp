#include "labs/generalisation/five_points/study.h"

#include <algorithm>
#include <cmath>

#include "nn/init.h"
#include "study/line_points.h"

namespace basin::five_points {

namespace {

constexpr int kCoarse = 200, kFine = 2000;  // pieces of the grid for networks and polynomials
constexpr OptimiserSpec kAdam{.kind = OptimiserKind::Adam, .rate = 0.01};
constexpr double kBiases = 0.5;  // their standard deviation in hidden layers

// Streams of the session's generator.
enum Stream : std::uint64_t { kNetworks = 71 };

std::vector<Sample> pointsOrFive(const std::string& text) {
  const auto points = readLinePoints(text, {});
  return points.ok() ? points.value() : readLinePoints(Config().samples, {}).value();
}

LineLearner learnerOf(const Config& config, int depth, const std::vector<Sample>& data, Rng rng) {
  Architecture architecture;
  architecture.widths.assign(static_cast<std::size_t>(depth) + 2, config.width);
  architecture.widths.front() = architecture.widths.back() = 1;
  const bool relu = config.unit == Unit::Relu;
  architecture.activation = relu ? Activation::Relu : Activation::Tanh;
  const Layout layout(architecture);
  const InitScheme scheme = relu ? InitScheme::He : InitScheme::LeCun;
  VectorXd theta;
  initialise(layout, TyingMap::none(layout), {scheme, config.gain, kBiases}, rng, theta);
  theta[layout.biasIndex(depth, 0)] = 0;
  return {architecture, std::move(theta), data, kAdam};
}

}  // namespace

Study::Study(const Config& config, std::uint64_t seed)
    : config_(config), data_(pointsOrFive(config.samples)) {
  const Rng rng = Rng(seed).split(kNetworks);
  for (int depth = 1; depth <= kDepths; ++depth) {
    const auto stream = static_cast<std::uint64_t>(depth);
    learners_.push_back(learnerOf(config, depth, data_, rng.split(stream)));
  }
  record();
}

void Study::step() {
  for (int k = 0; k < 2 && !finished(); ++k) {
    for (int depth = 1; depth <= kDepths; ++depth) {
      if (!ended(depth)) learners_[at(depth)].step();
    }
    ++steps_;
    if (errors_.due(steps_)) record();
  }
}

void Study::record() {
  std::array<double, kDepths> row{};
  std::ranges::transform(learners_, row.begin(), &LineLearner::error);
  errors_.add(steps_, row);
}

bool Study::ended(int depth) const {
  return arrived(depth) || learner(depth).steps() >= config_.stepLimit;
}

bool Study::finished() const {
  for (int depth = 1; depth <= kDepths; ++depth) {
    if (!ended(depth)) return false;
  }
  return true;
}

double Study::progress() const {
  double most = kArrived;
  for (int depth = 1; depth <= kDepths; ++depth) {
    if (!ended(depth)) most = std::max(most, learner(depth).error());
  }
  return std::clamp(std::log(most) / std::log(kArrived), 0.0, 1.0);
}

int Study::arrivals() const {
  int count = 0;
  for (int depth = 1; depth <= kDepths; ++depth) count += arrived(depth);
  return count;
}

const std::vector<Sample>& Study::network(int depth) const {
  return networks_[at(depth)].get({learner(depth).steps(), changes_}, [&] {
    const VectorXd x = placesAround(data_, kCoarse);
    return lineOf(x, learner(depth).values(x));
  });
}

double Study::mostVariation() const {
  double most = 0;
  for (int depth = 1; depth <= kDepths; ++depth) {
    most = std::max(most, totalVariation(network(depth)));
  }
  return most;
}

InputProblem Study::inputProblem() const {
  const auto points = readLinePoints(config_.samples, {});
  if (points.ok()) return {};
  return {"samples", "Your points cannot be read: " + points.error() + "."};
}

void Study::retune(const Config& config) {
  const bool otherData = config.samples != config_.samples;
  config_ = config;
  if (!otherData) return;
  data_ = pointsOrFive(config.samples);
  for (LineLearner& learner : learners_) learner.learn(data_);
  ++changes_;
}

std::vector<ParamChange> Study::poke(const Poke& poke) const {
  if (poke.output != "fits") return {};
  std::string samples = dragLinePoint(data_, poke, {});
  if (samples.empty()) return {};
  return {{"samples", std::move(samples)}};
}

const Study::Polynomial& Study::polynomial(int degree) const {
  const auto& all = polynomials_.get(config_.samples, [&] {
    std::vector<Polynomial> made;
    const VectorXd x = placesAround(data_, kFine);
    for (int p = 1; p <= kDegrees; ++p) {
      const KernelPolynomial f = fitPolynomial(abscissae(data_), ordinates(data_), p);
      made.push_back({f, lineOf(x, x.unaryExpr(f))});
    }
    return made;
  });
  return all[at(degree)];
}

const Study::Construction& Study::construction() const {
  const auto key = std::tuple(config_.samples, config_.attacks, config_.amplitude);
  return construction_.get(key, [&] {
    std::vector<Sample> line = attackedLine(data_, config_.attacks, config_.amplitude);
    const Architecture architecture = brokenLineArchitecture(static_cast<int>(line.size()));
    LineLearner network(architecture, brokenLineParameters(Layout(architecture), line), data_,
                        kAdam);
    return Construction{std::move(line), std::move(network)};
  });
}

}  // namespace basin::five_points
