#pragma once

#include "train/objective.h"

namespace basin {

/// Where the gradient (nearly) vanishes, and what kind of place that is.
struct CriticalPlace {
  VectorXd x;
  double value = 0;
  double gradientNorm = 0;
  VectorXd eigenvalues;  ///< Of the Hessian, ascending.
  /// Number of eigenvalues below -tolerance: 0 at a minimum, positive at a saddle.
  int index(double tolerance = 1e-6) const;
};

/// Walks to where the gradient vanishes by damped Newton steps on |g|^2/2: along each eigenvector
/// of the dense Hessian -lambda g/(lambda^2 + mu), so that saddles attract as minima do. For few
/// parameters: a step costs size() Hessian products and a full eigendecomposition.
class CriticalSearch {
 public:
  /// No step goes along an eigenvector whose |lambda| is below `leastCurvature`: where critical
  /// points lie along curves, the search then comes to the one nearby.
  CriticalSearch(Objective<double>& objective, VectorXd start, double leastCurvature = 0);

  /// One step; true when |g| <= tolerance, or when no step makes it smaller.
  bool step(double tolerance);
  int steps() const { return steps_; }
  /// The place reached, with the spectrum there.
  const CriticalPlace& place() const { return place_; }

 private:
  void decompose();

  Objective<double>* objective_;
  CriticalPlace place_;
  VectorXd gradient_;
  MatrixXd vectors_;
  double damping_ = 1e-3, leastCurvature_;
  int steps_ = 0;
};

}  // namespace basin
