#pragma once

#include <cstdint>
#include <limits>
#include <memory>
#include <string>
#include <vector>

#include "base/rng.h"
#include "lab/history.h"
#include "lab/lab.h"
#include "lab/memo.h"
#include "labs/optimisation/gd/config.h"
#include "theory/descent.h"

namespace basin::gd {

/// One run of gradient descent and everything measured on the way.
class Study {
 public:
  Study(const Config& config, std::uint64_t seed);

  /// A bunch of descent steps: one on the small functions, ten on the network.
  void step();
  /// Live parameter: rate.
  void retune(const Config& config);
  bool diverged() const { return diverged_; }
  bool finished() const { return finished_ || diverged_; }
  double progress() const;
  /// The step of descent.
  double time() const { return static_cast<double>(steps_); }
  std::string statusText() const;
  /// The pointer on the surface: another start.
  std::vector<ParamChange> poke(const Poke& poke) const;

  const Config& config() const { return config_; }
  /// The function with its constants; null for the network.
  const SmoothFunction* smooth() const { return smooth_; }
  Objective<double>& objective() const { return *objective_; }
  bool onNetwork() const { return smooth_ == nullptr; }
  /// eta beta; NaN for the network.
  double rateTimesSmoothness() const;
  /// f0 - inf f; for the network with 0 in place of the infimum.
  double gap() const { return firstLoss_ - infimum(); }
  double infimum() const { return smooth_ ? smooth_->infimum() : 0; }
  /// The descent lemma's bound on the steps to a gradient norm of epsilon, at one step size all the
  /// way; infinite from eta = 2/beta on, NaN for the network.
  double stepsBound(double epsilon) const;
  /// Largest half side of the plane shown around the minimum, and where paths end.
  double reach() const;
  /// The function over that plane, made once.
  const Memo<double, FieldData>& shownField() const { return shownField_; }

  /// Where the run is.
  const VectorXd& position() const { return x_; }
  const VectorXd& start() const { return start_; }
  double loss() const { return loss_; }
  double gradientNorm() const { return gradient_.norm(); }
  long long steps() const { return steps_; }
  /// The step size changed on the way, so the run belongs to no single one.
  bool rateChanged() const { return rateSince_ > 0; }

  /// Loss over the steps.
  const History<1>& losses() const { return losses_; }
  /// First two coordinates over the steps.
  const History<2>& path() const { return path_; }
  /// Columns of trace(): gradient norm, least one so far, decrease in this step, and the decrease
  /// that the lemma promises.
  enum Column { kNorm, kLeast, kDecrease, kPromised };
  const History<4>& trace() const { return trace_; }
  /// What the last step took off f, and what the lemma promised.
  LawData lastDecrease() const { return lastDecrease_; }
  /// Least (decrease - promised) of all steps at the present step size; infinite before the first.
  double slack() const { return slack_; }
  /// First step with a gradient norm of at most the present epsilon; -1 before.
  long long criticalStep() const;
  /// First steps at which each of several epsilons was met: by this run, for the pseudo-Huber
  /// function by one run on its own hard function each; -1 where not.
  struct Rung {
    double epsilon = 0;
    long long steps = -1;
  };
  const std::vector<Rung>& ladder() const { return ladder_; }
  /// Quadratic: what the steepest coordinate was multiplied by in the last step; NaN before, and
  /// where that coordinate is too small to tell.
  double factor() const { return factor_; }

  // ---- Network ----

  /// lambda_max and 2/eta at the steps where they were measured.
  const History<2>& sharpness() const { return sharpness_; }
  /// The last one; on the small functions that of the exact Hessian.
  double lambdaMax() const { return lambdaMax_; }
  double firstLambdaMax() const { return firstLambdaMax_; }
  /// Largest since the step size last changed.
  double peakLambdaMax() const { return peak_; }
  /// Step at which the sharpness came up to 0.97 * 2/eta from below, -1 before.
  long long arrival() const { return arrival_; }
  /// Mean of lambda_max eta/2 over the latter part of the stay at the edge, and of how many
  /// measurements.
  struct Stay {
    double mean = 0;
    int count = 0;
  };
  Stay stay() const;
  /// Steps later than t = 1000 (than the last change of the step size, and than the way down from a
  /// start above the edge), and how many of them raised the loss.
  long long lateSteps() const { return lateSteps_; }
  long long upSteps() const { return upSteps_; }
  /// lambda_max of the dense Hessian where the run ended; NaN before, or for too many parameters.
  double denseLambdaMax() const { return denseLambdaMax_; }

 private:
  static constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

  void makeObjective(Rng rng);
  void descend();
  void descended(double lossBefore, double normBefore, double steepestBefore);
  void measureSharpness();
  void climbLadder();
  void markRungs();
  void conclude();

  Config config_;
  std::unique_ptr<Objective<double>> objective_;
  SmoothFunction* smooth_ = nullptr;
  VectorXd start_, x_, gradient_;
  Rng lanczosRng_;
  double firstLoss_ = 0, loss_ = 0, least_ = 0, factor_ = kNaN;
  double slack_ = std::numeric_limits<double>::infinity();
  double lambdaMax_ = 0, firstLambdaMax_ = 0, peak_ = 0, denseLambdaMax_ = kNaN;
  long long steps_ = 0, rateSince_ = 0, lateAfter_ = 0, arrival_ = -1, lateSteps_ = 0, upSteps_ = 0;
  bool diverged_ = false, finished_ = false, wasBelow_ = false;
  LawData lastDecrease_;
  History<1> losses_{1024};
  History<2> path_{1024};
  History<2> sharpness_{512};
  History<4> trace_{1024, PerOctave{64}};
  std::vector<Rung> ladder_;
  std::vector<std::pair<double, long long>> firsts_;  // records of the least norm and their steps
  Memo<double, FieldData> shownField_;
};

}  // namespace basin::gd
