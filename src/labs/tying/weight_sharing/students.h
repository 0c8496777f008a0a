#pragma once

#include <optional>
#include <string>

#include "base/rng.h"
#include "labs/tying/weight_sharing/config.h"
#include "theory/block_cosine.h"

namespace basin::weight_sharing {

/// The teacher on `blocks` blocks.
BlockTeacher teacherOf(const Config& config, int blocks);

/// Gradient descent on the closed form of F, to F < kArrived or the step limit.
class Student {
 public:
  /// With shared weights, or with one vector a block.
  Student(const Config& config, int blocks, bool shared, Rng rng);

  /// One step; nothing once it has ended.
  void step();

  const BlockTeacher& teacher() const { return teacher_; }
  BlockCosineLoss& objective() const { return objective_; }
  double rate() const { return rate_; }
  long steps() const { return steps_; }
  double loss() const { return loss_; }
  const VectorXd& weights() const { return weights_; }
  const VectorXd& gradient() const { return gradient_; }
  bool arrived() const { return loss_ < kArrived; }
  bool ended() const { return arrived() || steps_ >= limit_; }
  /// |w - target|.
  double distance() const { return (weights_ - objective_.minimiser()).norm(); }
  double startDistance() const { return startDistance_; }

  // ---- With weights of its own ----

  /// |w'| over sqrt(k-1)|u_0|, and |dF/dw'|, w' = (w_2, ..., w_k).
  double rho() const;
  double restGradient() const;
  double startRho() const { return startRho_; }
  /// First step with rho outside [1/3, 1/2]; 0 when it began there, -1 before.
  long leftAnnulus() const { return leftAnnulus_; }
  /// Steps to arrive by the gradient flow from where w_1 has come to u_0; infinite when the flow
  /// ends elsewhere, NaN before w_1 has come, or where the teacher has no cosine.
  double predictedSteps() const { return predictedSteps_; }
  /// Why predictedSteps() does not hold the run to anything; empty when it does.
  const std::string& noPrediction() const { return noPrediction_; }

 private:
  void measured();
  void predict();

  BlockTeacher teacher_;
  bool shared_;
  mutable BlockCosineLoss objective_;
  double rate_;
  long limit_;
  VectorXd weights_, gradient_;
  double loss_ = 0, startDistance_ = 0, startRho_ = 0, predictedSteps_;
  long steps_ = 0, leftAnnulus_ = -1;
  bool predicted_ = false;
  std::string noPrediction_;
};

/// What a pair of students on the same number of blocks came to.
struct Outcome {
  std::optional<long> freeSteps, sharedSteps;  ///< To arrive; nothing within the step limit.
  double predicted = 0;                        ///< Student::predictedSteps.
  long leftAnnulus = -1;
  double annulusBound = 0;  ///< Theorem 1; 0 where it says nothing.
  double sharedBound = 0;   ///< Theorem 2; infinite where it says nothing.
};

/// Steps that strong convexity allows a shared student to take to F < kArrived from its start:
/// log(L D^2/(2 kArrived)) / (-2 log(1 - eta m)); infinite where m <= 0.
double sharedStepsBound(const Student& shared);
/// What Theorem 1 says of the start; 0 outside its annulus, or without a cosine.
double annulusBound(const Student& free);

/// A job of the sweep: both students, to their ends.
class PairJob {
 public:
  PairJob(const Config& config, int blocks, const Rng& rng)
      : free_(config, blocks, false, rng.split(0)), shared_(config, blocks, true, rng.split(1)) {}

  /// Some thousand steps; true at the end.
  bool advance();
  std::optional<Outcome> result() const;

 private:
  Student free_, shared_;
};

}  // namespace basin::weight_sharing
