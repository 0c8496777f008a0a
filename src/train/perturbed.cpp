#include "train/perturbed.h"

#include <algorithm>
#include <cmath>

#include "train/optimiser.h"

namespace basin {

PerturbedSpec perturbedFromTheory(const PerturbedAssumptions& a) {
  const double chi =
      3 * std::max(std::log(static_cast<double>(a.dimension) * a.ell * a.decrease /
                            (a.c * a.epsilon * a.epsilon * a.delta)),
                   4.0);
  const double scale = std::sqrt(a.c) / (chi * chi) * a.epsilon;
  PerturbedSpec spec;
  spec.chi = chi;
  spec.rate = a.c / a.ell;
  spec.radius = scale / a.ell;
  spec.gradientThreshold = scale;
  spec.decreaseThreshold =
      a.c / (chi * chi * chi) * std::sqrt(a.epsilon * a.epsilon * a.epsilon / a.rho);
  spec.waitSteps = static_cast<long long>(
      std::ceil(chi / (a.c * a.c) * a.ell / std::sqrt(a.rho * a.epsilon)));
  spec.stops = true;
  return spec;
}

PerturbedSpec perturbedPractical(double rate) {
  PerturbedSpec spec;
  spec.rate = rate;
  return spec;
}

template <class S>
PerturbedDescent<S>::PerturbedDescent(const PerturbedSpec& spec, Index dimension, Rng rng)
    : spec_(spec), rng_(rng), gradient_(dimension), saved_(dimension), jump_(dimension),
      lastPerturbation_(-spec.waitSteps - 1) {}

template <class S>
PerturbedEvent PerturbedDescent<S>::step(Objective<S>& objective, Vector<S>& x) {
  value_ = objective.gradient(x, gradient_);
  gradientNorm_ = gradient_.norm();
  // Before perturbing: at the very step where the wait is over.
  if (spec_.stops && t_ - lastPerturbation_ == spec_.waitSteps &&
      value_ - savedValue_ > -S(spec_.decreaseThreshold)) {
    x = saved_;
    return PerturbedEvent::Stopped;
  }
  PerturbedEvent event = PerturbedEvent::Moved;
  if (gradientNorm_ <= S(spec_.gradientThreshold) && t_ - lastPerturbation_ > spec_.waitSteps) {
    saved_ = x;
    savedValue_ = value_;
    lastPerturbation_ = t_;
    ++perturbations_;
    sampleBall(rng_, spec_.radius, jump_);
    x += jump_;
    objective.gradient(x, gradient_);
    event = PerturbedEvent::Perturbed;
  }
  x -= S(spec_.rate) * gradient_;
  ++t_;
  return event;
}

template class PerturbedDescent<float>;
template class PerturbedDescent<double>;

}  // namespace basin
