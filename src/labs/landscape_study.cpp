#include "labs/landscape_study.h"

#include <Eigen/Eigenvalues>
#include <algorithm>
#include <cmath>
#include <limits>

namespace basin {

namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr double kSlice = 4e6;        // multiplications
constexpr Index kMostSearched = 160;  // parameters for which dense Hessians are cheap
constexpr Index kMostExact = 420;
constexpr int kConnectSteps = 600;
constexpr int kCurvePoints = 51;
constexpr int kGoe = 300, kExamples = 400, kWalkDimension = 1000, kWalkSteps = 300;

/// 1/2 x^T A x - b^T x + c.
class Quadratic final : public Objective<double> {
 public:
  Quadratic(MatrixXd A, VectorXd b, double c) : A_(std::move(A)), b_(std::move(b)), c_(c) {}
  Index size() const override { return A_.rows(); }
  double value(const VectorXd& x) override { return 0.5 * x.dot(A_ * x) - b_.dot(x) + c_; }
  double gradient(const VectorXd& x, VectorXd& g) override {
    g.noalias() = A_ * x;
    const double value = 0.5 * x.dot(g) - b_.dot(x) + c_;
    g -= b_;
    return value;
  }
  void hessianVector(const VectorXd&, const VectorXd& v, VectorXd& out) override {
    out.noalias() = A_ * v;
  }
  bool hasHessian() const override { return true; }
  void hessian(const VectorXd&, MatrixXd& H) override { H = A_; }

 private:
  MatrixXd A_;
  VectorXd b_;
  double c_;
};

/// 1/2 |x|^2: what lies under a random walk.
class Bowl final : public Objective<double> {
 public:
  explicit Bowl(Index n) : n_(n) {}
  Index size() const override { return n_; }
  double value(const VectorXd& x) override { return 0.5 * x.squaredNorm(); }
  double gradient(const VectorXd& x, VectorXd& g) override {
    g = x;
    return value(x);
  }
  void hessianVector(const VectorXd&, const VectorXd& v, VectorXd& out) override { out = v; }
  bool hasHessian() const override { return true; }

 private:
  Index n_;
};

/// (ab - 1)^2/2: a valley along the hyperbola ab = 1 and a saddle at 0.
class Product final : public Objective<double> {
 public:
  Index size() const override { return 2; }
  double value(const VectorXd& x) override {
    const double r = x[0] * x[1] - 1;
    return 0.5 * r * r;
  }
  double gradient(const VectorXd& x, VectorXd& g) override {
    const double r = x[0] * x[1] - 1;
    g.resize(2);
    g << r * x[1], r * x[0];
    return 0.5 * r * r;
  }
  void hessianVector(const VectorXd& x, const VectorXd& v, VectorXd& out) override {
    const double a = x[0], b = x[1], mixed = 2 * a * b - 1;
    out.resize(2);
    out << b * b * v[0] + mixed * v[1], mixed * v[0] + a * a * v[1];
  }
  bool hasHessian() const override { return true; }
};

VectorXd pair(double a, double b) {
  VectorXd v(2);
  v << a, b;
  return v;
}

}  // namespace

LandscapeStudy::LandscapeStudy(const LandscapeConfig& config, std::uint64_t seed)
    : config_(config),
      seed_(seed),
      exactTrace_(kNaN),
      probeDeviation_(kNaN),
      exactLargest_(kNaN),
      probeRng_(Rng(seed).split(21)),
      curveRng_(Rng(seed).split(22)) {
  makeSubject();
}

