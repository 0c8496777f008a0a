#include "theory/zero_asymmetric.h"

#include <algorithm>
#include <cmath>

namespace basin {

std::vector<MatrixXd> linearStart(LinearStart kind, Index depth, Index dimension, double spread,
                                  Rng rng) {
  const MatrixXd identity = MatrixXd::Identity(dimension, dimension);
  std::vector<MatrixXd> factors(static_cast<std::size_t>(depth), identity);
  if (kind == LinearStart::ZeroAsymmetric) {
    factors.back().setZero();
    return factors;
  }
  const bool near = kind == LinearStart::NearIdentity;
  const double size = near ? spread : 1 / std::sqrt(static_cast<double>(dimension));
  for (MatrixXd& factor : factors) {
    if (!near) factor.setZero();
    for (Index i = 0; i < factor.size(); ++i) factor.data()[i] += size * rng.normal();
  }
  return factors;
}

double zeroAsymmetricPhi(double targetNorm, Index depth) {
  return std::max({2 * targetNorm, 3 / std::sqrt(static_cast<double>(depth)), 1.0});
}

double zeroAsymmetricRate(double targetNorm, Index depth) {
  const auto L = static_cast<double>(depth);
  const double square = std::pow(zeroAsymmetricPhi(targetNorm, depth), 2);
  return std::min(1 / (4 * L * L * L * square * square * square),
                  1 / (144 * L * L * square * square));
}

double provedDecay(double rate, double steps) {
  return steps * std::log1p(-rate / 2);
}

double oneSidedDecay(double rate, double steps) {
  return 2 * steps * std::log1p(-rate);
}

}  // namespace basin
