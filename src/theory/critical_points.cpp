#include "theory/critical_points.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "linalg/decompositions.h"

namespace basin {

int CriticalPlace::index(double tolerance) const {
  return static_cast<int>((eigenvalues.array() < -tolerance).count());
}

CriticalSearch::CriticalSearch(Objective<double>& objective, VectorXd start, double leastCurvature)
    : objective_(&objective), leastCurvature_(leastCurvature) {
  place_.x = std::move(start);
  place_.value = objective.gradient(place_.x, gradient_);
  place_.gradientNorm = gradient_.norm();
  decompose();
}

void CriticalSearch::decompose() {
  MatrixXd H;
  objective_->hessian(place_.x, H);
  SymmetricEigen<double> eigen = symmetricEigen(H);
  place_.eigenvalues = std::move(eigen.values);
  vectors_ = std::move(eigen.vectors);
}

bool CriticalSearch::step(double tolerance) {
  if (place_.gradientNorm <= tolerance) return true;
  ++steps_;
  const VectorXd along = vectors_.transpose() * gradient_;
  // Damping is relative to the largest curvature and adapts by factors (Levenberg, Marquardt).
  const double scale = std::max(place_.eigenvalues.cwiseAbs().maxCoeff(), 1e-12);
  for (int attempt = 0; attempt < 12; ++attempt) {
    const double mu = damping_ * damping_ * scale * scale;
    VectorXd move = along;
    for (Index i = 0; i < move.size(); ++i) {
      const double lambda = place_.eigenvalues[i];
      const bool moves = std::abs(lambda) >= leastCurvature_;
      move[i] *= moves ? -lambda / (lambda * lambda + mu) : 0;
    }
    const VectorXd next = place_.x + vectors_ * move;
    VectorXd gradient;
    const double value = objective_->gradient(next, gradient);
    if (std::isfinite(value) && gradient.norm() < place_.gradientNorm) {
      place_.x = next;
      place_.value = value;
      place_.gradientNorm = gradient.norm();
      gradient_ = gradient;
      damping_ = std::max(damping_ / 4, 1e-9);
      decompose();
      return place_.gradientNorm <= tolerance;
    }
    damping_ *= 4;
  }
  return true;
}

}  // namespace basin
