#include "labs/landscapes/teacher_student/study.h"

#include <algorithm>

#include "lab/param_text.h"
#include "linalg/decompositions.h"

namespace basin::teacher_student {

namespace {

constexpr int kShownSlice = 20;      // steps
constexpr double kRunSlice = 1.5e5;  // pairs of units
constexpr Index kChunk = 250;        // samples
constexpr std::size_t kTrail = 240;
// Streams of the session's generator; of seed 1 the shown start with eight units is one that stops.
constexpr std::uint64_t kShownStream = 118, kSweepStream = 2, kSampleStream = 3, kPowerStream = 4;

bool arrived(const StudentDescent& student) {
  return student.loss() < kArrived;
}
bool stuck(const StudentDescent& student) {
  return !arrived(student) && student.gradientNorm() < kStuck;
}

std::vector<int> sweepUnits(int teacherUnits) {
  std::vector<int> units;
  for (int extra = -2; extra <= 3; ++extra) units.push_back(teacherUnits + extra);
  return units;
}

}  // namespace

bool Run::advance() {
  const auto m = static_cast<double>(student_.units());
  const double pairs = m * (m / 2 + static_cast<double>(student_.weights().rows()));
  for (int i = static_cast<int>(kRunSlice / pairs); i > 0; --i) {
    if (arrived(student_) || stuck(student_) || left_-- == 0) return true;
    student_.step();
  }
  return false;
}

std::optional<Outcome> Run::result() const {
  return Outcome{student_.loss(), arrived(student_), stuck(student_)};
}

Study::Study(const Config& config, std::uint64_t seed)
    : config_(config),
      shown_(config.teacherUnits, config.units(), config.rate, Rng(seed).split(kShownStream)),
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
  if (moments()) return measureMoments();
  sweep_.step();
  if (!shownEnded_) advanceShown();
}

void Study::advanceShown() {
  for (int i = 0; i < kShownSlice; ++i) {
    const auto now = static_cast<long>(losses_.size()) - 1;
    const double since = static_cast<double>(now) - (splits_.empty() ? 0 : splits_.back());
    if (stuck(shown_) && config_.split != Split::None) {
      const bool again =
          config_.split == Split::Steepest && shown_.units() < Index{2} * config_.teacherUnits;
      if ((again || splits_.empty()) &&
          shown_.split(again ? SplitUnit::Steepest : SplitUnit::Reversed)) {
        splits_.push_back(static_cast<double>(now));
        return;
      }
    }
    if (arrived(shown_) || stuck(shown_) || since >= config_.stepLimit) {
      shownEnded_ = true;
      return;
    }
    shown_.step();
    losses_.push_back(shown_.loss());
    if (now % stride_ == 0) trail_.push_back(shown_.weights());
  }
  if (trail_.size() <= kTrail) return;
  stride_ *= 2;
  for (std::size_t i = 0; 2 * i < trail_.size(); ++i) trail_[i] = trail_[2 * i];
  trail_.resize((trail_.size() + 1) / 2);
}

void Study::measureMoments() {
  if (finished()) return;
  addSamples(sampled_, teacher(), std::min<Index>(kChunk, config_.count - sampled_.count()),
             sampler_);
  if (!finished() && !errors_.empty() && time() < 1.4 * errors_.back().samples) return;
  found_ = sampled_.directions(config_.teacherUnits, powerStarts_);
  errors_.push_back(momentErrors(sampled_, teacher(), found_));
}

bool Study::finished() const {
  return moments() ? sampled_.count() >= config_.count : shownEnded_ && sweep_.finished();
}

double Study::progress() const {
  if (moments()) return time() / config_.count;
  const double shown = std::min(1.0, time() / config_.stepLimit);
  return studyProgress(finished(), shownEnded_ ? 1 : shown, sweep_.done(), sweep_.size());
}

double Study::time() const {
  return moments() ? static_cast<double>(sampled_.count())
                   : static_cast<double>(losses_.size()) - 1;
}

std::string Study::statusText() const {
  if (!finished() || moments()) return {};
  const auto of = [](const Share& share) {
    return std::to_string(share.successes) + " of " + std::to_string(share.trials);
  };
  return "arrived: " + of(arrivedWith(0)) + " with as many units as the teacher, " +
         of(arrivedWith(1)) + " with one more";
}

std::string Study::describe() const {
  if (moments()) {
    if (errors_.empty()) return "Samples are being drawn.";
    return "After " + formatNumber(errors_.back().samples) + " samples each unit found is off by " +
           formatNumber(errors_.back().directions) + " in the mean; nothing was trained.";
  }
  const std::string fate = arrived(shown_)    ? "It has arrived."
                           : stuck(shown_)    ? "It is stuck: the gradient there is zero."
                           : shownEnded_      ? "Its steps have run out."
                           : !splits_.empty() ? "It was stuck, and a unit was split."
                                              : "It is on its way.";
  return "The shown student has " + std::to_string(shown_.units()) +
         " units, F = " + formatNumber(shown_.loss()) + ". " + fate;
}

Index Study::dimension() const {
  return std::max(config_.dimension, config_.teacherUnits);
}

std::vector<const Outcome*> Study::runsWith(int extra) const {
  if (sweep_.size() == 0) return {};
  return sweep_.results(static_cast<std::size_t>(extra + 2));
}

Share Study::arrivedWith(int extra) const {
  Share share;
  for (const Outcome* run : runsWith(extra)) {
    ++share.trials;
    share.successes += run->arrived;
  }
  return share;
}

const std::vector<StuckPoint>& Study::reversed() const {
  return reversed_.get(true, [&] {
    const Index n = config_.teacherUnits;
    std::vector<StuckPoint> found;
    for (Index p = 1; 2 * p <= n; ++p) {
      StuckPoint point = stuckStudent(n, n, p);
      if (p > 1 && point.curvature <= 0) break;
      found.push_back(std::move(point));
    }
    return found;
  });
}

const std::vector<StuckPoint>& Study::narrow() const {
  return narrow_.get(true, [&] {
    const Index n = config_.teacherUnits;
    return std::vector<StuckPoint>{stuckStudent(n, n - 2, 0), stuckStudent(n, n - 1, 0)};
  });
}

const LawData& Study::splitCurvature() const {
  return splitCurvature_.get(true, [&] {
    const Index n = config_.teacherUnits;
    const VectorXd& x = reversed().front().weights;
    TeacherStudentLoss loss(MatrixXd::Identity(n, n), n), wider(MatrixXd::Identity(n, n), n + 1);
    MatrixXd H;
    wider.hessian(splitUnit(x, n, 0), H);
    return LawData{2 * symmetricEigenvalues(loss.splittingMatrix(x, 0))[0],
                   symmetricEigenvalues(H)[0]};
  });
}

}  // namespace basin::teacher_student
