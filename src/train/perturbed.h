#pragma once

#include "base/rng.h"
#include "train/objective.h"

namespace basin {

/// What perturbed gradient descent needs to run.
struct PerturbedSpec {
  /// Step size eta.
  double rate = 0.1;
  /// Radius r of the ball a perturbation is drawn from.
  double radius = 0.1;
  /// Perturb only where |gradient| <= this (g_th).
  double gradientThreshold = 0.1;
  /// Least number of steps between perturbations (t_th).
  long long waitSteps = 20;
  /// Stop when f fell by less than this (f_th) in waitSteps steps after a perturbation; only when
  /// `stops`.
  double decreaseThreshold = 0;
  bool stops = false;
  /// The logarithmic factor of the theorem; 0 in the practical variant.
  double chi = 0;
};

/// Assumptions of Jin et al. 2017 (arXiv 1703.00887), Algorithm 2: gradient ell-Lipschitz, Hessian
/// rho-Lipschitz, f(x0) - inf f <= decrease, target accuracy epsilon, failure probability delta,
/// absolute constant c, dimension.
struct PerturbedAssumptions {
  double ell = 2.5, rho = 6, epsilon = 0.04, c = 0.5, delta = 0.1, decrease = 0.5625;
  Index dimension = 2;
};

/// All constants of the theorem from its assumptions.
PerturbedSpec perturbedFromTheory(const PerturbedAssumptions& assumptions);
/// The variant without a stopping test: g_th = 0.1, t_th = 20, r = 0.1.
PerturbedSpec perturbedPractical(double rate);

/// What a step of PerturbedDescent did.
enum class PerturbedEvent { Moved, Perturbed, Stopped };

/// Perturbed gradient descent, one gradient a step and two with a perturbation; step() allocates
/// nothing.
template <class S>
class PerturbedDescent {
 public:
  PerturbedDescent(const PerturbedSpec& spec, Index dimension, Rng rng);

  /// One pass of the loop at step t: stop test (x becomes the saved point: an approximate
  /// second-order stationary point), else maybe a perturbation, then a gradient step.
  PerturbedEvent step(Objective<S>& objective, Vector<S>& x);
  /// Steps made.
  long long steps() const { return t_; }
  long long perturbations() const { return perturbations_; }
  const PerturbedSpec& spec() const { return spec_; }
  /// Value and gradient norm at the point where the last step began (before a perturbation).
  S value() const { return value_; }
  S gradientNorm() const { return gradientNorm_; }

 private:
  PerturbedSpec spec_;
  Rng rng_;
  Vector<S> gradient_, saved_, jump_;
  S value_ = 0, gradientNorm_ = 0, savedValue_ = 0;
  long long t_ = 0, lastPerturbation_;
  long long perturbations_ = 0;
};

extern template class PerturbedDescent<float>;
extern template class PerturbedDescent<double>;

}  // namespace basin
