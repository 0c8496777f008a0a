#include "labs/landscapes/teacher_student/study.h"

#include <Eigen/Eigenvalues>
#include <algorithm>
#include <cmath>

#include "lab/param_text.h"

namespace basin::teacher_student {

namespace {

constexpr int kShownSlice = 20;      // steps
constexpr double kRunSlice = 1.5e5;  // pairs of units
constexpr Index kChunk = 250;        // samples
constexpr double kParting = 1e-4;    // of the halves, each way
constexpr std::size_t kTrail = 240;
// Streams of the session's generator; of seed 1 the shown start with eight units is one that stops.
constexpr std::uint64_t kShownStream = 118, kSweepStream = 2, kSampleStream = 3, kPowerStream = 4;

std::vector<int> sweepUnits(int teacherUnits) {
  std::vector<int> units;
  for (int extra = -2; extra <= 3; ++extra) units.push_back(teacherUnits + extra);
  return units;
}

struct LeastEigenpair {
  double value = 0;
  VectorXd vector;
};
LeastEigenpair leastOf(const MatrixXd& symmetric) {
  const Eigen::SelfAdjointEigenSolver<MatrixXd> solver(symmetric);
  return {solver.eigenvalues()[0], solver.eigenvectors().col(0)};
}

}  // namespace

Student::Student(const Config& config, int units, const Rng& rng)
    : config_(config),
      loss_(MatrixXd::Identity(config.teacherUnits, config.teacherUnits), units),
      x_(randomStudent(config.teacherUnits, config.teacherUnits, units, rng)),
      limit_(config.stepLimit) {
  value_ = loss_.gradient(x_, gradient_);
}

void Student::step() {
  if (ended()) return;
  x_ -= config_.rate * gradient_;
  value_ = loss_.gradient(x_, gradient_);
  ++steps_;
  if (splits_ == 1 && std::isnan(parting_)) {
    const double apart = (weights().col(halved_) - weights().col(units() - 1)).norm();
    if (apart >= 20 * kParting) parting_ = static_cast<double>(steps_);
  }
}

bool Student::split() {
  const Index n = loss_.dimension();
  const bool once = config_.split == Split::Reversed;
  if (config_.split == Split::None || !stuck() || units() >= 2 * n || (once && splits_ > 0)) {
    return false;
  }
  LeastEigenpair best;
  const VectorXd right = unitCosines(weights(), loss_.teacher()).rowwise().maxCoeff();
  for (Index i = 0; i < units(); ++i) {
    if (once && right[i] > right.minCoeff()) continue;
    const LeastEigenpair pair = leastOf(loss_.splittingMatrix(x_, i));
    // Of units that are alike the first one, whatever the last digits say.
    if (pair.value < best.value - 1e-4) {
      best = pair;
      halved_ = i;
    }
  }
  if (best.value == 0) return false;
  x_ = splitUnit(x_, n, halved_);
  x_.segment(halved_ * n, n) += kParting * best.vector;
  x_.tail(n) -= kParting * best.vector;
  loss_ = TeacherStudentLoss(loss_.teacher(), units() + 1);
  value_ = loss_.gradient(x_, gradient_);
  steps_ = 0;
  if (++splits_ == 1) splitEigenvalue_ = best.value;
  return true;
}

double Student::predictedParting() const {
  return std::log(10) / std::log1p(-2 * config_.rate * splitEigenvalue_);
}

bool Run::advance() {
  const double m = static_cast<double>(student_.units());
  const int steps = static_cast<int>(kRunSlice / (m * (m / 2 + student_.dimension())));
  for (int i = 0; i < steps && !student_.ended(); ++i) student_.step();
  return student_.ended();
}

std::optional<Outcome> Run::result() const {
  return Outcome{student_.loss(), student_.arrived(), student_.stuck()};
}

Study::Study(const Config& config, std::uint64_t seed)
    : config_(config),
      shown_(config, config.units(), Rng(seed).split(kShownStream)),
      losses_{shown_.loss()},
      trail_{shown_.weights()},
      sampled_(dimension()),
      sampler_(Rng(seed).split(kSampleStream)),
      powerStarts_(Rng(seed).split(kPowerStream)) {
  if (moments()) return;
  sweep_ = {sweepUnits(config.teacherUnits),
            config.runs,
            Rng(seed).split(kSweepStream),
            [this](int units, int, const Rng& rng) { return Run(config_, units, rng); },
            Streams::Independent,
            Making::FirstSlice};
}

void Study::step() {
  if (moments()) {
    if (!finished()) measureMoments();
    return;
  }
  sweep_.step();
  if (!shownEnded_) advanceShown();
}

void Study::advanceShown() {
  for (int i = 0; i < kShownSlice && !shown_.ended(); ++i) {
    shown_.step();
    losses_.push_back(shown_.loss());
    if (++steps_ % stride_ == 0) trail_.push_back(shown_.weights());
  }
  if (trail_.size() > kTrail) {
    stride_ *= 2;
    for (std::size_t i = 0; 2 * i < trail_.size(); ++i) trail_[i] = trail_[2 * i];
    trail_.resize((trail_.size() + 1) / 2);
  }
  if (!shown_.ended()) return;
  if (shown_.split()) {
    splits_.push_back(static_cast<double>(steps_));
  } else {
    shownEnded_ = true;
  }
}

void Study::measureMoments() {
  addSamples(sampled_, teacher(), std::min<Index>(kChunk, config_.count - sampled_.count()),
             sampler_);
  // Twice an octave, and at the end.
  const double samples = static_cast<double>(sampled_.count());
  if (!finished() && !errors_.empty() && samples < 1.4 * errors_.back().samples) return;
  const Index n = config_.teacherUnits;
  const MatrixXd V = teacher();
  found_ = sampled_.directions(n, powerStarts_);
  errors_.push_back(
      {.samples = samples,
       .second = (sampled_.second() - momentStrength() * V * V.transpose()).norm(),
       .secondLaw = std::sqrt(secondMomentVariance(n, dimension()) / samples),
       .directions = matchedDistances(V, found_).norm() / std::sqrt(static_cast<double>(n)),
       .directionsLaw = std::sqrt(directionVariance(n, dimension()) / samples)});
}

bool Study::finished() const {
  return moments() ? sampled_.count() >= config_.count : shownEnded_ && sweep_.finished();
}

double Study::progress() const {
  if (moments()) return static_cast<double>(sampled_.count()) / config_.count;
  const double shown = static_cast<double>(steps_) / config_.stepLimit;
  return studyProgress(finished(), shownEnded_ ? 1 : std::min(shown, 1.0), sweep_.done(),
                       sweep_.size());
}

double Study::time() const {
  return static_cast<double>(moments() ? sampled_.count() : steps_);
}

Index Study::dimension() const {
  return std::max(config_.dimension, config_.teacherUnits);
}

std::optional<std::size_t> Study::settingOf(int extra) const {
  const auto& units = sweep_.settings();
  const auto at = std::ranges::find(units, config_.teacherUnits + extra);
  if (at == units.end()) return std::nullopt;
  return static_cast<std::size_t>(at - units.begin());
}

Share Study::arrivedWith(int extra) const {
  const auto at = settingOf(extra);
  return at ? sweep_.share(*at, &Outcome::arrived) : Share{};
}

const std::vector<CriticalPoint>& Study::reversed() const {
  return reversed_.get(true, [&] {
    const Index n = config_.teacherUnits;
    std::vector<CriticalPoint> found;
    for (Index p = 1; 2 * p <= n; ++p) {
      CriticalPoint point = stuckStudent(n, n, p);
      if (p > 1 && point.curvature <= 0) break;
      found.push_back(std::move(point));
    }
    return found;
  });
}

const CriticalPoint& Study::narrow(int units) const {
  const int n = config_.teacherUnits;
  const auto& all = narrow_.get(true, [&] {
    return std::vector<CriticalPoint>{stuckStudent(n, n - 2, 0), stuckStudent(n, n - 1, 0)};
  });
  return all[static_cast<std::size_t>(units - n + 2)];
}

const Study::SplitCurvature& Study::splitCurvature() const {
  return splitCurvature_.get(true, [&] {
    const Index n = config_.teacherUnits;
    const VectorXd& x = reversed().front().weights;
    TeacherStudentLoss loss(MatrixXd::Identity(n, n), n), wider(MatrixXd::Identity(n, n), n + 1);
    MatrixXd H;
    wider.hessian(splitUnit(x, n, 0), H);
    return SplitCurvature{2 * leastOf(loss.splittingMatrix(x, 0)).value, leastOf(H).value};
  });
}

}  // namespace basin::teacher_student
