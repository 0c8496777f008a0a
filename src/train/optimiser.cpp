#include "train/optimiser.h"

#include <cmath>

#include "base/check.h"

namespace basin {
namespace {

constexpr std::array<std::string_view, kOptimiserKinds.size()> kNames = {"gradient-descent",
                                                                         "momentum", "adam"};

}  // namespace

std::string_view optimiserName(OptimiserKind kind) { return kNames[static_cast<size_t>(kind)]; }

std::optional<OptimiserKind> optimiserFromName(std::string_view name) {
  for (OptimiserKind kind : kOptimiserKinds) {
    if (optimiserName(kind) == name) return kind;
  }
  return std::nullopt;
}

template <class S>
Optimiser<S>::Optimiser(const OptimiserSpec& spec, Index n, Rng rng)
    : spec_(spec), n_(n), rng_(rng), noisy_(n) {
  forget();
}

template <class S>
void Optimiser<S>::forget() {
  velocity_.setZero(spec_.kind == OptimiserKind::GradientDescent ? 0 : n_);
  square_.setZero(spec_.kind == OptimiserKind::Adam ? n_ : 0);
  power1_ = power2_ = 1;
  steps_ = 0;
}

template <class S>
void Optimiser<S>::setSpec(const OptimiserSpec& spec) {
  const bool changed = spec.kind != spec_.kind;
  spec_ = spec;
  if (changed) forget();
}

template <class S>
void Optimiser<S>::step(Vector<S>& theta, const Vector<S>& grad) {
  CHECK(theta.size() == n_ && grad.size() == n_, "optimiser made for another length");
  ++steps_;
  if (spec_.noise == 0) return move(theta, grad);
  sampleUnitSphere(rng_, noisy_);
  noisy_ = grad + S(spec_.noise) * noisy_;
  move(theta, noisy_);
}

template <class S>
void Optimiser<S>::move(Vector<S>& theta, const Vector<S>& grad) {
  const S rate = S(spec_.rate);
  switch (spec_.kind) {
    case OptimiserKind::GradientDescent:
      theta -= rate * grad;
      return;
    case OptimiserKind::Momentum:
      velocity_ = S(spec_.momentum) * velocity_ + grad;
      theta -= rate * velocity_;
      return;
    case OptimiserKind::Adam: {
      power1_ *= spec_.beta1;
      power2_ *= spec_.beta2;
      const S b1 = S(spec_.beta1), b2 = S(spec_.beta2);
      velocity_ = b1 * velocity_ + (S(1) - b1) * grad;
      square_.array() = b2 * square_.array() + (S(1) - b2) * grad.array().square();
      const S correct1 = S(1 / (1 - power1_)), correct2 = S(1 / (1 - power2_));
      theta.array() -= (rate * correct1) * velocity_.array() /
                       ((square_.array() * correct2).sqrt() + S(spec_.epsilon));
      return;
    }
  }
}

template <class S>
void sampleUnitSphere(Rng& rng, Vector<S>& v) {
  double squares = 0;
  do {
    squares = 0;
    for (Index i = 0; i < v.size(); ++i) {
      const double x = rng.normal();
      v[i] = static_cast<S>(x);
      squares += x * x;
    }
  } while (!(squares > 1e-30));
  v *= static_cast<S>(1 / std::sqrt(squares));
}

template <class S>
void sampleBall(Rng& rng, double radius, Vector<S>& v) {
  sampleUnitSphere(rng, v);
  // A uniform point's distance from the centre has distribution function (s/radius)^n.
  v *= static_cast<S>(radius * std::pow(rng.uniform(), 1.0 / static_cast<double>(v.size())));
}

template class Optimiser<float>;
template class Optimiser<double>;
template void sampleUnitSphere(Rng&, Vector<float>&);
template void sampleUnitSphere(Rng&, Vector<double>&);
template void sampleBall(Rng&, double, Vector<float>&);
template void sampleBall(Rng&, double, Vector<double>&);

}  // namespace basin
