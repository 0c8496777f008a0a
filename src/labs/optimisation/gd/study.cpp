#include "labs/optimisation/gd/study.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "linalg/decompositions.h"
#include "linalg/lanczos.h"
#include "linalg/portable_trig.h"
#include "nn/init.h"
#include "theory/saddle_surfaces.h"
#include "train/network_objective.h"

namespace basin::gd {

namespace {

constexpr double kDiverged = 1e12;
constexpr int kNetworkSteps = 10;    // in a bunch
constexpr int kSharpnessEvery = 20;  // steps
constexpr int kLanczosSteps = 25;
constexpr Index kMostDense = 128;  // parameters for which the dense Hessian is cheap
constexpr double kAtEdge = 0.97;
constexpr double kTiny = 1e-290;  // coordinates whose next value may underflow
constexpr int kExamples = 40;
constexpr double kBeta = 1;  // pseudo-Huber
constexpr long long kMostLadderSteps = 60000;
constexpr long long kSettled = 1000;  // steps after which the network's early transient is over
constexpr double kLadder[] = {0.3, 0.2, 0.1, 0.06, 0.03, 0.02, 0.01, 0.006, 0.003, 0.001};

VectorXd triple(double a, double b, double c) {
  VectorXd v(3);
  v << a, b, c;
  return v;
}

double hardRadius(double epsilon) {
  return huberRadius(kBeta, hardHuberScale(kBeta, epsilon), 1);
}

// v^T tanh(W x) on x = (u1, u2, 1), targets sin(3 u1) cos(2 u2).
std::unique_ptr<Objective<double>> makeNetwork(int width, Rng rng, VectorXd& theta) {
  MatrixXd X(kExamples, 3), Y(kExamples, 1);
  for (Index i = 0; i < kExamples; ++i) {
    const double u = rng.uniform(-1, 1), v = rng.uniform(-1, 1);
    X.row(i) << u, v, 1;
    Y(i, 0) = portableSin(3 * u) * portableCos(2 * v);
  }
  Architecture architecture;
  architecture.widths = {3, width, 1};
  architecture.activation = Activation::Tanh;
  architecture.bias = false;
  Network<double> network(architecture);
  initialise(network.layout(), network.tying(), {.scheme = InitScheme::LeCun}, rng, theta);
  return std::make_unique<NetworkObjective<double>>(std::move(network), X, Y,
                                                    LossSpec{.kind = Loss::Squared});
}

}  // namespace

Study::Study(const Config& config, std::uint64_t seed)
    : config_(config), lanczosRng_(Rng(seed).split(2)) {
  makeObjective(Rng(seed).split(1));
  x_ = start_;
  firstLoss_ = loss_ = objective_->gradient(x_, gradient_);
  least_ = gradient_.norm();
  firsts_.push_back({least_, 0});
  losses_.add(0, {loss_});
  if (smooth_) path_.add(0, {x_[0], x_[1]});
  measureSharpness();
  firstLambdaMax_ = lambdaMax_;
  climbLadder();
}

void Study::makeObjective(Rng rng) {
  std::unique_ptr<SmoothFunction> smooth;
  switch (config_.model) {
    case Model::Network:
      objective_ = makeNetwork(config_.width, rng, start_);
      return;
    case Model::Quadratic:
      smooth = makeQuadratic(triple(kCurvatures[0], kCurvatures[1], kCurvatures[2]));
      start_ = triple(config_.startX, config_.startY, 1);
      break;
    case Model::Cosine: {
      smooth = makeCosines(triple(1, 0.5, 0.3), triple(1, 2, 1));
      start_ = VectorXd(3);
      for (Index i = 0; i < 3; ++i) start_[i] = rng.uniform(-3, 3);
      if (!config_.randomStart) start_.head(2) << config_.startX, config_.startY;
      break;
    }
    case Model::Huber: {
      smooth = makePseudoHuber(kBeta, hardHuberScale(kBeta, config_.epsilon), 2);
      start_ = VectorXd(2);
      start_ << config_.startX, config_.startY;
      if (start_.norm() == 0) start_ << 1, 0;
      start_ *= hardRadius(config_.epsilon) / start_.norm();
      break;
    }
  }
  smooth_ = smooth.get();
  objective_ = std::move(smooth);
}

void Study::retune(const Config& config) {
  const bool rate = config.rate != config_.rate;
  config_ = config;
  finished_ = false;
  if (!rate) return;
  rateSince_ = lateAfter_ = steps_;
  arrival_ = -1;
  wasBelow_ = false;
  peak_ = lambdaMax_;
  lateSteps_ = upSteps_ = 0;
  // Lemma and factor are judged at the present step size.
  slack_ = std::numeric_limits<double>::infinity();
  factor_ = kNaN;
  if (config_.model == Model::Huber) climbLadder();
}

void Study::step() {
  if (finished()) return;
  const int bunch = onNetwork() ? kNetworkSteps : 1;
  for (int i = 0; i < bunch && !finished(); ++i) descend();
}

void Study::descend() {
  const double lossBefore = loss_, normBefore = gradient_.norm(), steepestBefore = x_[0];
  x_.noalias() -= config_.rate * gradient_;
  loss_ = objective_->gradient(x_, gradient_);
  ++steps_;
  if (!(loss_ <= kDiverged) || !gradient_.allFinite()) {
    diverged_ = true;
    losses_.add(steps_, {std::isfinite(loss_) ? loss_ : kNaN});
    return;
  }
  descended(lossBefore, normBefore, steepestBefore);
  const bool reached = smooth_ && gradient_.norm() <= std::min(1e-3, config_.epsilon / 10);
  if (reached || steps_ >= config_.stepLimit) conclude();
}

void Study::descended(double lossBefore, double normBefore, double steepestBefore) {
  if (gradient_.norm() < least_) {
    least_ = gradient_.norm();
    firsts_.push_back({least_, steps_});
  }
  if (losses_.due(steps_)) losses_.add(steps_, {loss_});
  lastDecrease_ = {.predicted = kNaN, .measured = lossBefore - loss_};
  if (smooth_) {
    lastDecrease_.predicted = lemmaDecrease(config_.rate, smooth_->smoothness(), normBefore);
    slack_ = std::min(slack_, lastDecrease_.measured - lastDecrease_.predicted);
    if (path_.due(steps_)) path_.add(steps_, {x_[0], x_[1]});
    if (config_.model == Model::Quadratic && std::abs(steepestBefore) > kTiny) {
      factor_ = x_[0] / steepestBefore;
    }
  } else if (steps_ - lateAfter_ > kSettled) {
    ++lateSteps_;
    if (loss_ > lossBefore) ++upSteps_;
  }
  if (smooth_ || steps_ % kSharpnessEvery == 0) measureSharpness();
  if (trace_.due(steps_)) {
    trace_.add(steps_, {gradient_.norm(), least_, lastDecrease_.measured, lastDecrease_.predicted});
  }
  if (config_.model != Model::Huber) markRungs();
}

void Study::measureSharpness() {
  if (!onNetwork()) {
    lambdaMax_ = hessianExtremes(*objective_, x_).largest;
    return;
  }
  const MatrixProduct<double> product = [this](const VectorXd& v, VectorXd& out) {
    objective_->hessianVector(x_, v, out);
  };
  const Extremes found = extremeEigenvalues<double>(x_.size(), product, kLanczosSteps, lanczosRng_);
  if (found.steps == 0) return;
  lambdaMax_ = found.largest;
  peak_ = std::max(peak_, lambdaMax_);
  // A start above the edge is thrown to somewhere flat; only what climbs to the edge arrives there.
  const bool atEdge = lambdaMax_ >= kAtEdge * 2 / config_.rate;
  if (!atEdge) wasBelow_ = true;
  if (!wasBelow_) lateAfter_ = steps_;
  if (arrival_ < 0 && atEdge && wasBelow_) arrival_ = steps_;
  if (sharpness_.due(steps_)) sharpness_.add(steps_, {lambdaMax_, 2 / config_.rate});
}

Study::Stay Study::stay() const {
  Stay stay;
  if (arrival_ < 0) return stay;
  const auto from = static_cast<double>(std::max(arrival_ + kSettled, steps_ * 3 / 5));
  for (std::size_t i = 0; i < sharpness_.steps().size(); ++i) {
    if (sharpness_.steps()[i] < from) continue;
    stay.mean += sharpness_.column(0)[i] / sharpness_.column(1)[i];
    ++stay.count;
  }
  if (stay.count > 0) stay.mean /= stay.count;
  return stay;
}

double Study::rateTimesSmoothness() const {
  return smooth_ ? config_.rate * smooth_->smoothness() : kNaN;
}

double Study::stepsBound(double epsilon) const {
  return smooth_ ? criticalSteps(gap(), config_.rate, smooth_->smoothness(), epsilon) : kNaN;
}

double Study::reach() const {
  switch (config_.model) {
    case Model::Network:
      return 1;
    case Model::Quadratic:
      return 1.25 * std::max({1.0, std::abs(config_.startX), std::abs(config_.startY)});
    case Model::Cosine:
      return 4;
    case Model::Huber:
      return 1.15 * hardRadius(config_.epsilon);
  }
  return 1;
}

long long Study::criticalStep() const {
  for (const auto& [norm, step] : firsts_) {
    if (norm <= config_.epsilon) return step;
  }
  return -1;
}

void Study::markRungs() {
  for (Rung& rung : ladder_) {
    if (rung.steps < 0 && least_ <= rung.epsilon) rung.steps = steps_;
  }
}

void Study::climbLadder() {
  if (onNetwork()) return;
  ladder_.clear();
  for (const double epsilon : kLadder) ladder_.push_back({epsilon});
  if (config_.model != Model::Huber) return markRungs();
  // On the cone's axis the function has one variable.
  long long spent = 0;
  VectorXd x(1), g;
  for (Rung& rung : ladder_) {
    const auto f = makePseudoHuber(kBeta, hardHuberScale(kBeta, rung.epsilon), 1);
    x[0] = hardRadius(rung.epsilon);
    for (long long t = 0; spent < kMostLadderSteps; ++t, ++spent) {
      f->gradient(x, g);
      if (g.norm() <= rung.epsilon) {
        rung.steps = t;
        break;
      }
      x -= config_.rate * g;
    }
  }
}

void Study::conclude() {
  finished_ = true;
  if (!onNetwork()) return;
  measureSharpness();
  if (x_.size() > kMostDense) return;
  MatrixXd H;
  objective_->hessian(x_, H);
  denseLambdaMax_ = symmetricEigenvalues(H).maxCoeff();
}

double Study::progress() const {
  if (finished()) return 1;
  return std::min(0.99, static_cast<double>(steps_) / config_.stepLimit);
}

std::vector<ParamChange> Study::poke(const Poke& poke) const {
  if (poke.output != "surface" || onNetwork() || poke.kind == PokeKind::Release ||
      poke.kind == PokeKind::Erase || !std::isfinite(poke.x) || !std::isfinite(poke.y)) {
    return {};
  }
  double x = poke.x, y = poke.y;
  // On the cone only the direction counts.
  if (config_.model == Model::Huber) {
    const double length = std::hypot(x, y);
    if (length == 0) return {};
    x /= length;
    y /= length;
  }
  std::vector<ParamChange> changes = {{"start-x", std::clamp(x, -3.0, 3.0)},
                                      {"start-y", std::clamp(y, -3.0, 3.0)}};
  if (config_.model == Model::Cosine) changes.push_back({"random-start", false});
  return changes;
}

}  // namespace basin::gd
