#include "labs/generalisation/five_points/study.h"

#include <algorithm>
#include <cmath>

#include "data/table.h"
#include "lab/param_text.h"
#include "nn/init.h"

namespace basin::five_points {

namespace {

constexpr double kHeight = 1.5;   // of the picture's points
constexpr double kNearby = 0.15;  // a press this close takes the point
constexpr double kApart = 0.02;   // that a dragged point keeps from its neighbours
constexpr std::size_t kMostPoints = 8;
constexpr int kCoarse = 200, kFine = 2000;  // pieces of the grid for networks and polynomials
constexpr double kRate = 0.01;
constexpr double kBiases = 0.5;  // their standard deviation in hidden layers

// Streams of the session's generator.
enum Stream : std::uint64_t { kNetworks = 71 };

double thousandths(double value) {
  return std::round(1000 * value) / 1000;
}

// The points of a text in order of x, or why there are none.
Result<std::vector<Sample>> pointsOf(const std::string& text) {
  auto read = readSamples(text);
  if (!read.ok()) return Failure{read.error()};
  std::vector<Sample> points = read.value();
  for (Sample& point : points) {
    if (!(std::abs(point.x) <= 1)) return Failure{"x is not from −1 to 1"};
    if (!(std::abs(point.y) <= kHeight)) return Failure{"y is not from −1.5 to 1.5"};
    point = {thousandths(point.x), thousandths(point.y)};
  }
  std::ranges::sort(points, {}, &Sample::x);
  for (std::size_t i = 1; i < points.size(); ++i) {
    if (points[i].x == points[i - 1].x && points[i].y != points[i - 1].y) {
      return Failure{"two of them have x = " + shortNumber(points[i].x) +
                     " and different y, so that no function passes through both"};
    }
  }
  const auto same = std::ranges::unique(points, {}, &Sample::x);
  points.erase(same.begin(), same.end());
  if (points.size() < 2) return Failure{"there are fewer than two"};
  if (points.size() > kMostPoints) {
    return Failure{"there are more than " + std::to_string(kMostPoints)};
  }
  return points;
}

std::vector<Sample> pointsOrFive(const std::string& text) {
  const auto points = pointsOf(text);
  return points.ok() ? points.value() : pointsOf(Config().samples).value();
}

VectorXd column(const std::vector<Sample>& points, double Sample::*coordinate) {
  VectorXd values(static_cast<Index>(points.size()));
  for (Index i = 0; i < values.size(); ++i) {
    values[i] = points[static_cast<std::size_t>(i)].*coordinate;
  }
  return values;
}

// A function on a grid of [-1, 1] with the points among its places.
template <class Values>
Fit fitOn(const std::vector<Sample>& data, int pieces, Values valuesAt) {
  std::vector<double> x;
  for (int i = 0; i <= pieces; ++i) x.push_back(thousandths(2.0 * i / pieces - 1));
  for (const Sample& point : data) x.push_back(point.x);
  std::ranges::sort(x);
  const auto same = std::ranges::unique(x);
  x.erase(same.begin(), same.end());
  const VectorXd y = valuesAt(VectorXd(Eigen::Map<VectorXd>(x.data(), std::ssize(x))));
  Fit fit;
  std::vector<Sample> own;
  for (std::size_t i = 0; i < x.size(); ++i) {
    fit.line.push_back({x[i], y[static_cast<Index>(i)]});
    if (own.size() < data.size() && data[own.size()].x == x[i]) own.push_back(fit.line.back());
  }
  fit.variation = totalVariation(fit.line);
  fit.bending = totalBending(fit.line);
  fit.leastVariation = totalVariation(own);
  fit.leastBending = totalBending(own);
  return fit;
}

Architecture architectureOf(const Config& config, int depth) {
  Architecture architecture;
  architecture.widths.assign(static_cast<std::size_t>(depth) + 2, config.width);
  architecture.widths.front() = architecture.widths.back() = 1;
  architecture.activation = config.unit == Unit::Relu ? Activation::Relu : Activation::Tanh;
  return architecture;
}

}  // namespace

Learner::Learner(const Config& config, int depth, const std::vector<Sample>& data, Rng rng)
    : limit_(config.stepLimit),
      network_(architectureOf(config, depth)),
      objective_(network_, column(data, &Sample::x), column(data, &Sample::y), LossSpec()),
      optimiser_({.kind = OptimiserKind::Adam, .rate = kRate}, network_.parameterCount()) {
  const InitScheme scheme = config.unit == Unit::Relu ? InitScheme::He : InitScheme::LeCun;
  initialise(network_.layout(), network_.tying(), {scheme, config.gain, kBiases}, rng, theta_);
  theta_[network_.layout().biasIndex(depth, 0)] = 0;
  learn(data);
}

void Learner::learn(const std::vector<Sample>& data) {
  data_ = data;
  objective_ = NetworkObjective<double>(network_, column(data, &Sample::x),
                                        column(data, &Sample::y), LossSpec());
  loss_ = objective_.gradient(theta_, gradient_);
  steps_ = 0;
  fit_.forget();
}

void Learner::step() {
  if (ended()) return;
  optimiser_.step(theta_, gradient_);
  loss_ = objective_.gradient(theta_, gradient_);
  ++steps_;
}

const Fit& Learner::fit() const {
  return fit_.get(steps_, [&] {
    return fitOn(data_, kCoarse,
                 [&](const VectorXd& x) -> VectorXd { return network_.forward(theta_, x).col(0); });
  });
}

MatrixXd Learner::parts(const VectorXd& x) const {
  network_.forward(theta_, x);
  const Layout& layout = network_.layout();
  const int last = network_.architecture().hiddenLayers() - 1;
  MatrixXd parts = network_.activation(last);
  for (Index unit = 0; unit < parts.cols(); ++unit) {
    parts.col(unit) *= theta_[layout.weightIndex(last + 1, 0, unit)];
  }
  return parts;
}

Study::Study(const Config& config, std::uint64_t seed)
    : config_(config), data_(pointsOrFive(config.samples)) {
  const Rng rng = Rng(seed).split(kNetworks);
  for (int depth = 1; depth <= kDepths; ++depth) {
    learners_.emplace_back(config, depth, data_, rng.split(static_cast<std::uint64_t>(depth)));
  }
  record();
}

void Study::step() {
  for (int k = config_.width > 48 ? 1 : 2; k > 0 && !finished(); --k) {
    for (Learner& learner : learners_) learner.step();
    ++steps_;
    if (errors_.due(steps_)) record();
  }
}

void Study::record() {
  std::array<double, kDepths> row{};
  for (std::size_t i = 0; i < row.size(); ++i) row[i] = learners_[i].error();
  errors_.add(steps_, row);
}

bool Study::finished() const {
  return std::ranges::all_of(learners_, &Learner::ended);
}

double Study::progress() const {
  double least = 1;
  for (const Learner& learner : learners_) {
    const double way = std::log(learner.error() / kArrived) / std::log(1 / kArrived);
    if (!learner.ended()) least = std::min(least, 1 - way);
  }
  return std::max(0.0, least);
}

InputProblem Study::inputProblem() const {
  const auto points = pointsOf(config_.samples);
  if (points.ok()) return {"samples", {}};
  return {"samples", "Your points cannot be read: " + points.error() + "."};
}

void Study::retune(const Config& config) {
  const bool otherData = config.samples != config_.samples;
  config_ = config;
  if (!otherData) return;
  data_ = pointsOrFive(config.samples);
  for (Learner& learner : learners_) learner.learn(data_);
  moved_ = true;
}

std::vector<ParamChange> Study::poke(const Poke& poke) const {
  const bool takes = poke.kind == PokeKind::Press || poke.kind == PokeKind::Drag;
  if (poke.output != "fits" || !takes || !std::isfinite(poke.x) || !std::isfinite(poke.y)) {
    return {};
  }
  std::vector<Sample> points = data_;
  const auto held = std::ranges::min_element(
      points, {}, [&](const Sample& point) { return std::abs(point.x - poke.x); });
  if (poke.kind == PokeKind::Press && std::abs(held->x - poke.x) > kNearby) return {};
  const double lo = held == points.begin() ? -1 : std::prev(held)->x + kApart;
  const double hi = std::next(held) == points.end() ? 1 : std::next(held)->x - kApart;
  if (lo < hi) held->x = std::clamp(poke.x, lo, hi);
  held->y = std::clamp(poke.y, -kHeight, kHeight);
  return {{"samples", writeSamples(points)}};
}

const std::vector<Study::Polynomial>& Study::polynomials() const {
  return polynomials_.get(config_.samples, [&] {
    std::vector<Polynomial> all;
    const VectorXd x = column(data_, &Sample::x), y = column(data_, &Sample::y);
    for (int degree = 1; degree <= kDegrees; ++degree) {
      KernelPolynomial f = fitPolynomial(x, y, degree);
      Fit fit = fitOn(data_, kFine, [&](const VectorXd& at) -> VectorXd {
        return at.unaryExpr([&](double each) { return f(each); });
      });
      all.push_back({std::move(f), std::move(fit)});
    }
    return all;
  });
}

const Study::Construction& Study::construction() const {
  const auto key = std::tuple(config_.samples, config_.attacks, config_.amplitude);
  return construction_.get(key, [&] {
    Construction made{.line = attackedLine(data_, config_.attacks, config_.amplitude)};
    Network<double> network(brokenLineArchitecture(static_cast<int>(made.line.size())));
    const VectorXd theta = brokenLineParameters(network.layout(), made.line);
    const VectorXd x = column(made.line, &Sample::x), y = column(made.line, &Sample::y);
    made.miss = (network.forward(theta, x).col(0) - y).cwiseAbs().maxCoeff();
    VectorXd gradient;
    network.gradient(theta, MatrixXd(column(data_, &Sample::x)),
                     MatrixXd(column(data_, &Sample::y)), LossSpec(), gradient);
    made.gradient = gradient.norm();
    return made;
  });
}

}  // namespace basin::five_points
