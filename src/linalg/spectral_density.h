#pragma once

#include <vector>

#include "linalg/lanczos.h"

namespace basin {

/// The spectrum of a symmetric matrix as the mean of the quadratures of random probes (stochastic
/// Lanczos quadrature; Ubaru, Chen, Saad 2017; Ghorbani, Krishnan, Xiao 2019).
class SpectralDensity {
 public:
  /// Adds a probe's quadrature.
  void add(const Lanczos<double>::Quadrature& probe);

  int probes() const { return probes_; }
  /// Density at x, each node widened to a normal of standard deviation sigma > 0; 0 without probes.
  double at(double x, double sigma) const;
  /// Mean of lambda^k over the spectrum, unwidened: trace(A^k)/n up to the probes' noise.
  double moment(int k) const;
  /// Range of the nodes.
  double smallest() const { return smallest_; }
  double largest() const { return largest_; }

 private:
  std::vector<double> nodes_, weights_;
  int probes_ = 0;
  double smallest_ = 0, largest_ = 0;
};

/// A probe with entries +-1, for which the mean of v^T A v is the trace (Hutchinson 1989).
VectorXd rademacherProbe(Index n, Rng& rng);

}  // namespace basin
