#include "labs/networks/landscape/study.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "labs/networks/landscape/subjects.h"
#include "linalg/decompositions.h"

namespace basin::landscape {

namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr double kSlice = 4e6;        // multiplications
constexpr Index kMostSearched = 160;  // parameters for which dense Hessians are cheap
constexpr Index kMostExact = 420;
constexpr int kWalkSteps = 300, kDescentSteps = 120, kConnectSteps = 600;
constexpr int kCurvePoints = 51;
constexpr int kHalvings = 10;

// How much of a slice a piece of work of this cost is worth.
int piecesOf(double cost, int least, int most) {
  return std::clamp(static_cast<int>(kSlice / cost), least, most);
}

VectorXd normalVector(Index n, Rng& rng) {
  VectorXd v(n);
  for (double& x : v) x = rng.normal();
  return v;
}

// The part of v that is orthogonal to u.
VectorXd across(const VectorXd& v, const VectorXd& u) {
  return v - u * (v.dot(u) / u.squaredNorm());
}

}  // namespace

Study::Study(const Config& config, std::uint64_t seed)
    : config_(config),
      seed_(seed),
      endValue_(kNaN),
      curvature_(0),
      differenceCurvature_(kNaN),
      exactTrace_(kNaN),
      probeDeviation_(kNaN),
      exactLargest_(kNaN),
      probeRng_(Rng(seed).split(21)),
      curveRng_(Rng(seed).split(22)) {
  if (onNetwork()) {
    data_ = makeNetworkData(config_.network, seed_);
    trainer_ = std::make_unique<NetworkTrainer>(config_.network, data_, seed_);
    objective_ = &trainer_->objective();
    theta_ = trainer_->theta();
    if (trainer_->objective().empty()) {
      fail(data_.problem.empty() ? "there are no examples" : data_.problem);
    }
  } else {
    Toy toy = makeToyLoss(config_, Rng(seed_).split(20));
    toy_ = std::move(toy.loss);
    objective_ = toy_.get();
    theta_ = std::move(toy.start);
  }
  path_.add(theta_);
}

void Study::fail(std::string why) {
  problem_ = std::move(why);
  phase_ = Phase::Done;
}

// A slice of training; true when it has ended.
bool Study::trainNetwork(NetworkTrainer& trainer, PathRecord* path) {
  const double cost = 6.0 * static_cast<double>(std::max<Index>(data_.trainX.rows(), 1)) *
                      static_cast<double>(trainer.objective().size());
  for (int k = piecesOf(cost, 1, 8); k > 0 && trainer.steps() < config_.network.stepLimit; --k) {
    diverged_ = trainer.step().diverged;
    if (diverged_) break;
    if (path) path->add(trainer.theta());
  }
  const bool over = trainer.steps() >= config_.network.stepLimit;
  // The last step may have lost the weights, and no other follows to see it.
  if (over && !diverged_) diverged_ = isLost(trainer.objective().value(trainer.theta()));
  if (diverged_) {
    fail(trainer.steps() == 0
             ? "the loss is above 10¹² or undefined from the start; smaller initial weights would "
               "help"
             : "training diverged at step " + std::to_string(trainer.steps()) +
                   ": the step size is too large for this loss");
  }
  return over;
}

void Study::trainSlice() {
  bool over = true;
  switch (config_.subject) {
    case Subject::Network:
      over = trainNetwork(*trainer_, &path_);
      theta_ = trainer_->theta();
      break;
    case Subject::Walk: {
      Rng rng = Rng(seed_).split(1000 + static_cast<std::uint64_t>(taken_));
      for (int k = 0; k < 5; ++k, ++taken_) {
        theta_ += normalVector(theta_.size(), rng);
        path_.add(theta_);
      }
      over = taken_ >= kWalkSteps;
      break;
    }
    case Subject::Product:
    case Subject::Regression: {
      VectorXd g;
      for (int k = 0; k < 2; ++k, ++taken_) {
        objective_->gradient(theta_, g);
        theta_ -= 0.15 * g;
        path_.add(theta_);
      }
      over = taken_ >= kDescentSteps;
      break;
    }
    case Subject::Goe:
      break;
  }
  if (over && !diverged_) finishTraining();
}

