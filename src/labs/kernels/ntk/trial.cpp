#include "labs/kernels/ntk/trial.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace basin::ntk {

namespace {

constexpr double kDiverged = 1e6;

double rms(const VectorXd& a, const VectorXd& b) {
  double sum = 0;
  int count = 0;
  for (Index i = 0; i < a.size(); ++i) {
    if (!Task::isTest(i)) continue;
    sum += (a[i] - b[i]) * (a[i] - b[i]);
    ++count;
  }
  return std::sqrt(sum / count);
}

}  // namespace

int widestTrained(int depth) {
  return depth == 1 ? 4096 : depth == 2 ? 512 : 256;
}

MatrixXd Task::circle(int points) {
  MatrixXd X(points, 2);
  for (Index i = 0; i < points; ++i) {
    const double angle = 2 * std::numbers::pi * static_cast<double>(i) / points;
    X.row(i) << std::cos(angle), std::sin(angle);
  }
  return X;
}

VectorXd Task::labels(int points, std::uint64_t seed) {
  VectorXd y(points);
  if (points == 7) {
    y << 1, 1, -1, -1, 1, -1, 1;
    return y;
  }
  Rng rng = Rng(seed).split(11);
  for (Index i = 0; i < points; ++i) y[i] = rng.sign();
  return y;
}

Task::Task(const Config& config, std::uint64_t seed)
    : X(circle(config.points)),
      y(labels(config.points, seed)),
      all([&] {
        MatrixXd places(config.points + kGrid, 2);
        places << X, circle(kGrid);
        return places;
      }()),
      exact(exactKernels({config.activation, config.depth, config.bias}, all)),
      flow(exact.theta.topLeftCorner(config.points, config.points)) {}

Trial::Trial(const Config& config, const Task& task, int width, double multiplier, const Rng& rng)
    : task_(&task),
      width_(std::min(width, widestTrained(config.depth))),
      steps_(config.steps),
      multiplier_(multiplier) {
  const KernelSpec spec{config.activation, config.depth, config.bias};
  // With one hidden layer the pair is the same as doubling half the neurons with opposite signs.
  const bool halves = config.antisymmetric && config.depth == 1 && width_ > 1;
  start_.emplace_back(spec, halves ? width_ / 2 : width_, task.X.cols(), rng);
  if (config.antisymmetric) start_.push_back(start_.front());
  now_ = start_;
  firstKernel_ = kernelOf(start_, task.all);
  first_ = evaluate(start_, task.all);
  twin_ = first_;
  const KernelFlow own(firstKernel_.topLeftCorner(task.n(), task.n()));
  largestRate_ = 2 / own.largest();
  rate_ = config.stable ? std::min(config.rate, largestRate_ / 2) : config.rate;
  modes_.push_back({0, task.flow.eigenvectors().transpose() * firstResidual()});
  nextMode_ = 1;
}

VectorXd Trial::evaluate(std::vector<WideNetwork<double>>& networks, const MatrixXd& X) const {
  if (networks.size() == 1) return multiplier_ * networks[0].forward(X);
  const VectorXd a = networks[0].forward(X), b = networks[1].forward(X);
  return multiplier_ / std::numbers::sqrt2 * (a - b);
}

MatrixXd Trial::kernelOf(std::vector<WideNetwork<double>>& networks, const MatrixXd& X) const {
  MatrixXd kernel = networks[0].tangentKernel(X);
  if (networks.size() == 2) kernel = 0.5 * (kernel + networks[1].tangentKernel(X));
  return kernel;
}

void Trial::advance(int steps) {
  const Index n = task_->n();
  for (int k = 0; k < steps && !finished(); ++k) {
    // alpha f with y fixed and the rate over alpha^2: f itself sees the residual over alpha.
    const VectorXd residual = task_->y - evaluate(now_, task_->X);
    if (!(residual.squaredNorm() < kDiverged)) {
      diverged_ = true;
      return;
    }
    const VectorXd weight = rate_ / multiplier_ * residual;
    if (now_.size() == 1) {
      now_[0].addGradients(task_->X, weight);
    } else {
      now_[0].addGradients(task_->X, weight / std::numbers::sqrt2);
      now_[1].addGradients(task_->X, -weight / std::numbers::sqrt2);
    }
    const VectorXd r = task_->y - twin_.head(n);
    twin_ += rate_ * (firstKernel_.leftCols(n) * r);
    ++step_;
    // Evenly on a logarithmic axis.
    if (step_ >= nextMode_) {
      nextMode_ = std::max(step_ + 1, static_cast<int>(step_ * 1.12));
      modes_.push_back(
          {step_, task_->flow.eigenvectors().transpose() * (task_->y - evaluate(now_, task_->X))});
    }
  }
}

VectorXd Trial::network() const {
  auto copies = now_;
  return evaluate(copies, task_->all.bottomRows(Task::kGrid));
}

VectorXd Trial::twin() const {
  return twin_.tail(Task::kGrid);
}

VectorXd Trial::predicted() const {
  return first_.tail(Task::kGrid) +
         task_->gridBlock(task_->exact.theta) * task_->flow.descent(firstResidual(), rate_, step_);
}

VectorXd Trial::firstResidual() const {
  return task_->y - first_.head(task_->n());
}

MatrixXd Trial::kernelNow() const {
  auto copies = now_;
  return kernelOf(copies, task_->X);
}

Gaps Trial::gaps() const {
  const Index n = task_->n();
  const MatrixXd H = task_->exact.theta.topLeftCorner(n, n);
  const MatrixXd H0 = firstKernel_.topLeftCorner(n, n);
  Gaps gaps;
  const VectorXd f = network();
  gaps.toKernel = rms(f, predicted());
  gaps.toTwin = rms(f, twin());
  gaps.kernel = (H0 - H).norm() / H.norm();
  gaps.drift = (kernelNow() - H0).norm() / H0.norm();
  double moved = 0, size = 0;
  for (std::size_t i = 0; i < now_.size(); ++i) {
    moved += now_[i].squaredDistance(start_[i]);
    size += start_[i].squaredNorm();
  }
  gaps.motion = std::sqrt(moved / size);
  const VectorXd closed =
      first_ + firstKernel_.leftCols(n) * KernelFlow(H0).descent(firstResidual(), rate_, step_);
  gaps.closedForm = (closed - twin_).lpNorm<Eigen::Infinity>();
  return gaps;
}

}  // namespace basin::ntk
