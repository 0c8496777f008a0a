#include "labs/approximation/yarotsky/study.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "data/formula.h"
#include "data/table.h"
#include "lab/param_text.h"

namespace basin::yarotsky {

namespace {

constexpr int kGrid = 1 << 13;     // holds the odd multiples of 2^-13, where f_12 is worst
constexpr int kPlaces = 32;        // where networks of Taylor polynomials are run as layers
constexpr long kMostWeights = 25000;
constexpr double kMostValue = 1000, kMostDrawn = 10;
constexpr std::size_t kMostSamples = 33;
constexpr int kKnots = 8;  // pieces between the samples that a first touch makes

double parabola(double x) {
  return x * x;
}

// Samples that make a curve, ordered; else what is wrong with them.
std::string problemOf(const std::string& text, std::vector<Sample>& samples) {
  const auto refused = [](const std::string& why) {
    return "Your samples cannot be read: " + why + ".";
  };
  auto read = readSamples(text);
  if (!read.ok()) return refused(read.error());
  samples = std::move(read.value());
  if (samples.size() < 2) return refused("there are fewer than two");
  if (samples.size() > kMostSamples) return refused("there are more than 33");
  for (const Sample& s : samples) {
    if (!(s.x >= 0 && s.x <= 1)) return refused("x is not from 0 to 1");
    if (!(std::abs(s.y) <= kMostDrawn)) return refused("y is not from −10 to 10");
  }
  std::ranges::sort(samples, {}, &Sample::x);
  const auto meet = [](const Sample& a, const Sample& b) { return b.x - a.x < 1e-3; };
  if (std::ranges::adjacent_find(samples, meet) != samples.end()) {
    return refused("two of them are at the same x");
  }
  return {};
}

// A formula with a value at every place; else what is wrong with it.
std::string problemOf(const std::string& text, LineFunction& f) {
  auto formula = Formula::parse(text);
  if (!formula) return "Your formula cannot be read: " + formula.error() + ".";
  for (int i = 0; i <= kGrid; ++i) {
    const double x = static_cast<double>(i) / kGrid;
    if (!(std::abs(formula.value()(x)) <= kMostValue)) {
      return "Your formula has no value, or one beyond 1000, at x = " + formatNumber(x) + ".";
    }
  }
  f = std::move(formula.value());
  return {};
}

// In the middle of every piece.
double polygonMiss(const LineFunction& f, int pieces) {
  double most = 0, left = f(0);
  for (int j = 0; j < pieces; ++j) {
    const double right = f((j + 1.0) / pieces);
    most = std::max(most, std::abs((left + right) / 2 - f((j + 0.5) / pieces)));
    left = right;
  }
  return most;
}

}  // namespace

Study::Study(const Config& config, std::uint64_t) : config_(config), f_(parabola) {
  const int n = config.smoothness;
  const double turn = 2 * std::numbers::pi;
  if (config.target == Target::Formula) problem_ = problemOf(config.formula, f_);
  if (config.target == Target::Own) {
    problem_ = problemOf(config.samples, samples_);
    if (problem_.empty()) f_ = NaturalSpline(samples_);
  }
  if (config.target == Target::Sine) {
    f_ = [turn, scale = std::pow(turn, -n)](double x) { return scale * std::sin(turn * x); };
    for (int k = 0; k <= n; ++k) derivatives_.push_back(std::pow(turn, k - n));
    curvature_ = std::pow(turn, 2 - n);
  } else if (square()) {
    curvature_ = 2;
  } else {
    for (int k = 0; k <= n; ++k) derivatives_.push_back(largestDerivative(f_, k));
    curvature_ = largestDerivative(f_, 2);
  }
  if (config.target != Target::Own || !problem_.empty()) {
    samples_.clear();
    for (int i = 0; i <= kKnots; ++i) {
      const double x = static_cast<double>(i) / kKnots;
      samples_.push_back({x, std::clamp(f_(x), -kMostDrawn, kMostDrawn)});
    }
  }
  for (int i = 0; i <= kGrid; ++i) {
    x_.push_back(static_cast<double>(i) / kGrid);
    y_.push_back(f_(x_.back()));
  }
  while (last_ < config.level && weightsAt(last_ + 1) <= kMostWeights) ++last_;
  make(1);
}

void Study::step() {
  make(now().m + 1);
}

void Study::make(int m) {
  Level level{.m = m, .weights = weightsAt(m)};
  VectorXd places;
  ReluNet net;
  if (square()) {
    net = squareNet(m);
    places = Eigen::Map<const VectorXd>(x_.data(), static_cast<Index>(x_.size()));
  } else {
    const TaylorSize size = sizeAt(m);
    MatrixXd a(size.N + 1, size.n);
    for (Index i = 0; i < a.rows(); ++i) {
      for (int k = 0; k < size.n; ++k) {
        a(i, k) = derivativeAt(f_, static_cast<double>(i) / size.N, k) / std::tgamma(k + 1);
      }
    }
    taylor_.emplace(size, std::move(a));
    net = taylor_->net();
    places = VectorXd::LinSpaced(kPlaces + 1, 0, 1);
  }
  levels_.push_back(level);  // made() asks for it
  Level& here = levels_.back();
  const VectorXd run = net.outputs(places);
  for (Index i = 0; i < places.size(); ++i) {
    here.layers = std::max(here.layers, std::abs(run[i] - made(places[i])));
  }
  for (std::size_t i = 0; i < x_.size(); ++i) {
    const double error = made(x_[i]) - y_[i];
    here.error = std::max(here.error, std::abs(error));
    here.least = i == 0 ? error : std::min(here.least, error);
  }
  here.units = shallowUnits(here.weights);
  here.shallow = polygonMiss(f_, here.units);
}

double Study::made(double x) const {
  return square() ? squareInterpolant(x, now().m) : (*taylor_)(x);
}

double Study::norm() const {
  return std::ranges::max(derivatives_);
}

long Study::weightsAt(int m) const {
  return square() ? squareWeights(m) : sizeAt(m).weights();
}

double Study::lawAt(int m) const {
  return square() ? squareError(m) : taylorBound(sizeAt(m), derivatives_);
}

std::string Study::statusText() const {
  if (!finished()) return {};
  if (now().m < config_.level) return "the next network would have more than 25 000 weights";
  return std::to_string(now().weights) + " weights err by " + formatNumber(now().error) +
         ", one hidden layer by " + formatNumber(now().shallow);
}

InputProblem Study::inputProblem() const {
  return {config_.target == Target::Own ? "samples" : "formula", problem_};
}

std::vector<ParamChange> Study::poke(const Poke& poke) const {
  const bool draws = poke.kind == PokeKind::Press || poke.kind == PokeKind::Drag;
  if (poke.output != "approximation" || !draws || !std::isfinite(poke.x) || !std::isfinite(poke.y)) {
    return {};
  }
  std::vector<Sample> samples = samples_;
  std::ranges::min_element(samples, {}, [&](const Sample& s) { return std::abs(s.x - poke.x); })->y =
      std::clamp(poke.y, -kMostDrawn, kMostDrawn);
  return {{"target", static_cast<std::int64_t>(Target::Own)}, {"samples", writeSamples(samples)}};
}

}  // namespace basin::yarotsky
