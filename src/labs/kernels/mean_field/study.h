#pragma once

#include <array>
#include <limits>
#include <memory>
#include <string>
#include <vector>

#include "lab/memo.h"
#include "lab/output_data.h"
#include "labs/kernels/mean_field/frozen_kernel.h"
#include "labs/kernels/mean_field/sweep.h"
#include "theory/landscape_plane.h"

namespace basin::mean_field {

/// A network that is shown: where it is, where it has been and its loss after each step.
struct Shown {
  std::unique_ptr<ParticleFlow> flow;
  PathRecord path{24};  ///< c, then y, of the first Study::kTrails particles.
  std::vector<double> loss;
};

/// One network in both scalings beside their limits, and a sweep over widths and starts.
class Study {
 public:
  Study(const Config& config, std::uint64_t seed);

  /// A slice of a few hundred thousand particle steps.
  void step();
  bool shownFinished() const { return steps_ >= allSteps_; }
  bool diverged() const { return diverged_; }
  bool finished() const { return diverged_ || (shownFinished() && sweep_.finished()); }
  double progress() const;
  double time() const { return config().rate * static_cast<double>(steps_); }
  std::string statusText() const;

  const Config& config() const { return networks_->config(); }
  const Networks& networks() const { return *networks_; }
  const UnitModel& model() const { return networks_->model(); }
  const TorusModel* torus() const { return networks_->torus(); }

  const Shown& shown(Scaling s) const { return shown_[s]; }
  /// The mean-field limit, at the same time, and its loss after each step.
  const ParticleFlow& limit() const { return *limit_; }
  const std::vector<double>& limitLoss() const { return limitLoss_; }
  const FrozenKernel& kernel() const { return *kernel_; }
  long steps() const { return steps_; }
  long allSteps() const { return allSteps_; }

  /// The shown losses by kernels (predicted) and over the inputs (measured), for each scaling.
  const std::array<LawData, 2>& closedForms() const;
  /// Mean over the particles of the change of c^2 - |y|^2, which the gradient flow of ReLU units
  /// conserves, in the mean-field scaling; a step dt changes it by dt^2 (c'^2 - |y'|^2), so that it
  /// cannot exceed dt times the dissipated energy.
  double imbalance() const;
  double imbalanceBound() const;

  const Ensemble<Size, SweepRun>& sweep() const { return sweep_; }
  const Ensemble<int, StartDraws>& draws() const { return draws_; }
  /// A number of every run of a scaling so far, against n.
  template <class Projection>
  std::vector<ValuesAt> sweepOf(Scaling s, Projection projection) const {
    return sweep_.over([s](const Size& size) { return size.scaling == s ? size.n : kNaN; },
                       projection);
  }
  /// The widest size of a scaling, as a setting of the sweep.
  std::size_t widest(Scaling s) const { return sweep_.settings().size() - 2 + s; }
  /// Mean over the angles of the variance over the starts of f_n, where there are two and more.
  std::vector<ValuesAt> variances(Scaling s) const;
  /// Mean over the starts of the losses at sampleSteps(); a setting with results.
  std::vector<double> meanLoss(std::size_t setting) const;
  /// Runs of the sweep that diverged and are left out.
  int excluded() const;

  static constexpr Index kTrails = 64;

 private:
  static constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
  void record(Shown& shown) const;
  void shownSlice();

  std::shared_ptr<const Networks> networks_;
  Shown shown_[2];
  std::unique_ptr<ParticleFlow> limit_;
  std::vector<double> limitLoss_;
  std::unique_ptr<FrozenKernel> kernel_;
  long steps_ = 0, allSteps_ = 0;
  bool diverged_ = false;
  Ensemble<Size, SweepRun> sweep_;
  Ensemble<int, StartDraws> draws_;
  Memo<long, std::array<LawData, 2>> closedForms_;
};

}  // namespace basin::mean_field
