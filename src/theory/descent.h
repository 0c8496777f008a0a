#pragma once

#include <memory>

#include "train/objective.h"

namespace basin {

/// A function whose curvature is bounded with a known constant: -beta I <= Hessian <= beta I.
class SmoothFunction : public Objective<double> {
 public:
  bool hasHessian() const override { return true; }
  /// beta > 0, the best constant.
  virtual double smoothness() const = 0;
  /// inf f.
  virtual double infimum() const = 0;
};

/// f = 1/2 sum lambda_i x_i^2; all lambda_i >= 0, one at least > 0. beta = max lambda_i.
std::unique_ptr<SmoothFunction> makeQuadratic(VectorXd eigenvalues);

/// f = sum a_i (1 - cos(w_i x_i)), not convex; a_i > 0. beta = max a_i w_i^2.
std::unique_ptr<SmoothFunction> makeCosines(VectorXd amplitudes, VectorXd frequencies);

/// f = beta D^2 (sqrt(1 + |x|^2/D^2) - 1) in n dimensions; beta, D > 0. Quadratic for |x| << D, a
/// cone of slope beta D beyond.
std::unique_ptr<SmoothFunction> makePseudoHuber(double beta, double D, Index n);

/// The scale D = 1.2 epsilon / beta with which the pseudo-Huber function is nearly worst for
/// reaching gradient norm epsilon: a cone hardly steeper than epsilon.
double hardHuberScale(double beta, double epsilon);
/// The radius at which the pseudo-Huber function has the value f > 0.
double huberRadius(double beta, double D, double f);

/// What one step of gradient descent takes off f at least (descent lemma; Nesterov 2004, 1.2.3):
/// rate (1 - beta rate/2) |g|^2; negative, and no promise, for rate > 2/beta.
double lemmaDecrease(double rate, double beta, double gradientNorm);

/// Steps after which some gradient norm is at most epsilon for certain:
/// (f0 - f*) / (rate (1 - beta rate/2) epsilon^2), infinite for rate >= 2/beta. At rate = 1/beta it
/// is 2 beta (f0 - f*) / epsilon^2, the least.
double criticalSteps(double gap, double rate, double beta, double epsilon);
/// The same bound read the other way: the least gradient norm after `steps` >= 1 steps.
double criticalNorm(double gap, double rate, double beta, double steps);

/// Limit of (steps needed) / criticalSteps on the hard pseudo-Huber function as epsilon goes to 0:
/// the cone is crossed in steps of length rate 1.2 epsilon, so (1 - beta rate/2) / 1.44.
double hardHuberRatio(double rate, double beta);

}  // namespace basin
