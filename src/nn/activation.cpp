#include "nn/activation.h"

#include "nn/activation_functions.h"

namespace basin {
namespace {

constexpr std::array<std::string_view, kActivations.size()> kNames = {
    "identity", "threshold",  "sigmoid", "tanh",     "relu",
    "leaky-relu", "gelu", "softplus", "sin", "exp"};

// Lengths need not be multiples of the packet: the rest goes through these. Unused lanes repeat the
// first, so that they raise no trouble of their own.
template <class S>
Pack<S> loadPart(const S* from, Index count) {
  S lanes[kLanes<S>];
  for (Index i = 0; i < kLanes<S>; ++i) lanes[i] = from[i < count ? i : 0];
  return loadPack(lanes);
}
template <class S>
void storePart(S* to, Pack<S> p, Index count) {
  for (Index i = 0; i < count; ++i) to[i] = p[static_cast<int>(i)];
}

// Everything by value: a store must not make the compiler read the other arguments anew.
template <class S, class F>
void valueLoop(F f, Index n, const S* z, S* h) {
  Index i = 0;
  for (; i + kLanes<S> <= n; i += kLanes<S>) storePack(h + i, f.value(loadPack(z + i)));
  if (i < n) storePart(h + i, f.value(loadPart(z + i, n - i)), n - i);
}

template <class S, class F>
void derivativeLoop(F f, Index n, const S* z, const S* h, S* d) {
  Index i = 0;
  for (; i + kLanes<S> <= n; i += kLanes<S>) {
    storePack(d + i, loadPack(d + i) * f.first(loadPack(z + i), loadPack(h + i)));
  }
  if (const Index rest = n - i; rest > 0) {
    const Pack<S> first = f.first(loadPart(z + i, rest), loadPart(h + i, rest));
    storePart(d + i, loadPart(d + i, rest) * first, rest);
  }
}

template <class S, class F>
void derivativesLoop(F f, Index n, const S* z, const S* h, S* first, S* second) {
  Index i = 0;
  for (; i + kLanes<S> <= n; i += kLanes<S>) {
    const Pack<S> zi = loadPack(z + i), hi = loadPack(h + i);
    storePack(first + i, f.first(zi, hi));
    storePack(second + i, f.second(zi, hi));
  }
  if (const Index rest = n - i; rest > 0) {
    const Pack<S> zi = loadPart(z + i, rest), hi = loadPart(h + i, rest);
    storePart(first + i, f.first(zi, hi), rest);
    storePart(second + i, f.second(zi, hi), rest);
  }
}

}  // namespace

std::string_view activationName(Activation activation) {
  return kNames[static_cast<size_t>(activation)];
}

std::optional<Activation> activationFromName(std::string_view name) {
  for (Activation a : kActivations) {
    if (activationName(a) == name) return a;
  }
  return std::nullopt;
}

template <class S>
void activate(Activation activation, S slope, Index n, const S* z, S* h) {
  withActivation<S>(activation, slope, [=](auto f) { valueLoop<S>(f, n, z, h); });
}

template <class S>
void multiplyByDerivative(Activation activation, S slope, Index n, const S* z, const S* h, S* d) {
  withActivation<S>(activation, slope, [=](auto f) { derivativeLoop<S>(f, n, z, h, d); });
}

template <class S>
void activationDerivatives(Activation activation, S slope, Index n, const S* z, const S* h,
                           S* first, S* second) {
  withActivation<S>(activation, slope,
                    [=](auto f) { derivativesLoop<S>(f, n, z, h, first, second); });
}

double activate(Activation activation, double z, double slope) {
  double h = 0;
  activate<double>(activation, slope, 1, &z, &h);
  return h;
}

template void activate(Activation, float, Index, const float*, float*);
template void activate(Activation, double, Index, const double*, double*);
template void multiplyByDerivative(Activation, float, Index, const float*, const float*, float*);
template void multiplyByDerivative(Activation, double, Index, const double*, const double*,
                                   double*);
template void activationDerivatives(Activation, float, Index, const float*, const float*, float*,
                                    float*);
template void activationDerivatives(Activation, double, Index, const double*, const double*,
                                    double*, double*);

}  // namespace basin
