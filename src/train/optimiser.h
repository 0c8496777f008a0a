#pragma once

#include <array>
#include <optional>
#include <string_view>

#include "base/rng.h"
#include "linalg/types.h"

namespace basin {

/// GradientDescent: theta -= rate g. Momentum (heavy ball, Polyak 1964): u = momentum u + g,
/// theta -= rate u. Adam (Kingma and Ba 2015) with bias correction.
enum class OptimiserKind { GradientDescent, Momentum, Adam };
inline constexpr std::array kOptimiserKinds = {OptimiserKind::GradientDescent,
                                               OptimiserKind::Momentum, OptimiserKind::Adam};
/// Kebab-case name ("gradient-descent").
std::string_view optimiserName(OptimiserKind kind);
std::optional<OptimiserKind> optimiserFromName(std::string_view name);

struct OptimiserSpec {
  OptimiserKind kind = OptimiserKind::GradientDescent;
  /// Step size, > 0.
  double rate = 0.1;
  /// Weight of the past in Momentum, in [0, 1).
  double momentum = 0.9;
  /// Adam's decay rates and the number that keeps its division finite.
  double beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8;
  /// Noisy descent (Ge et al. 2015): g + noise * xi takes the place of g, xi uniform on the unit
  /// sphere; 0 means none.
  double noise = 0;
};

/// Walks a parameter vector down a stream of gradients; step() allocates nothing.
template <class S>
class Optimiser {
 public:
  /// For vectors of length n; `rng` feeds the noise.
  Optimiser(const OptimiserSpec& spec, Index n, Rng rng = Rng(0));

  /// Moves theta by one step for the gradient `grad` at theta.
  void step(Vector<S>& theta, const Vector<S>& grad);
  /// Changes rates, noise and the like while running; a change of kind forgets the past.
  void setSpec(const OptimiserSpec& spec);
  const OptimiserSpec& spec() const { return spec_; }
  /// Steps made since construction or the last change of kind.
  long long steps() const { return steps_; }

 private:
  void move(Vector<S>& theta, const Vector<S>& grad);
  void forget();

  OptimiserSpec spec_;
  Index n_;
  Rng rng_;
  Vector<S> velocity_, square_, noisy_;
  double power1_ = 1, power2_ = 1;  // beta1^t, beta2^t
  long long steps_ = 0;
};

/// v becomes uniform on the unit sphere of its dimension (>= 1).
template <class S>
void sampleUnitSphere(Rng& rng, Vector<S>& v);
/// v becomes uniform in the ball of the given radius of its dimension (>= 1).
template <class S>
void sampleBall(Rng& rng, double radius, Vector<S>& v);

extern template class Optimiser<float>;
extern template class Optimiser<double>;

}  // namespace basin
