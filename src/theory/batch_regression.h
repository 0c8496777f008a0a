#pragma once

#include <vector>

#include "base/rng.h"

namespace basin {

/// Stochastic gradient descent on linear regression from fresh samples, y = w*.x + noise xi with
/// x ~ N(0, I_d) and xi ~ N(0, 1): w <- w - rate * mean over a batch of x (x.w - y). With
/// r = |w - w*|^2 the expected next value is factor() r + gain(), exactly, for E (x x^T)^2 =
/// (d + 2) I; and as the inputs look alike in all directions, r is a Markov chain by itself.
struct BatchRegression {
  int dimension = 2;  ///< d, >= 2.
  double batch = 1;   ///< b, >= 1; the formulas hold between whole numbers as well.
  double rate = 0.1;  ///< eta, > 0.
  double noise = 0;

  /// A = 1 + (d + 1)/b: E |gradient|^2 is A times |w - w*|^2 where there is no noise.
  double amplification() const { return 1 + (dimension + 1.0) / batch; }
  /// The step size 1/A with the least factor, 1 - 1/A; from 2/A on the mean grows.
  double bestRate() const { return 1 / amplification(); }
  /// q = 1 - 2 eta + eta^2 A.
  double factor() const { return 1 - 2 * rate + rate * rate * amplification(); }
  /// eta^2 noise^2 d / b, what the noise adds in a step.
  double gain() const { return rate * rate * noise * noise * dimension / batch; }
  /// gain / (1 - factor), where the mean comes to rest; infinite for factors >= 1 with noise.
  double floor() const;
  /// E r after so many steps, not only whole ones, from r = `start`.
  double meanAfter(double steps, double start) const;
  /// Steps until E r is `target` < start, not only whole ones; infinite where it never is.
  double stepsTo(double target, double start) const;

  /// First two moments of r.
  struct Moments {
    double mean = 0, square = 0;
    double variance() const { return square - mean * mean; }
  };
  /// Their values one step later, exactly.
  Moments next(const Moments& now) const;
  /// Variance of the next r where r is now.
  double stepVariance(double r) const;

 private:
  /// E r'^2 = a r^2 + b r + c.
  struct Square {
    double a, b, c;
  };
  Square square() const;
};

/// The batch size up to which samples cost hardly more: d + 1, where the samples that the best step
/// needs, b log(1/ratio)/log(1 + b/(d+1)), are 1/log 2 = 1.44 times those of small batches.
constexpr double criticalBatch(int dimension) {
  return dimension + 1.0;
}

/// Independent runs of one batch size, each from w - w* = the first unit vector, in slices.
class BatchRegressionRuns {
 public:
  BatchRegressionRuns(const BatchRegression& law, int runs, const Rng& rng);

  /// Lets runs make their next step, one after the other, until about `numbers` random numbers are
  /// drawn or all have; true when all have.
  bool advance(long numbers);

  const BatchRegression& law() const { return law_; }
  int runs() const { return static_cast<int>(errors_.size()); }
  /// Steps that all runs have made.
  long steps() const { return steps_; }
  /// Samples a run has seen in the mean over the runs.
  double position() const;
  /// |w - w*|^2 of every run.
  const std::vector<double>& errors() const { return errors_; }
  /// Mean and median over the runs, of the last whole step.
  double mean() const { return mean_; }
  double median() const { return median_; }

  /// Where a run's last step has landed, w* being the origin and the place before it (1, 0): along
  /// that direction, and across it with the sign of the last coordinate.
  struct Landing {
    double along = 1, across = 0;
  };
  const std::vector<Landing>& landings() const { return landings_; }
  /// Root of the mean square distance of landings that the law expects, from where the runs were.
  double expectedLanding() const;

  /// The factor as all steps have shown it, each weighted by its variance: a sum of martingale
  /// differences, and so normal in the end, with this standard error.
  double measuredFactor() const { return weightedProduct_ / weightedSquare_; }
  double factorError() const;

 private:
  void stepRun(int run);

  BatchRegression law_;
  std::vector<Rng> rngs_;
  std::vector<double> offsets_;  // w - w*, run after run
  std::vector<double> gradient_, input_, errors_, before_;
  std::vector<Landing> landings_;
  int next_ = 0;
  long steps_ = 0;
  double mean_ = 1, median_ = 1;
  double weightedProduct_ = 0, weightedSquare_ = 0;
};

}  // namespace basin
