#pragma once

#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "base/ensemble.h"
#include "lab/memo.h"
#include "lab/output_data.h"
#include "labs/landscapes/teacher_student/config.h"
#include "theory/hermite_moments.h"
#include "theory/teacher_student.h"

namespace basin::teacher_student {

/// Gradient descent on F from a random start, to F < kArrived, a critical point or the step limit.
class Student {
 public:
  Student(const Config& config, int units, const Rng& rng);

  /// One step, unless ended().
  void step();
  /// Halves a unit as config.split says and parts the halves a little; false where that is not to
  /// be, or no unit has anything to gain.
  bool split();

  Index units() const { return loss_.units(); }
  int dimension() const { return config_.teacherUnits; }
  double loss() const { return value_; }
  auto weights() const { return x_.reshaped(loss_.dimension(), units()); }
  /// Steps since the start, or since the last split.
  long steps() const { return steps_; }
  bool arrived() const { return value_ < kArrived; }
  bool stuck() const { return !arrived() && gradient_.norm() < kStuck; }
  bool ended() const { return arrived() || stuck() || steps_ >= limit_; }

  /// Of the first split: least eigenvalue of the splitting matrix, NaN before; and the steps in
  /// which the halves came ten times as far apart, by the law 10 = (1 - 2 eta lambda)^T and in the
  /// run, NaN before.
  double splitEigenvalue() const { return splitEigenvalue_; }
  double predictedParting() const;
  double parting() const { return parting_; }

 private:
  Config config_;
  TeacherStudentLoss loss_;
  VectorXd x_, gradient_;
  double value_ = 0;
  long steps_ = 0, limit_;
  int splits_ = 0;
  Index halved_ = 0;
  double splitEigenvalue_ = std::numeric_limits<double>::quiet_NaN(), parting_ = splitEigenvalue_;
};

/// What a run of the sweep came to.
struct Outcome {
  double loss = 0;
  bool arrived = false, stuck = false;
};

/// A job of the sweep.
class Run {
 public:
  Run(const Config& config, int units, const Rng& rng) : student_(config, units, rng) {}
  bool advance();
  std::optional<Outcome> result() const;

 private:
  Student student_;
};

/// Errors after so many samples: |M - E M|_F of the second moment, and of the directions found the
/// root of the mean |v - v_j|^2, as measured and as predicted.
struct MomentErrors {
  double samples = 0, second = 0, secondLaw = 0, directions = 0, directionsLaw = 0;
};

/// A shown student and a sweep over the number of units; or the moments of samples.
class Study {
 public:
  Study(const Config& config, std::uint64_t seed);

  /// A slice of the sweep and some steps of the shown student; or some hundred samples.
  void step();
  bool finished() const;
  double progress() const;
  /// Steps of descent of the shown student; samples.
  double time() const;
  std::string statusText() const;

  const Config& config() const { return config_; }
  bool moments() const { return config_.view == View::Moments; }
  const Student& shown() const { return shown_; }
  bool shownEnded() const { return shownEnded_; }
  /// The shown student's loss after each step, and the steps after which it split.
  const std::vector<double>& losses() const { return losses_; }
  const std::vector<double>& splits() const { return splits_; }
  /// Its weights now and then, d x m each.
  const std::vector<MatrixXd>& trail() const { return trail_; }

  const Ensemble<int, Run>& sweep() const { return sweep_; }
  /// Runs of the sweep with this many more units than the teacher.
  Share arrivedWith(int extra) const;
  /// The settings' index of so many more units; nothing where the sweep has none.
  std::optional<std::size_t> settingOf(int extra) const;

  /// Where students of n units stop with 1, 2, ... of them reversed; all that are minima, but the
  /// first whether it is one or not.
  const std::vector<CriticalPoint>& reversed() const;
  /// Where one of fewer units stops; n - 2 and n - 1.
  const CriticalPoint& narrow(int units) const;
  /// The first of reversed() with unit 0 in two halves: predicted and actual least eigenvalue.
  struct SplitCurvature {
    double predicted = 0, measured = 0;
  };
  const SplitCurvature& splitCurvature() const;
  /// The picture's values, made once.
  const Memo<bool, FieldData>& sheet() const { return sheet_; }

  // ---- Moments ----

  Index dimension() const;
  MatrixXd teacher() const { return MatrixXd::Identity(dimension(), config_.teacherUnits); }
  const HermiteMoments& sampled() const { return sampled_; }
  const std::vector<MomentErrors>& errors() const { return errors_; }
  /// Directions found by the last of errors().
  const MatrixXd& found() const { return found_; }

 private:
  void advanceShown();
  void measureMoments();

  Config config_;
  Student shown_;
  Ensemble<int, Run> sweep_;
  bool shownEnded_ = false;
  long steps_ = 0, stride_ = 20;
  std::vector<double> losses_, splits_;
  std::vector<MatrixXd> trail_;
  HermiteMoments sampled_;
  Rng sampler_, powerStarts_;
  std::vector<MomentErrors> errors_;
  MatrixXd found_;
  Memo<bool, std::vector<CriticalPoint>> reversed_;
  Memo<bool, std::vector<CriticalPoint>> narrow_;
  Memo<bool, SplitCurvature> splitCurvature_;
  Memo<bool, FieldData> sheet_;
};

}  // namespace basin::teacher_student
