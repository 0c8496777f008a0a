#pragma once

#include "linalg/pack_math.h"
#include "nn/activation.h"

namespace basin {

/// Activations as packet functions: value(z), first(z, h) and second(z, h), with h = value(z).
namespace activation_functions {

template <class S>
struct Base {
  using P = Pack<S>;
  static P one() { return splat(S(1)); }
  static P zero() { return splat(S(0)); }
  static P step(P z) { return select<S>(z > zero(), one(), zero()); }
};

template <class S>
struct Identity : Base<S> {
  using P = Pack<S>;
  P value(P z) const { return z; }
  P first(P, P) const { return this->one(); }
  P second(P, P) const { return this->zero(); }
};
template <class S>
struct Threshold : Base<S> {
  using P = Pack<S>;
  P value(P z) const { return select<S>(z == z, this->step(z), z); }
  P first(P, P) const { return this->zero(); }
  P second(P, P) const { return this->zero(); }
};
template <class S>
struct Sigmoid : Base<S> {
  using P = Pack<S>;
  P value(P z) const { return packSigmoid<S>(z); }
  P first(P, P h) const { return h - h * h; }
  P second(P, P h) const { return (h - h * h) * (this->one() - h - h); }
};
template <class S>
struct Tanh : Base<S> {
  using P = Pack<S>;
  P value(P z) const { return packTanh<S>(z); }
  P first(P, P h) const { return this->one() - h * h; }
  P second(P, P h) const { return splat(S(-2)) * h * (this->one() - h * h); }
};
template <class S>
struct Relu : Base<S> {
  using P = Pack<S>;
  P value(P z) const { return select<S>(z < this->zero(), this->zero(), z); }
  P first(P z, P) const { return this->step(z); }
  P second(P, P) const { return this->zero(); }
};
template <class S>
struct LeakyRelu : Base<S> {
  using P = Pack<S>;
  P slope;
  P value(P z) const { return select<S>(z > this->zero(), z, slope * z); }
  P first(P z, P) const { return select<S>(z > this->zero(), this->one(), slope); }
  P second(P, P) const { return this->zero(); }
};
template <class S>
struct Gelu : Base<S> {
  using P = Pack<S>;
  P value(P z) const { return z * packNormalCdf<S>(z); }
  P first(P z, P) const { return packNormalCdf<S>(z) + z * packNormalDensity<S>(z); }
  P second(P z, P) const { return packNormalDensity<S>(z) * (splat(S(2)) - z * z); }
};
template <class S>
struct Softplus : Base<S> {
  using P = Pack<S>;
  P value(P z) const { return packSoftplus<S>(z); }
  P first(P z, P) const { return packSigmoid<S>(z); }
  P second(P z, P) const {
    const P s = packSigmoid<S>(z);
    return s - s * s;
  }
};
template <class S>
struct Sin : Base<S> {
  using P = Pack<S>;
  P value(P z) const { return packSin<S>(z); }
  P first(P z, P) const { return packCos<S>(z); }
  P second(P, P h) const { return -h; }
};
template <class S>
struct Exp : Base<S> {
  using P = Pack<S>;
  static P limit() { return splat(activationExpLimit<S>()); }
  P value(P z) const { return packExp<S>(select<S>(z > limit(), limit(), z)); }
  P first(P z, P h) const { return select<S>(z > limit(), this->zero(), h); }
  P second(P z, P h) const { return first(z, h); }
};

}  // namespace activation_functions

/// Calls use(f) with the packet functions of an activation; S is float or double.
template <class S, class Use>
inline void withActivation(Activation activation, S slope, Use&& use) {
  namespace f = activation_functions;
  switch (activation) {
    case Activation::Identity: return use(f::Identity<S>{});
    case Activation::Threshold: return use(f::Threshold<S>{});
    case Activation::Sigmoid: return use(f::Sigmoid<S>{});
    case Activation::Tanh: return use(f::Tanh<S>{});
    case Activation::Relu: return use(f::Relu<S>{});
    case Activation::LeakyRelu: return use(f::LeakyRelu<S>{{}, splat(slope)});
    case Activation::Gelu: return use(f::Gelu<S>{});
    case Activation::Softplus: return use(f::Softplus<S>{});
    case Activation::Sin: return use(f::Sin<S>{});
    case Activation::Exp: return use(f::Exp<S>{});
  }
}

}  // namespace basin
