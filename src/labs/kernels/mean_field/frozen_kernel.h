#pragma once

#include "labs/kernels/mean_field/networks.h"
#include "theory/kernel_flow.h"

namespace basin::mean_field {

/// What a network would do if its tangent kernel stayed as it is at the start, at angles. The
/// networks outlive it.
class FrozenKernel {
 public:
  FrozenKernel(const Networks& networks, const ParticleFlow& flow);

  /// Loss, and residual at the angles, after so many steps of descent.
  double loss(long steps) const;
  VectorXd residual(long steps) const;
  /// Root mean square of |y - y_0| over the particles.
  double positionMotion(long steps) const;
  /// Step size above which the steepest mode grows.
  double largestRate() const { return 2 / flow_.largest(); }

 private:
  VectorXd modes(long steps) const {
    return flow_.residualModes(first_, rate_, static_cast<double>(steps));
  }

  const UnitModel* model_;
  Particles start_;
  double alpha_, rate_;
  int points_;
  VectorXd first_;
  KernelFlow flow_;
};

}  // namespace basin::mean_field
