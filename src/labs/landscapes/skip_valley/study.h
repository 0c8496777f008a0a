#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/ensemble.h"
#include "lab/history.h"
#include "lab/memo.h"
#include "labs/landscapes/skip_valley/config.h"
#include "theory/landscape_plane.h"
#include "theory/skip_path.h"

namespace basin::skip_valley {

/// A network of the settings on data of its own: points N(0, I_2), random labels.
SkipNetwork makeNetwork(const Config& config, const Rng& rng);

/// Descent from one start, plain or with the wires.
class PairJob {
 public:
  PairJob(const Config& config, bool wires, const Rng& rng);

  bool advance();
  /// Losses after pairSteps(); nothing when they are lost.
  std::optional<std::vector<double>> result() const;

 private:
  SkipNetwork network_;
  VectorXd theta_, gradient_;
  bool wires_, lost_ = false;
  double rate_;
  std::vector<int> marks_;
  std::vector<double> losses_;
  int steps_ = 0;
};
/// Steps after which the losses of pairs are kept, evenly on a logarithmic axis; the last is the
/// step limit.
std::vector<int> pairSteps(int stepLimit);

/// Shares of random labels that the first 0, 1, ... units of a random network cannot reach.
class ShareJob {
 public:
  ShareJob(const Config& config, const Rng& rng);

  bool advance();
  std::optional<ResidualShares> result() const { return shares_; }

 private:
  SkipNetwork network_;
  VectorXd theta_;
  ResidualShares shares_;
};

/// Plain descent of one network, the path that its wires open from where it is stuck, and two
/// ensembles: descent with and without wires, residuals against their number.
class Study {
 public:
  Study(const Config& config, std::uint64_t seed);
  Study(const Study&) = delete;  // ensembles hold on to the configuration

  void step();
  bool diverged() const { return diverged_; }
  bool finished() const;
  double progress() const;
  /// s on the path; 0 before.
  double time() const { return path_ && !at_.empty() ? at_.back() : 0; }
  std::string statusText() const;

  const Config& config() const { return config_; }
  const SkipNetwork& network() const { return network_; }
  Loss loss() const { return network_.lossKind(); }
  /// s at the path's end: 1, for logistic loss 12.
  double length() const { return loss() == Loss::Logistic ? 12 : 1; }

  /// Losses of plain descent over its steps.
  const History<1>& descent() const { return descent_; }
  bool descended() const { return path_.has_value() || diverged_; }
  double stuckLoss() const { return stuckLoss_; }
  /// Losses along a straight jump of the hidden weights, made where their features had too small a
  /// rank; empty without one.
  const std::vector<double>& jump() const { return jump_; }
  /// Why the theorem's path to zero error is not there; empty where it is.
  std::string obstacle() const;

  /// The path, once descent has ended.
  const std::optional<SkipPath>& path() const { return path_; }
  bool walked() const { return path_ && at_.size() == static_cast<std::size_t>(kPathPoints); }
  static constexpr int kPathPoints = 121;
  /// s, loss and right answers at the places walked so far.
  const std::vector<double>& at() const { return at_; }
  const std::vector<double>& losses() const { return losses_; }
  int right() const { return right_; }
  /// Parameters where the path begins, and where the walk is.
  const VectorXd& begin() const { return begin_; }
  VectorXd here() const;
  /// Parameters from which the slice looks at the path: the start of descent, or of the jump.
  const VectorXd& from() const { return jump_.empty() ? start_ : stuck_; }
  /// Loss over the slice: across, towards from(), which is at 1; along, s over length(), less 1/2.
  const PlaneScan& scan() const { return scan_; }
  /// Where plain descent went.
  const std::vector<VectorXd>& descentPath() const { return record_.points(); }

  using Pairs = Ensemble<bool, PairJob>;
  using Shares = Ensemble<int, ShareJob>;
  const Pairs& pairs() const { return pairs_; }
  const Shares& shares() const { return shares_; }
  /// Random networks so far with units that depend on others to rounding.
  int dependentNetworks() const;
  const std::vector<int>& pairMarks() const { return marks_; }

  /// What a network makes of a grid over the plane, row by row.
  std::vector<float> answers(const VectorXd& theta) const;
  static constexpr int kGrid = 48;
  static constexpr double kReach = 3;

 private:
  void descend();
  void layPath();

  Config config_;
  Rng rng_;
  mutable SkipNetwork network_;  // workspaces only
  VectorXd start_, stuck_, begin_, theta_, gradient_;
  int descended_ = 0;
  bool diverged_ = false, shaken_ = false;
  double stuckLoss_ = 0;
  History<1> descent_{512, PerOctave{32}};
  PathRecord record_{100};
  std::vector<double> jump_;
  std::optional<SkipPath> path_;
  std::vector<double> at_, losses_;
  int right_ = 0;
  PlaneScan scan_;
  std::vector<int> marks_;
  Pairs pairs_;
  Shares shares_;
};

}  // namespace basin::skip_valley
