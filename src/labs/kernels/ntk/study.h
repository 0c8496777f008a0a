#pragma once

#include <memory>
#include <optional>
#include <string>

#include "base/ensemble.h"
#include "lab/memo.h"
#include "labs/kernels/ntk/trial.h"

namespace basin::ntk {

/// A network of a sweep: trained to its end, then measured. It has no result when it diverges.
class SweepJob {
 public:
  /// `slice` steps of descent at a time.
  SweepJob(Trial trial, int slice) : trial_(std::move(trial)), slice_(slice) {}
  bool advance() {
    trial_.advance(slice_);
    return trial_.finished();
  }
  std::optional<Gaps> result() const {
    return trial_.diverged() ? std::nullopt : std::optional(trial_.gaps());
  }

 private:
  Trial trial_;
  int slice_;
};

/// The two networks that are shown, and the sweeps over width and multiplier that run once they are
/// trained.
class Study {
 public:
  Study(const Config& config, std::uint64_t seed);
  Study(const Study&) = delete;  // networks hold on to the task

  /// A slice of a few million multiplications.
  void step();
  /// Live parameters: view.
  void retune(const Config& config) { config_.view = config.view; }

  const Config& config() const { return config_; }
  const Task& task() const { return task_; }
  const Trial& narrow() const { return *narrow_; }
  const Trial& wide() const { return *wide_; }
  /// Gaps of the wide network now; NaN once it has diverged.
  const Gaps& gaps() const;
  bool diverged() const { return wide_->diverged(); }
  bool finished() const { return diverged() || (shownFinished() && sweepsDone()); }
  double progress() const;
  /// Steps of descent of the wide network.
  double time() const { return wide_->step(); }
  std::string statusText() const;

  /// Independent networks of several widths; and one network under several multipliers, for one
  /// hidden layer only.
  const Ensemble<int, SweepJob>& widths() const { return widths_; }
  const Ensemble<double, SweepJob>& multipliers() const { return multipliers_; }
  bool sweepsDone() const { return widths_.finished() && multipliers_.finished(); }

 private:
  bool shownFinished() const { return narrow_->finished() && wide_->finished(); }
  SweepJob job(int width, double multiplier, double rate, const Rng& rng) const;

  Config config_;
  Task task_;
  std::unique_ptr<Trial> narrow_, wide_;
  Memo<int, Gaps> gaps_;
  Ensemble<int, SweepJob> widths_;
  Ensemble<double, SweepJob> multipliers_;
};

}  // namespace basin::ntk