void LandscapeStudy::makeSubject() {
  Rng rng = Rng(seed_).split(20);
  switch (config_.subject) {
    case LandscapeSubject::Network: {
      data_ = makePlaygroundData(config_, seed_);
      trainer_ = std::make_unique<PlaygroundTrainer>(config_, data_, seed_);
      objective_ = &trainer_->objective();
      if (trainer_->objective().empty()) {
        problem_ = data_.problem.empty() ? "there are no examples" : data_.problem;
        phase_ = Phase::Done;
      }
      theta_ = trainer_->theta();
      path_.add(theta_);
      return;
    }
    case LandscapeSubject::Product:
      own_ = std::make_unique<Product>();
      theta_ = pair(0.25, -0.2);
      break;
    case LandscapeSubject::Walk: {
      own_ = std::make_unique<Bowl>(kWalkDimension);
      theta_ = VectorXd::Zero(kWalkDimension);
      break;
    }
    case LandscapeSubject::Goe: {
      MatrixXd A(kGoe, kGoe);
      for (Index j = 0; j < kGoe; ++j) {
        for (Index i = 0; i <= j; ++i) {
          const double draw = rng.normal() / std::sqrt(static_cast<double>(kGoe));
          A(i, j) = A(j, i) = i == j ? draw * std::sqrt(2.0) : draw;
        }
      }
      own_ = std::make_unique<Quadratic>(std::move(A), VectorXd::Zero(kGoe), 0);
      theta_ = VectorXd::Zero(kGoe);
      break;
    }
    case LandscapeSubject::Regression: {
      const auto p = std::max<Index>(2, static_cast<Index>(std::lround(config_.ratio * kExamples)));
      MatrixXd X(kExamples, p);
      VectorXd truth(p);
      for (Index i = 0; i < X.size(); ++i) X.data()[i] = rng.normal();
      for (Index i = 0; i < p; ++i) truth[i] = rng.normal() / std::sqrt(static_cast<double>(p));
      const VectorXd y = X * truth;
      own_ =
          std::make_unique<Quadratic>(X.transpose() * X / kExamples, X.transpose() * y / kExamples,
                                      0.5 * y.squaredNorm() / kExamples);
      theta_ = VectorXd::Zero(p);
      break;
    }
  }
  objective_ = own_.get();
  path_.add(theta_);
}

bool LandscapeStudy::trainPlayground(PlaygroundTrainer& trainer, bool record) {
  const double cost = 6.0 * static_cast<double>(std::max<Index>(data_.trainX.rows(), 1)) *
                      static_cast<double>(trainer.objective().size());
  const int steps = std::clamp(static_cast<int>(kSlice / cost), 1, 8);
  for (int k = 0; k < steps; ++k) {
    if (trainer.steps() >= config_.stepLimit) return true;
    if (trainer.step().diverged) {
      problem_ = "training diverged at step " + std::to_string(trainer.steps()) +
                 ": the step size is too large for this loss";
      return true;
    }
    if (!record) continue;
    path_.add(trainer.theta());
  }
  return trainer.steps() >= config_.stepLimit;
}

void LandscapeStudy::trainSlice() {
  bool done = true;
  switch (config_.subject) {
    case LandscapeSubject::Network:
      done = trainPlayground(*trainer_, true);
      theta_ = trainer_->theta();
      break;
    case LandscapeSubject::Walk: {
      Rng rng = Rng(seed_).split(1000 + static_cast<std::uint64_t>(taken_));
      for (int k = 0; k < 5; ++k, ++taken_) {
        for (Index i = 0; i < theta_.size(); ++i) theta_[i] += rng.normal();
        path_.add(theta_);
      }
      done = taken_ >= kWalkSteps;
      break;
    }
    case LandscapeSubject::Product:
    case LandscapeSubject::Regression: {
      VectorXd g;
      for (int k = 0; k < 2; ++k, ++taken_) {
        objective_->gradient(theta_, g);
        theta_ -= 0.15 * g;
        path_.add(theta_);
      }
      done = taken_ >= 120;
      break;
    }
    case LandscapeSubject::Goe:
      break;
  }
  if (done) finishTraining();
}

void LandscapeStudy::finishTraining() {
  end_ = theta_;
  endValue_ = objective_->value(end_);
  VectorXd centre = end_;
  if (!config_.fromEnd) {
    centre.setZero();
    for (const VectorXd& x : path()) centre += x / static_cast<double>(path().size());
  }
  if (path().size() > 2) ownPlane_ = pathPlane(path(), centre, 1);
  makePlane();
  phase_ = Phase::Scan;
}

