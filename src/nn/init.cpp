#include "nn/init.h"

#include <cmath>
#include <vector>

namespace basin {
namespace {

constexpr std::array<std::string_view, kInitSchemes.size()> kNames = {
    "zero", "normal", "uniform", "xavier", "xavier-uniform", "he", "lecun", "lecun-uniform"};

bool isUniform(InitScheme scheme) {
  return scheme == InitScheme::Uniform || scheme == InitScheme::XavierUniform ||
         scheme == InitScheme::LeCunUniform;
}

// Standard deviation, or half width of the uniform schemes, of one weight.
double weightScale(const InitSpec& spec, double n, double m) {
  switch (spec.scheme) {
    case InitScheme::Zero: return 0;
    case InitScheme::Normal:
    case InitScheme::Uniform: return spec.gain;
    case InitScheme::Xavier: return spec.gain * std::sqrt(2 / (n + m));
    case InitScheme::XavierUniform: return spec.gain * std::sqrt(6 / (n + m));
    case InitScheme::He: return spec.gain * std::sqrt(2 / n);
    case InitScheme::LeCun:
    case InitScheme::LeCunUniform: return spec.gain / std::sqrt(n);
  }
  return 0;
}

}  // namespace

std::string_view initSchemeName(InitScheme scheme) { return kNames[static_cast<size_t>(scheme)]; }

std::optional<InitScheme> initSchemeFromName(std::string_view name) {
  for (InitScheme scheme : kInitSchemes) {
    if (initSchemeName(scheme) == name) return scheme;
  }
  return std::nullopt;
}

template <class S>
void initialise(const Layout& layout, const TyingMap& tying, const InitSpec& spec, Rng& rng,
                Vector<S>& theta) {
  theta.setZero(tying.parameterCount());
  std::vector<bool> drawn(static_cast<size_t>(tying.parameterCount()), false);
  const auto draw = [&](Index weight, double scale, bool uniform) {
    tying.visitRow(weight, [&](Index parameter, int sign) {
      if (drawn[static_cast<size_t>(parameter)]) return;
      drawn[static_cast<size_t>(parameter)] = true;
      if (scale == 0) return;
      const double value = uniform ? rng.uniform(-scale, scale) : rng.normal(0, scale);
      theta[parameter] = static_cast<S>(sign * value);
    });
  };
  const bool uniform = isUniform(spec.scheme);
  // The share of a block's weights that a parameter moves: what a map cuts feeds nobody.
  const auto connected = [&](Index first, Index count) {
    Index moved = 0;
    for (Index i = 0; i < count; ++i) {
      bool moves = false;
      tying.visitRow(first + i, [&](Index, int) { moves = true; });
      moved += moves;
    }
    return moved == 0 ? 1 : static_cast<double>(moved) / static_cast<double>(count);
  };
  for (const LayerBlock& block : layout.layers()) {
    const double share = connected(block.weight, block.weights());
    const double scale = weightScale(spec, share * static_cast<double>(block.in),
                                     share * static_cast<double>(block.fanOut));
    for (Index i = 0; i < block.weights(); ++i) draw(block.weight + i, scale, uniform);
    for (Index i = 0; block.bias >= 0 && i < block.biases(); ++i) {
      draw(block.bias + i, spec.biasStd, false);
    }
  }
  for (const SkipBlock& block : layout.skips()) {
    const double scale =
        weightScale(spec, static_cast<double>(block.in), static_cast<double>(block.out));
    for (Index i = 0; i < block.in * block.out; ++i) draw(block.weight + i, scale, uniform);
  }
  for (const NormBlock& block : layout.norms()) {
    for (Index c = 0; c < block.channels; ++c) {
      tying.visitRow(block.scale + c, [&](Index parameter, int sign) {
        if (!drawn[static_cast<size_t>(parameter)]) theta[parameter] = S(sign);
        drawn[static_cast<size_t>(parameter)] = true;
      });
    }
  }
}

template void initialise(const Layout&, const TyingMap&, const InitSpec&, Rng&, Vector<float>&);
template void initialise(const Layout&, const TyingMap&, const InitSpec&, Rng&, Vector<double>&);

}  // namespace basin
