#include "labs/landscapes/deep_linear/study.h"

#include <algorithm>
#include <cmath>

#include "lab/param_text.h"
#include "linalg/decompositions.h"

namespace basin::deep_linear {

namespace {

constexpr double kDip = 4;  // a meeting: the gradient grows by this factor after a low
constexpr std::size_t kMostMeetings = 8;
constexpr int kSearchSteps = 80;
constexpr double kVanished = 1e-11;  // gradient norm that the search asks for
constexpr int kPlaneSide = 57;

// Streams of the session's generator, one a purpose.
enum Stream : std::uint64_t { kData = 51, kOffset, kStarts };

CriticalPlace placeAt(Objective<double>& loss, const VectorXd& theta, MatrixXd* vectors = nullptr) {
  CriticalPlace place;
  place.x = theta;
  VectorXd g;
  MatrixXd H;
  place.value = loss.gradient(theta, g);
  place.gradientNorm = g.norm();
  loss.hessian(theta, H);
  SymmetricEigen<double> eigen = symmetricEigen(H);
  place.eigenvalues = std::move(eigen.values);
  if (vectors) *vectors = std::move(eigen.vectors);
  return place;
}

double roundingOf(const VectorXd& eigenvalues) {
  return 1e-11 * std::max(1.0, eigenvalues.cwiseAbs().maxCoeff());
}

// Of x the part along the eigenvectors of one eigenvalue, with length 1.
VectorXd alongEigenspace(const CriticalPlace& place, const MatrixXd& vectors, double value,
                         const VectorXd& x) {
  const double near = 1e-7 * (1 + place.eigenvalues.cwiseAbs().maxCoeff());
  VectorXd part = VectorXd::Zero(x.size());
  for (Index i = 0; i < x.size(); ++i) {
    if (std::abs(place.eigenvalues[i] - value) > near) continue;
    part += vectors.col(i) * vectors.col(i).dot(x);
  }
  return part.normalized();
}

}  // namespace

Study::Study(const Config& config, std::uint64_t seed)
    : config_(config),
      rng_(seed),
      data_(makeData(config, rng_.split(kData))),
      shape_{kInputs, kOutputs, config.width, config.depth},
      modes_(data_.X, data_.Y),
      learnt_(strongestModes((config.learnStrong ? 1U : 0U) | (config.learnMedium ? 2U : 0U) |
                                 (config.learnWeak ? 4U : 0U),
                             config.width)),
      objective_(deepLinearLoss(shape_, data_.X, data_.Y)),
      starts_({1, 2, 3, 4}, kRuns, rng_.split(kStarts), [this](int hidden, int, const Rng& rng) {
        const DeepLinearShape shape{kInputs, kOutputs, shape_.width, hidden};
        return StartJob(data_, shape, criticalLevel(modes_, best()), config_.rate, rng);
      }) {
  Rng noise = rng_.split(kOffset);
  centre_ = criticalWeights(shape_, modes_, learnt_, middle());
  theta_ = centre_ + gaussian(shape_.parameters(), 1, config.offset, noise);
  loss_ = objective_.gradient(theta_, gradient_);
  exitLevel_ = exitLevel();
  lookAround();
  makePlane();
  watch();
}

// What the theorem says of the chosen point, measured.
void Study::lookAround() {
  chosen_ = placeAt(objective_, centre_);
  VectorXd g;
  objective_.gradient(centre_, g);
  largestGradient_ = g.lpNorm<Eigen::Infinity>();
  threshold_ = roundingOf(chosen_.eigenvalues);
  const int index = criticalIndex(shape_, modes_, learnt_, middle());
  if (index == 0) return;
  // For other inputs than orthonormal ones the size is not known, but of this order.
  shallowest_ = std::abs(criticalSpectrum(shape_, modes_, learnt_, middle())[index - 1]);
}

// Where the middle layers have spare units, the loss is the same whatever they do with them, and
// the plane holds the strict saddle as well as the flat one. A walker that leaves the flat one
// builds its own way through the middle layers, R between the spare units it reads and writes by:
// turned by R the strict saddle is as good, and the walker's shadow is on its way.
void Study::makePlane() {
  const VectorXd away = theta_ - centre_;
  LandscapePlane plane;
  VectorXd strict = centre_;
  if (hasSpare()) {
    strict = criticalWeights(shape_, modes_, learnt_, 1);
    const VectorXd flat = criticalWeights(shape_, modes_, learnt_, 0);
    if (middle() == 0) strict = turnedSpare(shape_, modes_, learnt_, strict, away);
    plane.v = strict - flat;
    plane.origin = 0.5 * (strict + flat);
  } else {
    plane.origin = centre_;
  }
  MatrixXd vectors;
  const CriticalPlace there = placeAt(objective_, strict, &vectors);
  const VectorXd& values = there.eigenvalues;
  double steep = values[0];
  if (steep > -roundingOf(values)) {
    // No way down at all: the gentlest way up.
    const auto up = std::ranges::upper_bound(values, 1e3 * roundingOf(values));
    steep = up == values.end() ? values[values.size() - 1] : *up;
  }
  // Descent leaves towards the reader's side of the surface.
  plane.u = -alongEigenspace(there, vectors, steep, away);
  if (!hasSpare()) {
    double flattest = values[0];
    for (const double value : values) {
      if (std::abs(value) < std::abs(flattest)) flattest = value;
    }
    plane.v = alongEigenspace(there, vectors, flattest, away);
  }
  const double half = 1.3 * std::sqrt(2 * modes_.strength[0]);
  scan_ = PlaneScan(std::move(plane), half, hasSpare() ? 0.8 : half, kPlaneSide);
  scan_.advance(objective_, kPlaneSide * kPlaneSide);
}

// Half-way down the largest fall that one more mode, or a stronger one in place of another, can
// bring.
double Study::exitLevel() const {
  double lowest = criticalLevel(modes_, learnt_);
  for (const ModeSet set : sets()) {
    const bool more = modeCount(set) == modeCount(learnt_) + 1 && modeCount(set & ~learnt_) == 1;
    const bool swapped = modeCount(set) == modeCount(learnt_) && modeCount(set & ~learnt_) == 1;
    if (more || swapped) lowest = std::min(lowest, criticalLevel(modes_, set));
  }
  return 0.5 * (criticalLevel(modes_, learnt_) + lowest);
}

std::vector<ModeSet> Study::sets() const {
  std::vector<ModeSet> all;
  for (ModeSet set = 0; set < 1U << kOutputs; ++set) {
    if (modeCount(set) <= shape_.width) all.push_back(set);
  }
  return all;
}

void Study::step() {
  if (!walked()) walk();
  starts_.step();
  search();
  climb();
}

void Study::walk() {
  const long long bunch = std::max<long long>(2, steps_ / 96);
  for (long long k = 0; k < bunch && !walked(); ++k) descend();
  if (!walked()) return;
  // Where it ended it was slow, too.
  if (!diverged_ && peak_ >= kDip * low_) meet();
}

void Study::descend() {
  theta_ -= config_.rate * gradient_;
  ++steps_;
  loss_ = objective_.gradient(theta_, gradient_);
  diverged_ = !(loss_ <= kLost);
  if (diverged_) return;
  watch();
}

void Study::watch() {
  const double least = criticalLevel(modes_, best());
  if (loss_ <= least + kArrived * modes_.total && arrival_ < 0) arrival_ = steps_;
  if (trace_.due(steps_) || walked()) {
    const VectorXd strengths = modes_.learnt(deepLinearMap(shape_, theta_));
    path_.add(theta_);
    trace_.add(steps_, {loss_, strengths[0], strengths[1], strengths[2]});
  }
  if (exit_ < 0 && learnt_ != best() && loss_ < exitLevel_) {
    exit_ = steps_;
    if (hasSpare() && middle() == 0) makePlane();
  }

  const double norm = gradient_.norm();
  if (steps_ == 0 || norm < low_) {
    low_ = norm;
    lowStep_ = steps_;
    lowLoss_ = loss_;
    slowest_ = theta_;
    return;
  }
  if (norm > kDip * low_) {
    if (peak_ >= kDip * low_) meet();
    peak_ = low_ = norm;
  }
  if (norm > peak_) peak_ = low_ = norm;
}

void Study::meet() {
  if (meetings_.size() >= kMostMeetings) return;
  Meeting meeting{.step = lowStep_, .loss = lowLoss_};
  meeting.place.x = slowest_;
  meetings_.push_back(std::move(meeting));
}

// Newton's search from the slowest places, a step at a time: first across the valleys and ridges
// on which critical points lie, and where that is not enough, at a flat one, every way.
void Study::search() {
  if (searched_ == meetings_.size()) return;
  Meeting& meeting = meetings_[searched_];
  if (!search_) {
    search_.emplace(objective_, meeting.place.x, 0.1 * modes_.strength[modes_.count() - 1]);
    everyWay_ = false;
  } else if (!search_->step(kVanished) && search_->steps() < kSearchSteps) {
    return;
  } else if (!everyWay_ && search_->place().gradientNorm > kVanished) {
    const VectorXd reached = search_->place().x;
    search_.emplace(objective_, reached);
    everyWay_ = true;
  } else {
    meeting.place = search_->place();
    meeting.found = meeting.place.gradientNorm <= 1e-9;
    meeting.fullRank = true;
    if (shape_.hidden > 1) {
      const MatrixXd between = layerProduct(shape_, meeting.place.x, 1, shape_.hidden - 1);
      meeting.fullRank = symmetricEigenvalues(between.transpose() * between)[0] > 1e-4;
    }
    meeting.level = std::numeric_limits<double>::infinity();
    for (const ModeSet set : sets()) {
      const double level = criticalLevel(modes_, set);
      if (std::abs(level - meeting.place.value) < std::abs(meeting.level - meeting.place.value)) {
        meeting.level = level;
        meeting.set = set;
      }
    }
    search_.reset();
    ++searched_;
  }
}

void Study::climb() {
  const std::vector<ModeSet> all = sets();
  if (ladder_.size() == all.size()) return;
  const ModeSet set = all[ladder_.size()];
  const CriticalPlace place = placeAt(objective_, criticalWeights(shape_, modes_, set, middle()));
  ladder_.push_back({set, place.value, place.index(roundingOf(place.eigenvalues))});
}

void Study::retune(const Config& config) {
  const bool rate = config.rate != config_.rate;
  config_ = config;
  if (rate) starts_.restart();
}

bool Study::finished() const {
  if (diverged_) return true;
  return walked() && searched_ == meetings_.size() && ladder_.size() == sets().size() &&
         starts_.finished();
}

double Study::progress() const {
  const double shown = walked() ? 1 : std::log1p(time()) / std::log1p(config_.stepLimit);
  return studyProgress(finished(), shown, starts_.done(), starts_.size(), 0.5);
}

std::string Study::statusText() const {
  if (diverged_) {
    return "step size η = " + formatNumber(config_.rate) +
           " is too large for the curvature that descent came to";
  }
  if (!finished()) return {};
  return arrival_ >= 0 ? "the least loss, after " + std::to_string(arrival_) + " steps"
                       : "the step limit is reached";
}

}  // namespace basin::deep_linear