void LandscapeStudy::makePlane() {
  const Index n = end_.size();
  LandscapePlane plane{end_, VectorXd::Zero(n), VectorXd::Zero(n)};
  Rng rng = Rng(static_cast<std::uint64_t>(config_.directionSeed)).split(5);
  double half = config_.reach, halfV = config_.reach;
  LandscapeView view = config_.view;
  if (config_.subject == LandscapeSubject::Product) {
    plane.origin = pair(0, 0);
    plane.u = pair(1, 0);
    plane.v = pair(0, 1);
    half = halfV = 1.6 * config_.reach;
  } else {
    if (view == LandscapeView::Path && path().size() < 3) view = LandscapeView::Random;
    if (view == LandscapeView::Solutions && secondEnd_.size() == 0) view = LandscapeView::Random;
    if (view == LandscapeView::Path) {
      plane = ownPlane_.plane;
      // The plane goes through the end whatever the components' offsets are from.
      plane.origin = end_;
      half = config_.reach * ownPlane_.half;
      halfV = config_.reach * ownPlane_.halfV;
    } else if (view == LandscapeView::Solutions) {
      // Both solutions and the curve's bend lie in this plane.
      plane.origin = 0.5 * (end_ + secondEnd_);
      plane.u = 0.5 * (secondEnd_ - end_);
      const VectorXd bend = control_ - plane.origin;
      plane.v = bend - plane.u * (bend.dot(plane.u) / plane.u.squaredNorm());
      if (!(plane.v.norm() > 1e-9 * plane.u.norm())) {
        for (Index i = 0; i < n; ++i) plane.v[i] = rng.normal();
        plane.v -= plane.u * (plane.v.dot(plane.u) / plane.u.squaredNorm());
      }
      plane.v *= plane.u.norm() / plane.v.norm();
    } else if (view == LandscapeView::Curvature) {
      const MatrixProduct<double> product = [this](const VectorXd& x, VectorXd& out) {
        objective_->hessianVector(end_, x, out);
      };
      Lanczos<double> lanczos;
      lanczos.start(n, 30, rng);
      while (lanczos.step(product)) {
      }
      plane.u = lanczos.ritzVector(true);
      plane.v = lanczos.ritzVector(false);
    } else if (onNetwork()) {
      const Network<double>& network = trainer_->objective().network();
      plane.u = randomDirection(network, end_, config_.filters, rng);
      plane.v = randomDirection(network, end_, config_.filters, rng);
    } else {
      for (VectorXd* d : {&plane.u, &plane.v}) {
        for (Index i = 0; i < n; ++i) (*d)[i] = rng.normal();
        d->normalize();
      }
    }
  }
  // An odd number of points puts the origin on the grid.
  scan_ = PlaneScan(plane, half, halfV, config_.resolution | 1);
  VectorXd Hu;
  const double length = plane.u.norm();
  const VectorXd unit = plane.u / length;
  objective_->hessianVector(plane.origin, unit, Hu);
  curvature_ = unit.dot(Hu);
  const double h = 1e-3 * (1 + plane.origin.norm() / std::sqrt(static_cast<double>(n)));
  const double middle = objective_->value(plane.origin);
  // Fourth-order difference: rounding, not truncation, limits it.
  const auto f = [&](double t) { return objective_->value(plane.origin + t * unit); };
  differenceCurvature_ =
      (-f(2 * h) + 16 * f(h) - 30 * middle + 16 * f(-h) - f(-2 * h)) / (12 * h * h);
}

double LandscapeStudy::widening() const {
  const double range = density_.largest() - density_.smallest();
  return config_.sigma * (range > 0 ? range : 1);
}

void LandscapeStudy::spectrumSlice() {
  const MatrixProduct<double> product = [this](const VectorXd& v, VectorXd& out) {
    objective_->hessianVector(end_, v, out);
  };
  if (!probing_) {
    lanczos_.startFrom(rademacherProbe(end_.size(), probeRng_), config_.lanczosSteps);
    probing_ = true;
  }
  for (int k = 0; k < 10; ++k) {
    if (lanczos_.step(product)) continue;
    probing_ = false;
    if (lanczos_.steps() > 0) density_.add(lanczos_.quadrature());
    break;
  }
  if (density_.probes() < config_.probes || probing_) return;
  if (end_.size() <= kMostExact) exactHessian();
  phase_ = nextPhase();
}

void LandscapeStudy::exactHessian() {
  MatrixXd H;
  objective_->hessian(end_, H);
  const auto n = static_cast<double>(H.rows());
  exactTrace_ = H.trace() / n;
  probeDeviation_ = std::sqrt(2 * (H.squaredNorm() - H.diagonal().squaredNorm())) / n;
  exactLargest_ =
      Eigen::SelfAdjointEigenSolver<MatrixXd>(H, Eigen::EigenvaluesOnly).eigenvalues().maxCoeff();
}

