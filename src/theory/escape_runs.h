#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "base/rng.h"
#include "theory/saddle_surfaces.h"
#include "train/optimiser.h"
#include "train/perturbed.h"

namespace basin {

/// How a walker descends.
enum class Descent { Plain, Noisy, Perturbed };

/// A descent with its constants: `rate` and `noise` for Plain (no noise) and Noisy, `perturbed` for
/// Perturbed.
struct DescentSpec {
  Descent kind = Descent::Plain;
  double rate = 0.1;
  double noise = 0.01;  ///< sigma of Noisy.
  PerturbedSpec perturbed = {};
};

/// One walker on a surface with the steps at which it got away from the saddles.
class SaddleWalker {
 public:
  /// The surface must outlive the walker; `start` has its size.
  SaddleWalker(SaddleSurface& surface, const DescentSpec& spec, const VectorXd& start, Rng rng);

  void step();
  /// New constants from here on; leave times so far stay.
  void retune(const DescentSpec& spec);

  const VectorXd& position() const { return x_; }
  /// f and |gradient| where the last step began; NaN before the first one.
  double value() const { return value_; }
  double gradientNorm() const { return gradientNorm_; }
  long long steps() const { return steps_; }
  /// First step with SaddleSurface::escaped, -1 before it.
  long long escapeTime() const { return escapeTime_; }
  /// leaveTimes()[j]: first step at which saddles 0..j were left; as long as saddles were left.
  const std::vector<long long>& leaveTimes() const { return leaveTimes_; }
  bool leftAll() const { return static_cast<int>(leaveTimes_.size()) == surface_->saddles(); }
  /// The perturbed method returned its answer (theorem's variant only), or the last step changed
  /// nothing: in a minimum, at a saddle reached exactly, or because numbers underflow.
  bool stopped() const { return stopped_; }
  /// f or x is not finite, or f > 1e12.
  bool diverged() const { return diverged_; }
  const PerturbedSpec& perturbedSpec() const { return spec_.perturbed; }
  long long perturbations() const { return perturbations_; }
  /// Step of the first perturbation, -1 before it.
  long long firstPerturbation() const { return firstPerturbation_; }
  /// First step at which f had fallen by the theorem's f_th below where that happened, -1 before.
  long long decreaseTime() const { return decreaseTime_; }

 private:
  void observe();

  SaddleSurface* surface_;
  DescentSpec spec_;
  Rng rng_;
  Optimiser<double> optimiser_;
  std::optional<PerturbedDescent<double>> perturbed_;
  VectorXd x_, before_, gradient_;
  double value_, gradientNorm_;
  double perturbedValue_ = 0;
  long long steps_ = 0, escapeTime_ = -1, perturbations_ = 0;
  long long firstPerturbation_ = -1, decreaseTime_ = -1;
  std::vector<long long> leaveTimes_;
  bool stopped_ = false, diverged_ = false;
};

/// What a run of EscapeRuns found; -1 and missing leave times mean: not within the cap.
struct EscapeRecord {
  long long escape = -1;
  std::vector<long long> leave;
};

/// Many independent walkers, one after the other, worked off in slices.
class EscapeRuns {
 public:
  struct Plan {
    DescentSpec descent;
    std::vector<VectorXd> starts;  ///< One walker each.
    long long cap = 20000;         ///< Most steps of one walker.
    bool allSaddles = false;       ///< Run until all saddles are left, not just until escape.
  };
  EscapeRuns(SaddleSurface& surface, Plan plan, Rng rng);

  /// Does up to `budget` walker steps; true when all runs are finished.
  bool work(long long budget);
  bool finished() const { return records_.size() == plan_.starts.size(); }
  /// Results of the finished runs, in the order of the starts.
  const std::vector<EscapeRecord>& records() const { return records_; }
  const Plan& plan() const { return plan_; }
  long long stepsDone() const { return stepsDone_; }

 private:
  SaddleSurface* surface_;
  Plan plan_;
  Rng rng_;
  std::optional<SaddleWalker> walker_;
  std::vector<EscapeRecord> records_;
  long long stepsDone_ = 0;
};

/// Median over runs of the step at which each saddle was left; runs that did not get there count
/// as later than all others. Entries end where fewer than half the runs got.
std::vector<double> medianLeaveTimes(const std::vector<EscapeRecord>& records, int saddles);

}  // namespace basin
