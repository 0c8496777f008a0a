#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "lab/history.h"
#include "lab/lab.h"
#include "lab/memo.h"
#include "labs/optimisation/saddle/config.h"

namespace basin::saddle {

/// Positions of a walker, kept where it moved visibly.
class Trail {
 public:
  explicit Trail(double resolution = 0.01) : resolution_(resolution) {}
  void add(const VectorXd& x);
  const std::vector<VectorXd>& points() const { return points_; }

 private:
  std::vector<VectorXd> points_;
  double resolution_;
};

/// Everything the lab computes: the three walkers, and the runs behind its statistics.
class Study {
 public:
  Study(const Config& config, std::uint64_t seed);

  /// One step of each walker and a slice of the statistics.
  void step();
  /// Live parameters: rate, noise.
  void retune(const Config& config);

  const Config& config() const { return config_; }
  SaddleSurface& surface() const { return *surface_; }
  const VectorXd& start() const { return start_; }
  const SaddleWalker& walker(Descent kind) const { return walkers_[index(kind)]; }
  /// f over the steps of a walker.
  const History<1>& trace(Descent kind) const { return traces_[index(kind)]; }
  const Trail& trail(Descent kind) const { return trails_[index(kind)]; }
  long long steps() const { return steps_; }
  /// The walkers' step size changed on the way, so their times belong to no single one.
  bool rateChanged() const { return rateChanged_; }
  /// A walker has nothing new to show: at rest, or long enough beyond the last saddle.
  bool settled(Descent kind) const;
  bool walkersDone() const;
  bool diverged() const;
  bool finished() const { return walkersDone() && statisticsDone(); }
  double progress() const;
  /// What became of the walkers, or why one diverged.
  std::string statusText() const;
  /// The pointer on the surface: another start.
  std::vector<ParamChange> poke(const Poke& poke) const;

  /// The surface over the plane that is shown, kept as long as that is the same one.
  const Memo<int, FieldData>& shownField() const { return shownField_; }

  /// Plain descent from offsets spread evenly on a log axis, largest first; the offset of run i.
  const EscapeRuns& sweep() const { return *sweep_; }
  const std::vector<double>& offsets() const { return offsets_; }
  /// 200 noisy walkers from the lab's start.
  const EscapeRuns& noisyRuns() const { return *noisyRuns_; }
  /// Octopus: 20 random starts in the tube, by perturbed and by plain descent; else null.
  const EscapeRuns* race(Descent kind) const;
  /// Strict saddle: perturbed descent with the theorem's constants from the stable manifold; else
  /// null, for its constants are known there only.
  const SaddleWalker* theoremRun() const { return theoremRun_ ? &*theoremRun_ : nullptr; }
  /// lambda_min at the point where the theorem's run was perturbed first; NaN before.
  double theoremCurvature() const { return theoremCurvature_; }
  /// Largest distance which plain descent from the stable manifold ever had from it.
  double manifoldDistance() const { return manifoldDistance_; }
  bool manifoldDone() const { return manifold_->steps() >= kManifoldSteps || manifold_->stopped(); }
  bool statisticsDone() const;

  static constexpr int kNoisyRuns = 200;
  static constexpr int kRaceStarts = 20;
  static constexpr int kManifoldSteps = 2000;

 private:
  static std::size_t index(Descent kind) { return static_cast<std::size_t>(kind); }
  void planStatistics();
  void workStatistics();

  Config config_;
  std::unique_ptr<SaddleSurface> surface_;
  Rng rng_;
  VectorXd start_;
  std::vector<SaddleWalker> walkers_;
  std::array<History<1>, 3> traces_;
  std::array<Trail, 3> trails_;
  long long steps_ = 0;
  bool rateChanged_ = false;

  std::vector<double> offsets_;
  std::optional<EscapeRuns> sweep_, noisyRuns_, perturbedRace_, plainRace_;
  std::optional<SaddleWalker> manifold_, theoremRun_;
  double manifoldDistance_ = 0;
  double theoremCurvature_ = 0;
  long long slice_ = 0;
  Memo<int, FieldData> shownField_;
};

}  // namespace basin::saddle