void LandscapeStudy::searchSlice() {
  if (!search_) {
    const bool product = config_.subject == LandscapeSubject::Product;
    search_ = std::make_unique<CriticalSearch>(*objective_, product ? path().front() : end_);
    return;
  }
  if (search_->step(1e-9) || search_->steps() >= 60) {
    searched_ = true;
    phase_ = Phase::Done;
  }
}

LandscapeStudy::Phase LandscapeStudy::nextPhase() const {
  if (density_.probes() < config_.probes || probing_) return Phase::Spectrum;
  if (!onNetwork() && config_.subject != LandscapeSubject::Product) return Phase::Done;
  if (line_.at.empty()) return Phase::Second;
  if (connectSteps_ < kConnectSteps) return Phase::Connect;
  if (!searched_ && searchable()) return Phase::Search;
  return Phase::Done;
}

bool LandscapeStudy::searchable() const {
  return end_.size() <= kMostSearched && smooth();
}

void LandscapeStudy::step() {
  switch (phase_) {
    case Phase::Train:
      trainSlice();
      return;
    case Phase::Scan: {
      const double cost = onNetwork() ? 2.0 * static_cast<double>(data_.trainX.rows()) *
                                            static_cast<double>(end_.size())
                                      : static_cast<double>(end_.size() * end_.size()) + 10;
      if (scan_.advance(*objective_, std::clamp(static_cast<int>(kSlice / cost), 4, 200))) {
        phase_ = nextPhase();
      }
      return;
    }
    case Phase::Spectrum:
      spectrumSlice();
      return;
    case Phase::Second: {
      if (own_) {
        end_ = pair(2, 0.5);
        secondEnd_ = pair(0.5, 2);
      } else {
        if (!second_) {
          second_ = std::make_unique<PlaygroundTrainer>(
              config_, data_, seed_ + 7919 * static_cast<std::uint64_t>(config_.secondSeed));
        }
        if (!trainPlayground(*second_, false)) return;
        secondEnd_ = second_->theta();
      }
      control_ = 0.5 * (end_ + secondEnd_);
      line_ = interpolateLine(*objective_, end_, secondEnd_, kCurvePoints);
      curve_ = line_;
      phase_ = Phase::Connect;
      return;
    }
    case Phase::Connect: {
      // Half the step size of training, falling to nothing: the point settles.
      const double base = onNetwork() ? 0.5 * std::min(config_.rate, 0.5) : 0.2;
      for (int k = 0; k < 10 && connectSteps_ < kConnectSteps; ++k, ++connectSteps_) {
        const double left = 1 - static_cast<double>(connectSteps_) / kConnectSteps;
        bezierStep(*objective_, end_, control_, secondEnd_, base * left, curveRng_);
      }
      if (connectSteps_ < kConnectSteps) return;
      curve_ = interpolateBezier(*objective_, end_, control_, secondEnd_, kCurvePoints);
      phase_ = nextPhase();
      if (config_.view == LandscapeView::Solutions) {
        makePlane();
        phase_ = Phase::Scan;
      }
      return;
    }
    case Phase::Search:
      searchSlice();
      return;
    case Phase::Done:
      return;
  }
}

void LandscapeStudy::retune(const LandscapeConfig& config) {
  const bool plane = config.view != config_.view || config.reach != config_.reach ||
                     config.resolution != config_.resolution || config.filters != config_.filters ||
                     config.directionSeed != config_.directionSeed;
  config_ = config;
  if (!plane || phase_ == Phase::Train || !problem_.empty()) return;
  makePlane();
  // What was under way is taken up again after the scan.
  phase_ = Phase::Scan;
}

double LandscapeStudy::progress() const {
  switch (phase_) {
    case Phase::Train:
      return onNetwork() ? 0.4 * static_cast<double>(trainer_->steps()) / config_.stepLimit : 0.1;
    case Phase::Scan:
      return 0.4 + 0.2 * scan_.progress();
    case Phase::Spectrum:
      return 0.6 + 0.1 * density_.probes() / config_.probes;
    case Phase::Second:
      return second_ ? 0.7 + 0.15 * static_cast<double>(second_->steps()) / config_.stepLimit : 0.7;
    case Phase::Connect:
      return 0.85 + 0.1 * connectSteps_ / kConnectSteps;
    case Phase::Search:
      return 0.95;
    case Phase::Done:
      return 1;
  }
  return 1;
}

}  // namespace basin
