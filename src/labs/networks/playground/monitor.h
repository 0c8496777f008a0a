#pragma once

#include "lab/history.h"
#include "linalg/lanczos.h"
#include "study/network_trainer.h"

namespace basin::playground {

/// Lanczos steps in one measurement of the largest Hessian eigenvalue.
inline constexpr int kSharpnessLanczosSteps = 25;

/// Watches a training run without touching it: every so often takes the parameters of one moment,
/// finds the largest eigenvalue of the full-batch Hessian there (one Hessian-vector product an
/// optimiser step, so that no step is slow), and holds that moment's step against the descent lemma
/// and its Hessian-vector product against a difference of gradients.
class Monitor {
 public:
  Monitor(const NetworkSetup& setup, const NetworkTrainer& trainer, std::uint64_t seed);

  /// To be called after optimiser step number `step` (from 0), which began at `before` and saw
  /// `seen`. Allocates nothing but the small tridiagonal problem that ends a measurement.
  void watch(const NetworkSetup& setup, NetworkTrainer& trainer, const VectorXd& before,
             long long step, const TrainingStep& seen);
  /// Drops an unfinished measurement, because the objective has changed.
  void cancel() { measuring_ = false; }
  /// Completes an unfinished measurement at once, for the post-mortem of a diverged run.
  void finishNow(const NetworkSetup& setup, NetworkTrainer& trainer);

  /// Step of the last measurement made, -1 before the first, and the eigenvalue found.
  long long measuredAt() const { return measuredAt_; }
  double largestEigenvalue() const { return eigenvalue_; }
  /// The measurements: column 0 the largest eigenvalue, column 1 the stability bound of the time.
  const History<2>& history() const { return history_; }

  /// Of the comparisons made so far the one that came nearest to contradicting the theory.
  struct Worst {
    int count = 0;       ///< Comparisons made.
    long long step = 0;  ///< Where the worst was met.
    double measured = 0, predicted = 0;
    double excess = 0;
  };
  /// Descent lemma: (L(t) - L(t+1)) / (rate |g|^2) against 1 - rate beta / 2, where beta is the
  /// largest curvature met on the way of the step; excess is how far it falls short.
  const Worst& descent() const { return descent_; }
  /// |H v| by a central difference of gradients against the R-operator; excess is the length of the
  /// difference of the two vectors, relative to |H v|.
  const Worst& agreement() const { return agreement_; }

  /// Steps looked at with rate * curvature >= 2, where the lemma says nothing, and the least such
  /// product.
  int unstable() const { return unstable_; }
  double lowestRatio() const { return lowestRatio_; }
  /// Directions in which differences of gradients at two distances contradict each other.
  int unresolved() const { return unresolved_; }

  /// Agreement is judged to this relative length.
  static constexpr double kProductTolerance = 1e-5;

 private:
  void conclude(const NetworkSetup& setup, NetworkTrainer& trainer);
  void testDescent(TrainingObjective& objective);
  void testProduct(TrainingObjective& objective);
  double curvatureAlong(TrainingObjective& objective, double fraction);
  void differenceOfGradients(TrainingObjective& objective, double distance, VectorXd& out);

  bool smooth_;
  Rng rng_;
  History<2> history_;
  Lanczos<double> lanczos_;
  MatrixProduct<double> product_;
  TrainingObjective* objective_ = nullptr;  // during a call only

  bool measuring_ = false;
  long long startedAt_ = 0;
  VectorXd start_, end_, direction_, image_, probe_, difference_, minus_, nearer_;
  double rate_ = 0, startLoss_ = 0, endLoss_ = 0, gradientNorm_ = 0;
  bool hasEnd_ = false;

  long long measuredAt_ = -1;
  double eigenvalue_ = 0;

  Worst descent_, agreement_;
  int unstable_ = 0;
  double lowestRatio_ = 0;
  int unresolved_ = 0;
};

}  // namespace basin::playground
