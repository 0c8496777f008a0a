#pragma once

#include <string>

#include "lab/frame.h"
#include "lab/history.h"
#include "labs/playground_model.h"
#include "linalg/lanczos.h"

namespace basin {

/// Lanczos steps in one measurement of the largest Hessian eigenvalue.
inline constexpr int kSharpnessLanczosSteps = 25;

/// Watches a training run without touching it: every so often takes the parameters of one moment,
/// finds the largest eigenvalue of the full-batch Hessian there (one Hessian-vector product an
/// optimiser step, so that no step is slow), and holds that moment's step against the descent lemma
/// and its Hessian-vector product against a difference of gradients.
class PlaygroundMonitor {
 public:
  PlaygroundMonitor(const PlaygroundConfig& config, const PlaygroundObjective& objective,
                    std::uint64_t seed);

  /// To be called after optimiser step number `step` (from 0), which began at `before` and saw
  /// `seen`. Allocates nothing but the small tridiagonal problem that ends a measurement.
  void watch(const PlaygroundConfig& config, PlaygroundTrainer& trainer, const VectorXd& before,
             long long step, const PlaygroundStep& seen);
  /// Drops an unfinished measurement, because the objective has changed.
  void cancel() { measuring_ = false; }
  /// Completes an unfinished measurement at once, for the post-mortem of a diverged run.
  void finishNow(const PlaygroundConfig& config, PlaygroundTrainer& trainer);

  /// Step of the last measurement made, -1 before the first, and the eigenvalue found.
  long long measuredAt() const { return measuredAt_; }
  double largestEigenvalue() const { return eigenvalue_; }
  /// The measurements: column 0 the largest eigenvalue, column 1 the stability bound of the time.
  const History<2>& history() const { return history_; }

  /// Descent lemma, the worst of the steps looked at: (L(t) - L(t+1)) / (rate |g|^2) is at least
  /// 1 - rate beta / 2, where beta is the largest curvature met on the way of the step.
  CheckData descentCheck(const PlaygroundConfig& config, bool fullBatch) const;
  /// |H v| by the R-operator against a central difference of gradients, the worst seen.
  CheckData productCheck() const;

 private:
  void conclude(const PlaygroundConfig& config, PlaygroundObjective& objective);
  void testDescent(PlaygroundObjective& objective);
  void testProduct(PlaygroundObjective& objective);
  double curvatureAlong(PlaygroundObjective& objective, double fraction);

  bool smooth_;
  Rng rng_;
  History<2> history_;
  Lanczos<double> lanczos_;
  MatrixProduct<double> product_;
  PlaygroundObjective* objective_ = nullptr;  // during a call only

  bool measuring_ = false;
  long long startedAt_ = 0;
  VectorXd start_, end_, direction_, image_, probe_, plus_, minus_;
  double rate_ = 0, startLoss_ = 0, endLoss_ = 0, gradientNorm_ = 0;
  bool hasEnd_ = false;

  long long measuredAt_ = -1;
  double eigenvalue_ = 0;

  struct Worst {
    int count = 0;
    long long step = 0;
    double measured = 0, predicted = 0, excess = 0;
  };
  Worst descent_, agreement_;
  int unstable_ = 0;          // measurements with rate * curvature >= 2
  double lowestRatio_ = 0;    // least rate * curvature among them
};

}  // namespace basin
