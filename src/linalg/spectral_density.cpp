#include "linalg/spectral_density.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace basin {

void SpectralDensity::add(const Lanczos<double>::Quadrature& probe) {
  for (Index i = 0; i < probe.nodes.size(); ++i) {
    nodes_.push_back(probe.nodes[i]);
    weights_.push_back(probe.weights[i]);
  }
  const double lo = probe.nodes.minCoeff(), hi = probe.nodes.maxCoeff();
  smallest_ = probes_ == 0 ? lo : std::min(smallest_, lo);
  largest_ = probes_ == 0 ? hi : std::max(largest_, hi);
  ++probes_;
}

double SpectralDensity::at(double x, double sigma) const {
  double sum = 0;
  for (std::size_t i = 0; i < nodes_.size(); ++i) {
    const double u = (x - nodes_[i]) / sigma;
    sum += weights_[i] * std::exp(-0.5 * u * u);
  }
  return probes_ == 0 ? 0 : sum / (sigma * std::sqrt(2 * std::numbers::pi) * probes_);
}

double SpectralDensity::moment(int k) const {
  double sum = 0;
  for (std::size_t i = 0; i < nodes_.size(); ++i) sum += weights_[i] * std::pow(nodes_[i], k);
  return probes_ == 0 ? 0 : sum / probes_;
}

VectorXd rademacherProbe(Index n, Rng& rng) {
  VectorXd v(n);
  for (Index i = 0; i < n; ++i) v[i] = rng.sign();
  return v;
}

}  // namespace basin
