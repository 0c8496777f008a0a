#pragma once

#include <array>
#include <optional>
#include <vector>

#include "labs/saddle.h"

namespace basin {

/// f over the steps of a walker, thinned evenly when it grows long.
class SaddleTrace {
 public:
  void add(double step, double f);
  const std::vector<double>& steps() const { return steps_; }
  const std::vector<double>& values() const { return values_; }

 private:
  std::vector<double> steps_, values_;
  long long seen_ = 0, stride_ = 1;
};

/// Positions of a walker, kept where it moved visibly.
class SaddleTrail {
 public:
  explicit SaddleTrail(double resolution = 0.01) : resolution_(resolution) {}
  void add(const VectorXd& x);
  const std::vector<VectorXd>& points() const { return points_; }

 private:
  std::vector<VectorXd> points_;
  double resolution_;
};

/// Everything the lab computes: the three walkers, and the runs behind its statistics.
class SaddleStudy {
 public:
  SaddleStudy(const SaddleConfig& config, std::uint64_t seed);

  /// One step of each walker and a slice of the statistics.
  void step();
  /// Live parameters: rate, noise.
  void retune(const SaddleConfig& config);

  const SaddleConfig& config() const { return config_; }
  SaddleSurface& surface() const { return *surface_; }
  const VectorXd& start() const { return start_; }
  const SaddleWalker& walker(Descent kind) const { return walkers_[index(kind)]; }
  const SaddleTrace& trace(Descent kind) const { return traces_[index(kind)]; }
  const SaddleTrail& trail(Descent kind) const { return trails_[index(kind)]; }
  long long steps() const { return steps_; }
  /// The walkers' step size changed on the way, so their times belong to no single one.
  bool rateChanged() const { return rateChanged_; }
  /// A walker has nothing new to show: at rest, or long enough beyond the last saddle.
  bool settled(Descent kind) const;
  bool walkersDone() const;
  bool diverged() const;
  bool finished() const { return walkersDone() && statisticsDone(); }

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

  SaddleConfig config_;
  std::unique_ptr<SaddleSurface> surface_;
  Rng rng_;
  VectorXd start_;
  std::vector<SaddleWalker> walkers_;
  std::array<SaddleTrace, 3> traces_;
  std::array<SaddleTrail, 3> trails_;
  long long steps_ = 0;
  bool rateChanged_ = false;

  std::vector<double> offsets_;
  std::optional<EscapeRuns> sweep_, noisyRuns_, perturbedRace_, plainRace_;
  std::optional<SaddleWalker> manifold_, theoremRun_;
  double manifoldDistance_ = 0;
  double theoremCurvature_ = 0;
  long long slice_ = 0;
};

}  // namespace basin
