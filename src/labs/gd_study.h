#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/rng.h"
#include "lab/history.h"
#include "labs/gd.h"
#include "theory/descent.h"

namespace basin {

/// Largest half side of the plane shown around the minimum, and where paths end.
double gdReach(const GdConfig& config);

/// One run of gradient descent and everything measured on the way.
class GdStudy {
 public:
  GdStudy(const GdConfig& config, std::uint64_t seed);

  /// A bunch of descent steps: one on the small functions, ten on the network.
  void step();
  /// Takes over step size and epsilon.
  void retune(const GdConfig& config);

  const GdConfig& config() const { return config_; }
  /// The function with its constants; null for the network.
  SmoothFunction* smooth() const { return smooth_; }
  Objective<double>& objective() const { return *objective_; }
  bool onNetwork() const { return smooth_ == nullptr; }
  /// f0 - inf f; for the network with 0 in place of the infimum.
  double gap() const { return firstLoss_ - infimum(); }
  double infimum() const { return smooth_ ? smooth_->infimum() : 0; }
  /// Where the run is.
  const VectorXd& position() const { return x_; }
  const VectorXd& start() const { return start_; }
  double loss() const { return loss_; }
  double gradientNorm() const { return gradient_.norm(); }
  long long steps() const { return steps_; }
  bool diverged() const { return diverged_; }
  bool finished() const { return finished_ || diverged_; }

  /// Loss over the steps.
  const History<1>& losses() const { return losses_; }
  /// First two coordinates over the steps.
  const History<2>& path() const { return path_; }
  /// Gradient norm, least one so far, decrease in this step, decrease that the lemma promises; at
  /// steps that grow evenly denser towards 1 on a logarithmic axis.
  struct Step {
    double t, norm, least, decrease, promised;
  };
  const std::vector<Step>& trace() const { return trace_; }
  /// Least (decrease - promised) of all steps.
  double slack() const { return slack_; }
  /// First step with a gradient norm of at most the present epsilon; -1 before.
  long long criticalStep() const;
  /// First steps at which each of a ladder of epsilons was met: by this run, for the pseudo-Huber
  /// function by one run on its own hard function each.
  struct Rung {
    double epsilon = 0;
    long long steps = -1;
  };
  const std::vector<Rung>& ladder() const { return ladder_; }

  /// Quadratic: what the steepest coordinate was multiplied by in the last step.
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
  /// Steps later than t = 1000 (and than the last change of the step size), and how many of them
  /// raised the loss.
  long long lateSteps() const { return lateSteps_; }
  long long upSteps() const { return upSteps_; }
  /// lambda_max of the dense Hessian where the run ended; NaN before, or for too many parameters.
  double denseLambdaMax() const { return denseLambdaMax_; }

 private:
  void makeObjective(Rng rng);
  void descend();
  void measureSharpness();
  void climbLadder();
  void conclude();

  GdConfig config_;
  std::unique_ptr<Objective<double>> objective_;
  SmoothFunction* smooth_ = nullptr;
  VectorXd start_, x_, gradient_, before_;
  Rng lanczosRng_;
  double firstLoss_ = 0, loss_ = 0;
  double least_ = 0, slack_ = 0, factor_ = 0;
  double lambdaMax_ = 0, firstLambdaMax_ = 0, peak_ = 0, denseLambdaMax_ = 0;
  long long steps_ = 0, rateSince_ = 0, arrival_ = -1, lateSteps_ = 0, upSteps_ = 0;
  bool diverged_ = false, finished_ = false, wasBelow_ = false;
  History<1> losses_{1024};
  History<2> path_{1024};
  History<2> sharpness_{512};
  std::vector<Step> trace_;
  std::vector<Rung> ladder_;
  std::vector<std::pair<double, long long>> firsts_;  // records of the least norm and their steps
};

}  // namespace basin
