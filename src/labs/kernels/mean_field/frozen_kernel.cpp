#include "labs/kernels/mean_field/frozen_kernel.h"

#include <cmath>
#include <numbers>

namespace basin::mean_field {

FrozenKernel::FrozenKernel(const Networks& networks, const ParticleFlow& flow)
    : model_(&networks.model()),
      start_(flow.start()),
      alpha_(flow.alpha()),
      rate_(networks.config().rate),
      points_(networks.gridPoints()),
      first_(model_->residualOverAngles(start_.y, alpha_ * start_.weight.cwiseProduct(start_.c),
                                        points_)),
      flow_(model_->tangentKernel(start_, networks.config().move, points_)) {}

double FrozenKernel::loss(long steps) const {
  return 0.5 * model_->angleWeight(points_) * modes(steps).squaredNorm();
}

VectorXd FrozenKernel::residual(long steps) const {
  return flow_.eigenvectors() * modes(steps);
}

double FrozenKernel::positionMotion(long steps) const {
  // dt sum_s r_s, then one move along the unit's slope at the start.
  const VectorXd sum = flow_.descent(first_, rate_, static_cast<double>(steps));
  VectorXd slope(model_->dimension()), move(model_->dimension());
  double square = 0;
  for (Index i = 0; i < start_.size(); ++i) {
    move.setZero();
    for (int p = 0; p < points_; ++p) {
      model_->unitSlope(2 * std::numbers::pi * p / points_, start_.y.col(i).data(), slope.data());
      move += model_->angleWeight(points_) * sum[p] * slope;
    }
    square += start_.weight[i] * start_.c[i] * start_.c[i] * move.squaredNorm();
  }
  return std::sqrt(square) / alpha_;
}

}  // namespace basin::mean_field
