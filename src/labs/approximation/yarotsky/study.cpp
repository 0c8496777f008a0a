#include "labs/approximation/yarotsky/study.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "lab/param_text.h"

namespace basin::yarotsky {

namespace {

constexpr int kGrid = 1 << 13;  // holds the odd multiples of 2^-13, where f_12 is worst
constexpr int kPlaces = 32;     // where networks of Taylor polynomials are run as layers
constexpr long kMostWeights = 25000;

OwnFunction targetOf(const Config& config) {
  if (config.target == Target::Formula) return functionOfFormula(config.formula);
  if (config.target == Target::Own) return functionOfSamples(config.samples);
  if (config.target == Target::Square) return {[](double x) { return x * x; }};
  const double turn = 2 * std::numbers::pi, scale = std::pow(turn, -config.smoothness);
  return {[=](double x) { return scale * std::sin(turn * x); }};
}

}  // namespace

Study::Study(const Config& config, std::uint64_t) : config_(config), target_(targetOf(config)) {
  if (!square()) {
    derivatives_.clear();
    for (int k = 0; k <= std::max(2, config.smoothness); ++k) {
      derivatives_.push_back(largestDerivative(target_.f, k));
    }
  }
  while (last_ < config.level && weightsAt(last_ + 1) <= kMostWeights) ++last_;
  make(1);
}

LocalTaylor Study::taylorOf(const TaylorSize& size) const {
  MatrixXd a(size.N + 1, size.n);
  for (Index i = 0; i <= size.N; ++i) {
    for (int k = 0; k < size.n; ++k) {
      a(i, k) = derivativeAt(target_.f, static_cast<double>(i) / size.N, k) / std::tgamma(k + 1);
    }
  }
  return {size, std::move(a)};
}

void Study::make(int m) {
  if (!square()) taylor_ = taylorOf(sizeAt(m));
  const ReluNet net = square() ? squareNet(m) : taylor_->net();
  Level& level = levels_.emplace_back(
      Level{.m = m, .weights = weightsAt(m), .units = unitsWith(weightsAt(m))});
  const VectorXd x = VectorXd::LinSpaced(kGrid + 1, 0, 1);
  const VectorXd places = square() ? x : VectorXd::LinSpaced(kPlaces + 1, 0, 1);
  const VectorXd run = net.outputs(places);
  for (Index i = 0; i < places.size(); ++i) {
    level.apart = std::max(level.apart, std::abs(run[i] - deep(places[i])));
  }
  for (const double at : x) {
    level.error = std::max(level.error, std::abs(deep(at) - target_.f(at)));
  }
  double left = target_.f(0);
  for (int j = 0; j < level.units; ++j) {
    const double right = target_.f((j + 1.0) / level.units);
    const double middle = target_.f((j + 0.5) / level.units);
    level.shallow = std::max(level.shallow, std::abs((left + right) / 2 - middle));
    left = right;
  }
}

double Study::shallow(double x) const {
  const double N = now().units, left = std::min(std::floor(x * N), N - 1);
  const double a = target_.f(left / N), b = target_.f((left + 1) / N);
  return a + (x * N - left) * (b - a);
}

double Study::deepLaw(int m) const {
  return square() ? squareError(m) : taylorBound(sizeAt(m), derivatives_);
}

double Study::shallowLaw(int m) const {
  return polygonError(derivatives_[2], unitsWith(weightsAt(m)));
}

std::string Study::statusText() const {
  if (!finished()) return {};
  if (now().m < config_.level) return "the next network would be too large";
  return std::to_string(now().weights) + " weights err by " + formatNumber(now().error) +
         ", one hidden layer by " + formatNumber(now().shallow);
}

InputProblem Study::inputProblem() const {
  return {config_.target == Target::Own ? "samples" : "formula", target_.problem};
}

std::vector<ParamChange> Study::poke(const Poke& poke) const {
  if (poke.output != "approximation") return {};
  auto text = drawn(target_.samples.empty() ? handlesOf(target_.f) : target_.samples, poke);
  if (!text) return {};
  return {{"target", static_cast<std::int64_t>(Target::Own)}, {"samples", std::move(*text)}};
}

}  // namespace basin::yarotsky
