#pragma once

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

/// What a run of the sweep came to.
struct Outcome {
  double loss = 0;
  bool arrived = false, stuck = false;
};

/// A job of the sweep: to F < kArrived, a critical point or the step limit.
class Run {
 public:
  Run(const Config& config, int units, const Rng& rng)
      : student_(config.teacherUnits, units, config.rate, rng), left_(config.stepLimit) {}
  bool advance();
  std::optional<Outcome> result() const;

 private:
  StudentDescent student_;
  int left_;
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
  /// What has become of the shown student, or what the samples tell.
  std::string describe() const;

  const Config& config() const { return config_; }
  bool moments() const { return config_.view == View::Moments; }
  const StudentDescent& shown() const { return shown_; }
  bool shownEnded() const { return shownEnded_; }
  /// The shown student's loss after each step, the steps after which it split, and its weights now
  /// and then.
  const std::vector<double>& losses() const { return losses_; }
  const std::vector<double>& splits() const { return splits_; }
  const std::vector<MatrixXd>& trail() const { return trail_; }

  const Ensemble<int, Run>& sweep() const { return sweep_; }
  /// Runs so far with this many more units than the teacher, -2 to 3.
  std::vector<const Outcome*> runsWith(int extra) const;
  Share arrivedWith(int extra) const;

  /// Where students of n units stop with 1, 2, ... of them reversed; all that are minima, but the
  /// first whether it is one or not. And where those of n - 2 and n - 1 units stop.
  const std::vector<StuckPoint>& reversed() const;
  const std::vector<StuckPoint>& narrow() const;
  /// The least eigenvalue of the first of reversed() with unit 0 in two halves.
  const LawData& splitCurvature() const;
  /// The picture of the detour, made once.
  const Memo<bool, FieldData>& sheet() const { return sheet_; }

  Index dimension() const;
  MatrixXd teacher() const { return MatrixXd::Identity(dimension(), config_.teacherUnits); }
  const HermiteMoments& sampled() const { return sampled_; }
  /// Twice an octave and at the end; directions found by the last of them.
  const std::vector<MomentErrors>& errors() const { return errors_; }
  const MatrixXd& found() const { return found_; }

 private:
  void advanceShown();
  void measureMoments();

  Config config_;
  StudentDescent shown_;
  Ensemble<int, Run> sweep_;
  bool shownEnded_ = false;
  long stride_ = 20;
  std::vector<double> losses_, splits_;
  std::vector<MatrixXd> trail_;
  HermiteMoments sampled_;
  Rng sampler_, powerStarts_;
  std::vector<MomentErrors> errors_;
  MatrixXd found_;
  Memo<bool, std::vector<StuckPoint>> reversed_, narrow_;
  Memo<bool, LawData> splitCurvature_;
  Memo<bool, FieldData> sheet_;
};

}  // namespace basin::teacher_student
