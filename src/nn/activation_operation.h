#pragma once

#include "nn/activation.h"
#include "nn/operation.h"

namespace basin {

/// h = sigma(z). Derivatives are worked out over those by h.
template <class S>
class ActivationOperation final : public CloneableOperation<S, ActivationOperation<S>> {
 public:
  ActivationOperation(const OperationSpec& spec, const ActivationLayer& layer)
      : in_(spec.inputs[0]), out_(spec.output), kind_(layer.kind), slope_(S(layer.slope)) {}

  void reserve(Index stride, bool R) override {
    if (!R) return;
    first_.resize(stride * out_.units);
    second_.resize(stride * out_.units);
  }

  void forward(const Pass<S>& pass) override {
    activate<S>(kind_, slope_, pass.stride * out_.units, pass.in(in_), pass.out(out_));
  }

  void backward(const Pass<S>& pass) override {
    if (in_.delta < 0) return;
    const Index n = pass.stride * out_.units;
    multiplyByDerivative<S>(kind_, slope_, n, pass.in(in_), pass.out(out_), pass.delta(out_));
    passOn(n, pass.delta(out_), pass.delta(in_), in_.add);
  }

  void forwardR(const Pass<S>& pass) override {
    const Index n = pass.stride * out_.units;
    activationDerivatives<S>(kind_, slope_, n, pass.in(in_), pass.out(out_), first_.data(),
                             second_.data());
    const S* Rz = pass.Rin(in_);
    S* Rh = pass.Rout(out_);
    for (Index i = 0; i < n; ++i) Rh[i] = first_[i] * Rz[i];
  }

  void backwardR(const Pass<S>& pass) override {
    if (in_.delta < 0) return;
    const Index n = pass.stride * out_.units;
    const S* Rz = pass.Rin(in_);
    S *delta = pass.delta(out_), *Rdelta = pass.Rdelta(out_);
    for (Index i = 0; i < n; ++i) {
      Rdelta[i] = Rdelta[i] * first_[i] + delta[i] * second_[i] * Rz[i];
      delta[i] *= first_[i];
    }
    passOn(n, delta, pass.delta(in_), in_.add);
    passOn(n, Rdelta, pass.Rdelta(in_), in_.add);
  }

 private:
  Port in_, out_;
  Activation kind_;
  S slope_;
  Vector<S> first_, second_;  // sigma'(z), sigma''(z)
};

}  // namespace basin
