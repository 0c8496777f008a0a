#pragma once

#include <array>
#include <optional>
#include <string_view>

#include "linalg/types.h"

namespace basin {

/// What a hidden unit does to its pre-activation z:
/// Identity z; Threshold 1[z>0]; Sigmoid 1/(1+e^-z); Tanh; Relu max(0,z);
/// LeakyRelu max(z, slope z); Gelu z Phi(z), exact; Softplus log(1+e^z); Sin; Exp e^z, held constant above
/// activationExpLimit so that it stays finite.
enum class Activation {
  Identity, Threshold, Sigmoid, Tanh, Relu, LeakyRelu, Gelu, Softplus, Sin, Exp
};
inline constexpr std::array kActivations = {
    Activation::Identity, Activation::Threshold, Activation::Sigmoid, Activation::Tanh,
    Activation::Relu, Activation::LeakyRelu, Activation::Gelu, Activation::Softplus,
    Activation::Sin, Activation::Exp};

/// Kebab-case name ("leaky-relu").
std::string_view activationName(Activation activation);
std::optional<Activation> activationFromName(std::string_view name);

/// Largest argument Exp passes to the exponential: 80 in float, 700 in double.
template <class S>
constexpr S activationExpLimit() {
  return sizeof(S) == 4 ? S(80) : S(700);
}

/// h[i] = sigma(z[i]) for n numbers; h may be z. Only LeakyRelu uses `slope`, in [0, 1].
template <class S>
void activate(Activation activation, S slope, Index n, const S* z, S* h);
/// d[i] *= sigma'(z[i]), with h = sigma(z) at hand; derivatives at a kink are the left ones.
template <class S>
void multiplyByDerivative(Activation activation, S slope, Index n, const S* z, const S* h, S* d);
/// first[i] = sigma'(z[i]), second[i] = sigma''(z[i]), almost everywhere.
template <class S>
void activationDerivatives(Activation activation, S slope, Index n, const S* z, const S* h,
                           S* first, S* second);

/// sigma(z) of one number, for plots and formulas.
double activate(Activation activation, double z, double slope = 0.01);

}  // namespace basin
