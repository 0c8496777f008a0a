#include "labs/landscapes/skip_valley/study.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "lab/param_text.h"

namespace basin::skip_valley {

namespace {

constexpr double kLost = 1e12;
constexpr int kDescentFrames = 50;  // that plain descent is shown in
constexpr double kSlice = 4e5;      // multiplications
constexpr int kJumpPoints = 21;
constexpr int kScanSide = 49, kScanSlice = 60;
constexpr double kScanHalf = 1.3, kScanHalfAlong = 0.62;
constexpr int kSharesARun = 30;
// Of the shake: three tenths of the weights there are, or, where there are none, of their usual
// size; smaller ones leave the features' smallest singular value at rounding.
constexpr double kShake = 0.3, kFreshGain = 3;

Loss lossOf(const Config& config) {
  return config.loss == PathLoss::Squared ? Loss::Squared : Loss::Logistic;
}

// A network without hidden layers has nothing to wire: one unit at least.
std::vector<int> widthsOf(const Config& config) {
  return config.widths.empty() ? std::vector<int>{1} : config.widths;
}

int units(const Config& config) {
  const std::vector<int> widths = widthsOf(config);
  return std::accumulate(widths.begin(), widths.end(), 0);
}

// Multiplications of a gradient on all points.
double gradientCost(const SkipNetwork& network) {
  return 3.0 * static_cast<double>(network.layout().weightCount() * network.examples());
}

// The mean loss along straight lines, for the scan.
class LossOf final : public Objective<double> {
 public:
  explicit LossOf(SkipNetwork& network) : network_(network) {}
  Index size() const override { return network_.layout().weightCount(); }
  double value(const VectorXd& x) override { return network_.loss(x); }
  double gradient(const VectorXd& x, VectorXd& g) override { return network_.gradient(x, true, g); }

