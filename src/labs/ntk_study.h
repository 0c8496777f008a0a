#pragma once

#include <array>
#include <memory>
#include <vector>

#include "base/stats.h"
#include "labs/ntk_trial.h"

namespace basin {

/// The two networks that are shown, and the sweeps over width and multiplier that run once they are
/// trained.
class NtkStudy {
 public:
  NtkStudy(const NtkConfig& config, std::uint64_t seed);

  /// A slice of a few million multiplications.
  void step();
  void retune(const NtkConfig& config) { config_.view = config.view; }

  const NtkConfig& config() const { return config_; }
  const NtkTask& task() const { return task_; }
  const NtkTrial& narrow() const { return *narrow_; }
  const NtkTrial& wide() const { return *wide_; }
  bool diverged() const { return wide_->diverged(); }
  bool finished() const { return diverged() || (shownFinished() && sweepsDone()); }
  double progress() const;

  /// Gaps of all seeds finished so far at one width, or at one multiplier.
  struct Bunch {
    double at = 0;
    std::vector<NtkTrial::Gaps> gaps;
  };
  const std::vector<Bunch>& widths() const { return widths_; }
  const std::vector<Bunch>& multipliers() const { return multipliers_; }
  bool sweepsDone() const { return next_ >= plan_.size(); }
  /// Log-log slope of the medians of a gap over the bunches, those of the first octave of widths
  /// included; invalid while any bunch is empty.
  static LineFit slope(const std::vector<Bunch>& bunches, double NtkTrial::Gaps::*gap);

  static constexpr int kSeeds = 8;

 private:
  struct Run {
    Bunch* bunch;
    int width;
    double multiplier;
    std::uint64_t seed;
  };
  bool shownFinished() const { return narrow_->finished() && wide_->finished(); }

  NtkConfig config_;
  NtkTask task_;
  std::unique_ptr<NtkTrial> narrow_, wide_, running_;
  std::vector<Bunch> widths_, multipliers_;
  std::vector<Run> plan_;
  std::size_t next_ = 0;
};

}  // namespace basin
