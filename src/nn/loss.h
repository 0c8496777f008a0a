#pragma once

#include <array>
#include <optional>
#include <string_view>

#include "linalg/types.h"

namespace basin {

/// Training losses of outputs f against targets y, always means over examples.
/// Squared: 1/2 sum over outputs of (f-y)^2. Margin losses take y in {-1,+1}, are summed over
/// outputs, and depend on the margin m = y f: Hinge max(0,1-m); PolynomialHinge max(0,1-m)^power;
/// Logistic log(1+e^-m); Exponential e^-m. CrossEntropy: softmax over K >= 2 outputs, y one-hot (or
/// any distribution).
enum class Loss { Squared, Hinge, PolynomialHinge, Logistic, Exponential, CrossEntropy };
inline constexpr std::array kLosses = {Loss::Squared,  Loss::Hinge,       Loss::PolynomialHinge,
                                       Loss::Logistic, Loss::Exponential, Loss::CrossEntropy};

/// Kebab-case name ("polynomial-hinge").
std::string_view lossName(Loss loss);
std::optional<Loss> lossFromName(std::string_view name);
/// True for the losses that take targets in {-1,+1}.
bool isMarginLoss(Loss loss);

/// A loss and its parameter.
struct LossSpec {
  Loss kind = Loss::Squared;
  /// Exponent of PolynomialHinge, >= 1.
  int power = 2;
};

/// A block of examples: `outputs` columns, `stride` numbers apart, of which the first `size` rows
/// are examples and the rest, up to stride, padding.
struct LossShape {
  Index size, stride, outputs;
};

/// Mean loss over the examples; may be inf or NaN when the outputs have diverged.
template <class S>
S lossValue(const LossSpec& spec, const LossShape& shape, const S* f, const S* y);
/// As lossValue, and delta = d(mean loss)/df with zeros in the padding rows.
template <class S>
S lossGradient(const LossSpec& spec, const LossShape& shape, const S* f, const S* y, S* delta);
/// Rdelta = (d^2 mean loss / df^2) Rf, zeros in the padding rows; kinks: second derivative a.e.
template <class S>
void lossHessianVector(const LossSpec& spec, const LossShape& shape, const S* f, const S* y,
                       const S* Rf, S* Rdelta);

}  // namespace basin
