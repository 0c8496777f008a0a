#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "base/rng.h"
#include "lab/history.h"
#include "lab/lab.h"
#include "lab/memo.h"
#include "labs/landscapes/extra_neuron/config.h"
#include "theory/extra_neuron.h"

namespace basin::extra_neuron {

/// The points of a text "x,y; x,y", their classes by the sign of y; without any, those at -1 and 1.
LinePoints pointsOf(const std::string& samples);

/// Descent of the network with its neuron, from the network's bad minimum.
class Study {
 public:
  Study(const Config& config, std::uint64_t seed);

  /// A bunch of descent steps, more of them as they come to matter less.
  void step();
  bool diverged() const { return diverged_; }
  bool finished() const { return diverged_ || steps_ >= config_.stepLimit; }
  double progress() const;
  /// Time of gradient flow, steps times step size.
  double time() const { return static_cast<double>(steps_) * config_.rate; }
  std::string statusText() const;
  /// Points that cannot be read, are more than eight or lie beyond ±2.
  InputProblem inputProblem() const;
  /// The pointer on the line: another point, another class, or one point less.
  std::vector<ParamChange> poke(const Poke& poke) const;

  const Config& config() const { return config_; }
  NeuronLoss& loss() const { return loss_; }
  const LinePoints& points() const { return loss_.points(); }
  /// The points at -1 and 1 for which the laws of the valley hold.
  bool standard() const;
  /// The start lies exactly on the saddle, which descent never leaves.
  bool onSaddle() const { return config_.amplitude == 0 && config_.steepness == 0; }

  const VectorXd& theta() const { return theta_; }
  const VectorXd& start() const { return start_; }
  double totalLoss() const { return value_; }
  double networkLoss() const { return loss_.networkLoss(theta_); }
  double amplitude() const { return theta_[NeuronLoss::A]; }
  /// The point where the neuron's exponent is largest, and that exponent.
  Index steepPoint() const;
  double exponent() const;

  /// Columns over the steps, evenly on a logarithmic axis of time: at the steepest point the
  /// exponential, what the neuron adds, and what the hinge sees, -y times the whole output.
  enum Column { kTotal, kNetwork, kAmplitude, kExponent, kAdded, kSeen };
  const History<6>& trace() const { return trace_; }
  /// A column of the trace over time, from the first step on.
  struct Traced {
    std::vector<double> time, values;
  };
  Traced traced(Column column) const;

  // ---- What the theorem says of every step ----

  /// Least |grad L~|/(lambda a^2/sqrt(1 + a^2)) so far; infinite before.
  double gradientRatio() const { return gradientRatio_; }
  /// b - b0 - (a^2 - a0^2)/2 + sum (eta dL/da)^2/2 - lambda eta sum a^2, zero but for rounding, and
  /// the sizes that were added up.
  double invariant() const;
  double invariantScale() const;
  /// Least loss of the network alone so far.
  double leastNetworkLoss() const { return leastNetwork_; }
  /// Largest |a| so far, from which the law of decay begins.
  double peakAmplitude() const { return peak_; }
  /// The curvature of the valley came to 2/eta, where descent follows no flow; first time, else NaN.
  double edgeTime() const { return edgeTime_; }

  // ---- The bad minimum, looked at once ----

  struct Around {
    double least = std::numeric_limits<double>::infinity();  ///< Of the samples around it.
    double lambdaMin = 0, predictedLambdaMin = 0;            ///< Of L~ with the neuron at rest.
    double identityError = 0;  ///< Of a dL/da - dL/db = lambda a^2 at random points.
  };
  const Around& around() const { return around_; }

  /// The network's loss over c0 and u, made once.
  const Memo<bool, FieldData>& badField() const { return badField_; }

  static constexpr int kSamples = 20000;

 private:
  void lookAround(Rng rng);
  void descend();
  void record();

  Config config_;
  mutable NeuronLoss loss_;  // keeps nothing between two calls
  VectorXd start_, theta_, gradient_;
  double value_ = 0;
  long long steps_ = 0;
  bool diverged_ = false;
  History<6> trace_{1600, PerOctave{64}};
  double gradientRatio_ = std::numeric_limits<double>::infinity();
  double squares_ = 0, moves_ = 0, leastNetwork_, peak_ = 0;
  double edgeTime_ = std::numeric_limits<double>::quiet_NaN();
  Around around_;
  Memo<bool, FieldData> badField_;
};

}  // namespace basin::extra_neuron