void Study::finishTraining() {
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

// The view that is asked for, as far as there is what it shows.
View Study::possibleView() const {
  const bool path = ownPlane_.plane.u.size() > 0 && ownPlane_.plane.u.norm() > 0;
  const bool solutions = secondEnd_.size() > 0 && (secondEnd_ - end_).norm() > 0;
  if (config_.view == View::Path && !path) return View::Random;
  if (config_.view == View::Solutions && !solutions) return View::Random;
  return config_.view;
}

void Study::makePlane() {
  const Index n = end_.size();
  LandscapePlane plane{end_, VectorXd::Zero(n), VectorXd::Zero(n)};
  Rng rng = Rng(static_cast<std::uint64_t>(config_.directionSeed)).split(5);
  double half = config_.reach, halfV = config_.reach;
  const View view = possibleView();
  if (config_.subject == Subject::Product) {
    plane = {pair(0, 0), pair(1, 0), pair(0, 1)};
    half = halfV = 1.6 * config_.reach;
  } else if (view == View::Path) {
    // The plane goes through the end whatever the components' offsets are from.
    plane.u = ownPlane_.plane.u;
    plane.v = ownPlane_.plane.v;
    half = config_.reach * ownPlane_.half;
    halfV = config_.reach * ownPlane_.halfV;
  } else if (view == View::Solutions) {
    // Both solutions and the curve's bend lie in this plane.
    plane.origin = 0.5 * (end_ + secondEnd_);
    plane.u = 0.5 * (secondEnd_ - end_);
    plane.v = across(control_ - plane.origin, plane.u);
    if (!(plane.v.norm() > 1e-9 * plane.u.norm())) plane.v = across(normalVector(n, rng), plane.u);
    plane.v *= plane.u.norm() / plane.v.norm();
  } else if (view == View::Curvature) {
    const MatrixProduct<double> product = [this](const VectorXd& x, VectorXd& out) {
      objective_->hessianVector(end_, x, out);
    };
    Lanczos<double> lanczos;
    lanczos.start(n, 30, rng);
    while (lanczos.step(product)) {
    }
    if (lanczos.steps() == 0) {
      diverged_ = true;
      return fail("the Hessian at the end of the path is not finite");
    }
    plane.u = lanczos.ritzVector(true);
    plane.v = lanczos.ritzVector(false);
  } else if (onNetwork()) {
    const Network<double>& network = trainer_->objective().network();
    plane.u = randomDirection(network, end_, config_.filters, rng);
    plane.v = randomDirection(network, end_, config_.filters, rng);
  } else {
    plane.u = normalVector(n, rng).normalized();
    plane.v = normalVector(n, rng).normalized();
  }
  // An odd number of points puts the origin on the grid.
  scan_ = PlaneScan(plane, half, halfV, config_.resolution | 1);
  measureCurvature(plane);
  phase_ = Phase::Scan;
}

void Study::measureCurvature(const LandscapePlane& plane) {
  VectorXd Hu;
  const VectorXd unit = plane.u / plane.u.norm();
  objective_->hessianVector(plane.origin, unit, Hu);
  curvature_ = unit.dot(Hu);
  const double middle = objective_->value(plane.origin);
  // Fourth-order difference: rounding, not truncation, limits it.
  const auto difference = [&](double h) {
    const auto f = [&](double t) { return objective_->value(plane.origin + t * unit); };
    return (-f(2 * h) + 16 * f(h) - 30 * middle + 16 * f(-h) - f(-2 * h)) / (12 * h * h);
  };
  double h = 1e-3 * (1 + plane.origin.norm() / std::sqrt(static_cast<double>(plane.origin.size())));
  differenceCurvature_ = difference(h);
  if (std::abs(differenceCurvature_ - curvature_) <= curvatureTolerance()) return;
  // Over this distance the curvature itself may change: nearer, until the differences agree.
  for (int i = 0; i < kHalvings; ++i) {
    const double nearer = difference(h /= 2);
    const bool settled = std::abs(nearer - differenceCurvature_) <= 0.5 * curvatureTolerance();
    differenceCurvature_ = nearer;
    if (settled) return;
  }
  differenceCurvature_ = kNaN;
}

void Study::scanSlice() {
  const auto n = static_cast<double>(end_.size());
  const double cost = onNetwork() ? 2.0 * static_cast<double>(data_.trainX.rows()) * n : n * n + 10;
  if (scan_.advance(*objective_, piecesOf(cost, 4, 200))) phase_ = nextPhase();
}

double Study::widening() const {
  const double range = density_.largest() - density_.smallest();
  return config_.sigma * (range > 0 ? range : 1);
}

void Study::spectrumSlice() {
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
    if (lanczos_.steps() == 0) {
      diverged_ = true;
      return fail("the Hessian at the end of the path is not finite");
    }
    density_.add(lanczos_.quadrature());
    break;
  }
  if (!probed() || probing_) return;
  if (end_.size() <= kMostExact) exactHessian();
  phase_ = nextPhase();
}