 private:
  SkipNetwork& network_;
};

}  // namespace

SkipNetwork makeNetwork(const Config& config, const Rng& rng) {
  Rng draw = rng.split(1);
  MatrixXd X(config.points, 2), Y(config.points, 1);
  for (Index i = 0; i < config.points; ++i) {
    X(i, 0) = draw.normal();
    X(i, 1) = draw.normal();
    Y(i, 0) = draw.sign();
  }
  if (config.contradiction && config.points > 1) {
    X.row(1) = X.row(0);
    Y(1, 0) = -Y(0, 0);
  }
  return {widthsOf(config), config.wired, std::move(X), std::move(Y), lossOf(config)};
}

std::vector<int> pairSteps(int stepLimit) {
  std::vector<int> marks;
  for (double at = 1; at < stepLimit; at = std::max(at + 1, 1.15 * at)) {
    marks.push_back(static_cast<int>(at));
  }
  marks.push_back(stepLimit);
  return marks;
}

PairJob::PairJob(const Config& config, bool wires, const Rng& rng)
    : network_(makeNetwork(config, rng)),
      theta_(network_.start(config.gain, rng.split(2))),
      wires_(wires),
      rate_(config.rate),
      marks_(pairSteps(config.stepLimit)) {}

bool PairJob::advance() {
  for (int k = std::max(1, static_cast<int>(kSlice / gradientCost(network_))); k > 0; --k) {
    const double loss = network_.gradient(theta_, wires_, gradient_);
    if (losses_.size() < marks_.size() && steps_ == marks_[losses_.size()]) losses_.push_back(loss);
    lost_ = !(loss < kLost);
    if (lost_ || losses_.size() == marks_.size()) return true;
    theta_ -= rate_ * gradient_;
    ++steps_;
  }
  return false;
}

std::optional<std::vector<double>> PairJob::result() const {
  if (lost_) return std::nullopt;
  return losses_;
}

ShareJob::ShareJob(const Config& config, const Rng& rng)
    : network_(makeNetwork(config, rng)), theta_(network_.start(config.gain, rng.split(2))) {}

bool ShareJob::advance() {
  shares_ = residualShares(network_.features(theta_), network_.labels());
  return true;
}

Study::Study(const Config& config, std::uint64_t seed)
    : config_(config),
      rng_(Rng(seed).split(71)),
      network_(makeNetwork(config, rng_)),
      start_(network_.start(config.gain, rng_.split(2))),
      theta_(start_),
      marks_(pairSteps(config.stepLimit)),
      pairs_(
          {false, true}, config.runs, Rng(seed).split(72),
          [this](bool wires, int, const Rng& rng) { return PairJob(config_, wires, rng); },
          Streams::Paired, Making::FirstSlice),
      shares_(
          {0}, kSharesARun * config.runs, Rng(seed).split(73),
          [this](int, int, const Rng& rng) {
            // All units wired: their first ones stand for fewer wires.
            Config all = config_;
            all.wired = units(config_);
            return ShareJob(all, rng);
          },
          Streams::Independent, Making::FirstSlice) {
  descent_.add(0, {network_.loss(start_)});
  record_.add(start_);
}

void Study::descend() {
  const int most = std::max(1, static_cast<int>(kSlice * 4 / gradientCost(network_)));
  const int steps = std::clamp(config_.stepLimit / kDescentFrames, 1, most);
  for (int k = 0; k < steps && descended_ < config_.stepLimit; ++k) {
    stuckLoss_ = network_.gradient(theta_, false, gradient_);
    if (!(stuckLoss_ < kLost)) {
      diverged_ = true;
      return;
    }
    theta_ -= config_.rate * gradient_;
    ++descended_;
    if (descent_.due(descended_)) {
      stuckLoss_ = network_.loss(theta_);
      descent_.add(descended_, {stuckLoss_});
      record_.add(theta_);
    }
  }
  if (descended_ == config_.stepLimit) layPath();
}

void Study::layPath() {
  stuck_ = begin_ = theta_;
  stuckLoss_ = network_.loss(stuck_);
  diverged_ = !(stuckLoss_ < kLost);
  if (diverged_) return;
  record_.add(stuck_);
  path_ = skipPath(network_, begin_);
  // Only hidden weights in special position have too small a rank; a shake ends that, if wires and
  // data allow for a full rank at all.
  const bool possible = network_.wired() >= config_.points && !config_.contradiction;
  if (possible && path_->rank < config_.points) {
    shaken_ = true;
    VectorXd shaken = stuck_;
    network_.shake(shaken, config_.gain > 0 ? kShake * config_.gain : kFreshGain, rng_.split(3));
    SkipPath after = skipPath(network_, shaken);
    if (after.rank == config_.points) {
      for (int i = 0; i < kJumpPoints; ++i) {
        const double part = static_cast<double>(i) / (kJumpPoints - 1);
        jump_.push_back(network_.loss((1 - part) * stuck_ + part * shaken));
      }
      begin_ = shaken;
      path_ = std::move(after);
    }
  }
  LandscapePlane plane;
  plane.u = from() - begin_;
  if (plane.u.norm() == 0) {
    Rng rng = rng_.split(4);
    plane.u = randomDirection(network_.network(), begin_, true, rng);
  }
  plane.v = length() * path_->direction;
  plane.origin = begin_ + plane.v / 2;
  scan_ = PlaneScan(std::move(plane), kScanHalf, kScanHalfAlong, kScanSide);
}

void Study::step() {
  if (!path_) {
    descend();
    return;
  }
  if (!walked()) {
    at_.push_back(length() * static_cast<double>(at_.size()) / (kPathPoints - 1));
    const VectorXd u = network_.outputs(here());
    losses_.push_back(network_.loss(here()));
    right_ = network_.right(u);
  }
  LossOf objective(network_);
  scan_.advance(objective, kScanSlice);
  for (int k = 0; k < 3; ++k) shares_.step();
  for (int k = 0; k < 2; ++k) pairs_.step();
}

bool Study::finished() const {
  return diverged_ || (walked() && scan_.done() && pairs_.finished() && shares_.finished());
}

double Study::progress() const {
  if (finished()) return 1;
  const double descent = static_cast<double>(descended_) / config_.stepLimit;
  const double walk = static_cast<double>(at_.size()) / kPathPoints;
  return 0.2 * descent + 0.4 * walk + 0.2 * pairs_.progress() + 0.2 * shares_.progress();
}

int Study::dependentNetworks() const {
  return static_cast<int>(std::ranges::count_if(shares_.results(0), &ResidualShares::dependent));
}

VectorXd Study::here() const {
  if (!path_ || at_.empty()) return theta_;
  return begin_ + at_.back() * path_->direction;
}

std::string Study::obstacle() const {
  if (config_.contradiction && config_.points > 1) {
    return "two points at one place have opposite labels";
  }
  if (network_.wired() < config_.points) {
    return "M = " + std::to_string(network_.wired()) +
           " wires are fewer than N = " + std::to_string(config_.points) + " points";
  }
  if (path_ && path_->rank < config_.points) {
    return "the features have rank " + std::to_string(path_->rank) +
           " to rounding, after a shake too";
  }
  return {};
}

std::vector<float> Study::answers(const VectorXd& theta) const {
  MatrixXd grid(kGrid * kGrid, 2);
  for (int row = 0; row < kGrid; ++row) {
    for (int column = 0; column < kGrid; ++column) {
      grid(row * kGrid + column, 0) = -kReach + 2 * kReach * column / (kGrid - 1);
      grid(row * kGrid + column, 1) = -kReach + 2 * kReach * row / (kGrid - 1);
    }
  }
  const VectorXd u = network_.outputs(theta, grid);
  return {u.begin(), u.end()};
}

}  // namespace basin::skip_valley
