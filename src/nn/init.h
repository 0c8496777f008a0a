#pragma once

#include <array>
#include <optional>
#include <string_view>

#include "base/rng.h"
#include "nn/tying.h"

namespace basin {

/// How weights are drawn, by the fan-in n and fan-out m of their layer (skip matrices: their own; a
/// convolution has n = channels, m = filters, times the places under a window; of a layer that a
/// tying map thins out both are the mean number of connections left):
/// Zero; Normal sd gain; Uniform in +-gain; Xavier normal variance 2/(n+m) (Glorot and Bengio
/// 2010); XavierUniform, the same variance; He normal variance 2/n (He et al. 2015); LeCun normal variance
/// 1/n; LeCunUniform uniform in +-1/sqrt(n). Those after Uniform are multiplied by gain.
enum class InitScheme { Zero, Normal, Uniform, Xavier, XavierUniform, He, LeCun, LeCunUniform };
inline constexpr std::array kInitSchemes = {
    InitScheme::Zero,          InitScheme::Normal, InitScheme::Uniform, InitScheme::Xavier,
    InitScheme::XavierUniform, InitScheme::He,     InitScheme::LeCun,   InitScheme::LeCunUniform};
/// Kebab-case name ("xavier-uniform").
std::string_view initSchemeName(InitScheme scheme);
std::optional<InitScheme> initSchemeFromName(std::string_view name);

struct InitSpec {
  InitScheme scheme = InitScheme::Xavier;
  double gain = 1;
  /// Standard deviation of the (normal) biases, >= 0.
  double biasStd = 0;
};

/// Fills theta (resized to the number of parameters); a parameter used by several weights takes the
/// distribution of the first of them, signed so that this weight is +1 times the draw. Draws are
/// made in double in the order of first use, so float and double runs start alike. Batch
/// normalisations start with scale 1 and shift 0.
template <class S>
void initialise(const Layout& layout, const TyingMap& tying, const InitSpec& spec, Rng& rng,
                Vector<S>& theta);

}  // namespace basin