void Study::exactHessian() {
  MatrixXd H;
  objective_->hessian(end_, H);
  const auto n = static_cast<double>(H.rows());
  exactTrace_ = H.trace() / n;
  probeDeviation_ = std::sqrt(2 * (H.squaredNorm() - H.diagonal().squaredNorm())) / n;
  exactLargest_ = symmetricEigenvalues(H).maxCoeff();
}

void Study::secondSlice() {
  if (toy_) {
    end_ = pair(2, 0.5);
    secondEnd_ = pair(0.5, 2);
  } else {
    if (!second_) {
      second_ = std::make_unique<NetworkTrainer>(
          config_.network, data_, seed_ + 7919 * static_cast<std::uint64_t>(config_.secondSeed));
    }
    if (!trainNetwork(*second_, nullptr) || diverged_) return;
    secondEnd_ = second_->theta();
  }
  control_ = 0.5 * (end_ + secondEnd_);
  line_ = interpolateLine(*objective_, end_, secondEnd_, kCurvePoints);
  curve_ = line_;
  phase_ = Phase::Connect;
}

void Study::connectSlice() {
  // Half the step size of training, falling to nothing: the point settles.
  const double base = onNetwork() ? 0.5 * std::min(config_.network.rate, 0.5) : 0.2;
  for (int k = 0; k < 10 && connectSteps_ < kConnectSteps; ++k, ++connectSteps_) {
    const double left = 1 - static_cast<double>(connectSteps_) / kConnectSteps;
    bezierStep(*objective_, end_, control_, secondEnd_, base * left, curveRng_);
  }
  if (!control_.allFinite()) {
    diverged_ = true;
    return fail("training the curve between the two solutions diverged");
  }
  if (connectSteps_ < kConnectSteps) return;
  curve_ = interpolateBezier(*objective_, end_, control_, secondEnd_, kCurvePoints);
  phase_ = nextPhase();
  if (config_.view == View::Solutions) makePlane();
}

void Study::searchSlice() {
  if (!search_) {
    const bool product = config_.subject == Subject::Product;
    search_ = std::make_unique<CriticalSearch>(*objective_, product ? path().front() : end_);
    return;
  }
  if (search_->step(1e-9) || search_->steps() >= 60) {
    searched_ = true;
    phase_ = Phase::Done;
  }
}

Study::Phase Study::nextPhase() const {
  if (!probed() || probing_) return Phase::Spectrum;
  if (!connects()) return Phase::Done;
  if (line_.at.empty()) return Phase::Second;
  if (connectSteps_ < kConnectSteps) return Phase::Connect;
  if (!searched_ && searchable()) return Phase::Search;
  return Phase::Done;
}

bool Study::searchable() const {
  return end_.size() <= kMostSearched && smooth();
}

void Study::step() {
  switch (phase_) {
    case Phase::Train:
      return trainSlice();
    case Phase::Scan:
      return scanSlice();
    case Phase::Spectrum:
      return spectrumSlice();
    case Phase::Second:
      return secondSlice();
    case Phase::Connect:
      return connectSlice();
    case Phase::Search:
      return searchSlice();
    case Phase::Done:
      return;
  }
}

void Study::retune(const Config& config) {
  const bool plane = config.view != config_.view || config.reach != config_.reach ||
                     config.resolution != config_.resolution || config.filters != config_.filters ||
                     config.directionSeed != config_.directionSeed;
  config_ = config;
  // What is under way is taken up again after the scan.
  if (plane && phase_ != Phase::Train && problem_.empty()) makePlane();
}

double Study::time() const {
  return onNetwork() ? static_cast<double>(trainer_->steps()) : taken_;
}

double Study::progress() const {
  const auto trained = [this](const NetworkTrainer& trainer) {
    return static_cast<double>(trainer.steps()) / config_.network.stepLimit;
  };
  switch (phase_) {
    case Phase::Train:
      return onNetwork() ? 0.4 * trained(*trainer_) : 0.1;
    case Phase::Scan:
      return 0.4 + 0.2 * scan_.progress();
    case Phase::Spectrum:
      return 0.6 + 0.1 * density_.probes() / config_.probes;
    case Phase::Second:
      return second_ ? 0.7 + 0.15 * trained(*second_) : 0.7;
    case Phase::Connect:
      return 0.85 + 0.1 * connectSteps_ / kConnectSteps;
    case Phase::Search:
      return 0.95;
    case Phase::Done:
      return 1;
  }
  return 1;
}

}  // namespace basin::landscape
