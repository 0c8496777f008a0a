#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "base/ensemble.h"
#include "lab/history.h"
#include "lab/lab.h"
#include "labs/landscapes/deep_linear/starts.h"
#include "theory/critical_points.h"
#include "theory/landscape_plane.h"

namespace basin::deep_linear {

/// One descent from beside a chosen critical point, the critical points it meets, and what the
/// Hessian says at all those that the theorem knows.
class Study {
 public:
  using Starts = Ensemble<int, StartJob>;

  Study(const Config& config, std::uint64_t seed);
  Study(const Study&) = delete;  // objectives hold on to the data

  /// A bunch of descent steps, more of them as they come to matter less, and a slice of the rest.
  void step();
  /// Live parameter: rate.
  void retune(const Config& config);
  bool diverged() const { return diverged_; }
  bool walked() const { return arrival_ >= 0 || steps_ >= config_.stepLimit || diverged_; }
  bool finished() const;
  double progress() const;
  /// The step of descent.
  double time() const { return static_cast<double>(steps_); }
  std::string statusText() const;

  const Config& config() const { return config_; }
  const DeepLinearShape& shape() const { return shape_; }
  const LinearModes& modes() const { return modes_; }
  /// Modes learnt at the chosen critical point: those asked for, at most `width` of them.
  ModeSet learnt() const { return learnt_; }
  /// Modes learnt at the least loss.
  ModeSet best() const { return strongestModes((1U << kOutputs) - 1, shape_.width); }
  /// Factor on the spare width between the layers; with one hidden layer there is none to set.
  double middle() const { return shape_.hidden == 1 ? 1 : config_.middle; }
  /// Middle layers pass on some units that no mode uses.
  bool hasSpare() const { return shape_.hidden > 1 && modeCount(learnt_) < shape_.width; }
  /// All sets of modes that this width can learn.
  std::vector<ModeSet> sets() const;

  // ---- The descent ----

  double loss() const { return loss_; }
  double gradientNorm() const { return gradient_.norm(); }
  /// Loss and the strengths u_i^T W X v_i over the steps.
  const History<1 + kOutputs>& trace() const { return trace_; }
  /// First step at which the loss has come half-way down to the next level; -1 before.
  long long exitStep() const { return exit_; }
  /// First step within kArrived of the least loss; -1 before.
  long long arrival() const { return arrival_; }
  /// A place where descent was slowest, and the critical point that Newton's search found there.
  struct Meeting {
    long long step = 0;
    double loss = 0;
    CriticalPlace place{};
    bool found = false;     ///< The gradient vanishes there.
    bool fullRank = false;  ///< rank(W_H ... W_2) = width, as theorem (iv) asks for.
    double level = 0;       ///< The formula's level next to the loss found.
    ModeSet set = 0;
    int index() const { return place.index(1e-6); }
  };
  const std::vector<Meeting>& meetings() const { return meetings_; }

  // ---- The chosen critical point ----

  /// Loss, largest entry of the gradient and spectrum there.
  const CriticalPlace& chosen() const { return chosen_; }
  double largestGradient() const { return largestGradient_; }
  /// Eigenvalues below this count as negative.
  double threshold() const { return threshold_; }
  /// Least size of an eigenvalue that the formula counts as negative; infinite without one.
  double shallowest() const { return shallowest_; }
  /// Loss on the plane of the most negative and a flat direction.
  const PlaneScan& scan() const { return scan_; }
  /// The second coordinate is what the middle layers keep of the spare width.
  double shift() const { return hasSpare() ? 0.5 : 0; }
  const std::vector<VectorXd>& path() const { return path_.points(); }

  /// The same at every set of modes, as far as they are worked off.
  struct Rung {
    ModeSet set = 0;
    double loss = 0;
    int index = 0;
  };
  const std::vector<Rung>& ladder() const { return ladder_; }

  /// Random starts, N(0, 1/2), for one to four hidden layers.
  const Starts& starts() const { return starts_; }

  static constexpr int kRuns = 20;

 private:
  double exitLevel() const;
  void lookAround();
  void makePlane();
  void walk();
  void descend();
  void watch();
  void meet();
  void search();
  void climb();

  Config config_;
  Rng rng_;
  Data data_;
  DeepLinearShape shape_;
  LinearModes modes_;
  ModeSet learnt_;
  NetworkObjective<double> objective_;
  VectorXd centre_, theta_, gradient_;
  double loss_ = 0, exitLevel_ = 0;
  long long steps_ = 0, exit_ = -1, arrival_ = -1;
  bool diverged_ = false;
  History<1 + kOutputs> trace_{1200};
  PathRecord path_{500};

  // The slowest place since the gradient was last as large as peak_.
  VectorXd slowest_;
  double low_ = 0, peak_ = std::numeric_limits<double>::infinity(), lowLoss_ = 0;
  long long lowStep_ = 0;
  std::vector<Meeting> meetings_;
  std::optional<CriticalSearch> search_;
  std::size_t searched_ = 0;
  bool everyWay_ = false;

  CriticalPlace chosen_;
  double largestGradient_ = 0, threshold_ = 0;
  double shallowest_ = std::numeric_limits<double>::infinity();
  PlaneScan scan_;
  std::vector<Rung> ladder_;
  Starts starts_;
};

}  // namespace basin::deep_linear
