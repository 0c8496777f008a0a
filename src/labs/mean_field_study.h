#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "base/stats.h"
#include "labs/mean_field.h"
#include "theory/kernel_flow.h"
#include "theory/landscape_plane.h"
#include "theory/mean_field.h"

namespace basin {

/// What the network with one start would do if its tangent kernel stayed as it is, on angles.
class FrozenKernel {
 public:
  FrozenKernel(const UnitModel& model, const Particles& start, double alpha, bool positionsMove,
               int points);

  /// Loss, and residual at the angles, after so many steps of length dt.
  double loss(double dt, long steps) const;
  VectorXd residual(double dt, long steps) const;
  /// Root mean square of |y - y_0| over the particles.
  double positionMotion(double dt, long steps) const;
  double largest() const { return flow_.largest(); }

 private:
  const UnitModel* model_;
  Particles start_;
  double alpha_;
  int points_;
  VectorXd first_;
  KernelFlow flow_;
};

/// One network in both scalings beside their limits, and a sweep over widths and starts.
class MeanFieldStudy {
 public:
  MeanFieldStudy(const MeanFieldConfig& config, std::uint64_t seed);

  /// A slice of a few hundred thousand particle steps.
  void step();

  const MeanFieldConfig& config() const { return config_; }
  const UnitModel& model() const { return *model_; }
  /// The model on the circle; null in the plane.
  const TorusModel* torus() const { return torus_.get(); }
  /// Loss that no network can fall below.
  double floor() const { return torus_ ? torus_->floor() : 0; }

  /// The two scalings.
  enum Scaling { kMeanField, kTangent, kScalings };
  /// A network that is shown: where it is, where it has been and what is predicted of it.
  struct Shown {
    std::unique_ptr<ParticleFlow> flow;
    PathRecord path{24};  ///< c, then y, of the first kTrails particles.
    std::vector<double> loss;
  };
  const Shown& shown(Scaling s) const { return shown_[s]; }
  /// The mean-field limit, at the same time, and its loss after each step.
  const ParticleFlow& limit() const { return *limit_; }
  const std::vector<double>& limitLoss() const { return limitLoss_; }
  const FrozenKernel& kernel() const { return *kernel_; }

  long steps() const { return steps_; }
  long allSteps() const { return allSteps_; }
  bool shownFinished() const { return steps_ >= allSteps_; }
  bool diverged() const { return diverged_; }
  bool finished() const { return diverged_ || (shownFinished() && next_ >= plan_.size()); }
  double progress() const;
  /// Step size above which the steepest mode of the frozen kernel grows.
  double largestRate() const { return 2 / kernel_->largest(); }

  /// Largest difference of the shown losses by kernels from those over the inputs, relative to C_f.
  double closedFormError() const { return closedFormError_; }
  /// Mean over the particles of the change of c^2 - |y|^2, which the gradient flow of ReLU units
  /// conserves, in the mean-field scaling; a step dt changes it by dt^2 (c'^2 - |y'|^2), so that it
  /// cannot exceed dt times the dissipated energy.
  double imbalance() const;
  double imbalanceBound() const;

  /// A finished run of the sweep.
  struct Run {
    int n = 0;
    double positionMotion = 0, coefficientMotion = 0;
    double predictedMotion = 0;    ///< Tangent scaling: of the frozen kernel.
    std::vector<double> function;  ///< f_n at kAngles angles.
    std::vector<double> loss;      ///< At sampleTimes().
  };
  const std::vector<int>& sizes() const { return sizes_; }
  std::vector<const Run*> runsAt(Scaling s, int n) const;
  std::vector<double> sampleTimes() const;
  /// Mean over the angles of the variance over the starts of f_n.
  double variance(Scaling s, int n) const;

  /// Losses of fresh starts (mean-field scaling) at one size, for the law of their mean.
  struct Draws {
    int n = 0;
    std::vector<double> loss;
  };
  const std::vector<Draws>& draws() const { return draws_; }
  /// E loss at the start for size n, exactly.
  double expectedStartLoss(int n) const;

  static constexpr int kAngles = 48, kTrails = 64, kDraws = 400, kModes = 6, kSamples = 40;

 private:
  Particles startOf(Scaling s, int n, std::uint64_t stream) const;
  Particles limitStart() const;
  std::unique_ptr<ParticleFlow> flowOf(Scaling s, int n, std::uint64_t stream) const;
  int gridPoints() const { return torus_ ? 64 : 96; }
  void record(Shown& shown) const;
  void shownSlice();
  void sweepSlice();
  void drawSlice(Draws& draws);

  MeanFieldConfig config_;
  std::uint64_t seed_;
  std::shared_ptr<const TorusModel> torus_;
  std::shared_ptr<const UnitModel> model_;
  Shown shown_[kScalings];
  std::unique_ptr<ParticleFlow> limit_;
  std::vector<double> limitLoss_;
  std::unique_ptr<FrozenKernel> kernel_;
  long steps_ = 0, allSteps_ = 0;
  bool diverged_ = false;
  double closedFormError_ = 0;

  struct Plan {
    Scaling scaling;
    int n;
    std::uint64_t stream;
  };
  std::vector<int> sizes_;
  std::vector<Plan> plan_;
  std::size_t next_ = 0;
  std::unique_ptr<ParticleFlow> running_;
  long runningSteps_ = 0;
  Run current_;
  std::vector<Run> runs_[kScalings];
  std::vector<Draws> draws_;
};

}  // namespace basin
