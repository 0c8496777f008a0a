#pragma once

#include "nn/dense_kernels.h"
#include "nn/operation.h"

namespace basin {

/// z = W x + b.
template <class S>
class DenseOperation final : public CloneableOperation<S, DenseOperation<S>> {
 public:
  explicit DenseOperation(const OperationSpec& spec)
      : in_(spec.inputs[0]), out_(spec.output), block_(spec.block) {}

  void forward(const Pass<S>& pass) override {
    affine<false>(pass, pass.w, pass.in(in_), pass.out(out_));
  }

  void backward(const Pass<S>& pass) override {
    const S* delta = pass.delta(out_);
    if (in_.delta >= 0) pullBack(in_.add, pass, pass.w, delta, pass.delta(in_));
    if (pass.gradient) outer(pass, delta, pass.in(in_));
  }

  void forwardR(const Pass<S>& pass) override {
    affine<false>(pass, pass.v, pass.in(in_), pass.Rout(out_));
    addOtherR(pass);
  }

  /// forward and forwardR, added to what the output holds.
  void add(const Pass<S>& pass) const { affine<true>(pass, pass.w, pass.in(in_), pass.out(out_)); }
  void addR(const Pass<S>& pass) const {
    affine<true>(pass, pass.v, pass.in(in_), pass.Rout(out_));
    addOtherR(pass);
  }

  void backwardR(const Pass<S>& pass) override {
    const S *delta = pass.delta(out_), *Rdelta = pass.Rdelta(out_);
    if (in_.delta >= 0) {
      pullBack(in_.add, pass, pass.w, delta, pass.delta(in_));
      pullBack(in_.add, pass, pass.v, delta, pass.Rdelta(in_));
      pullBack(true, pass, pass.w, Rdelta, pass.Rdelta(in_));
    }
    outer(pass, Rdelta, pass.in(in_));
    if (in_.column < 0) return;
    dense::outer<true, S>(pass.stride, block_.in, block_.out, delta, pass.Rin(in_),
                          pass.gradient + block_.weight, nullptr);
  }

  void jacobian(const Pass<S>& pass, const JacobianRows<S>& rows) const override {
    const S *delta = pass.delta(out_), *x = pass.in(in_);
    for (Index from = 0; from < block_.in; ++from) {
      for (Index to = 0; to < block_.out; ++to) {
        rows.add(block_.weight + to + from * block_.out, delta + to * pass.stride,
                 x + from * pass.stride);
      }
    }
    for (Index to = 0; block_.bias >= 0 && to < block_.out; ++to) {
      rows.add(block_.bias + to, delta + to * pass.stride, nullptr);
    }
  }

 private:
  template <bool kAccumulate>
  void affine(const Pass<S>& pass, const S* w, const S* x, S* z) const {
    dense::affine<kAccumulate>(pass.stride, block_.in, block_.out, w + block_.weight,
                               block_.bias >= 0 ? w + block_.bias : nullptr, x, z);
  }
  // The part of the directional derivative that comes through x; the network's input has none.
  void addOtherR(const Pass<S>& pass) const {
    if (in_.column < 0) return;
    dense::affine<true, S>(pass.stride, block_.in, block_.out, pass.w + block_.weight, nullptr,
                           pass.Rin(in_), pass.Rout(out_));
  }
  void pullBack(bool add, const Pass<S>& pass, const S* w, const S* delta, S* dx) const {
    if (add) {
      dense::pullBack<true>(pass.stride, block_.in, block_.out, w + block_.weight, delta, dx);
    } else {
      dense::pullBack<false>(pass.stride, block_.in, block_.out, w + block_.weight, delta, dx);
    }
  }
  void outer(const Pass<S>& pass, const S* delta, const S* x) const {
    dense::outer<false>(pass.stride, block_.in, block_.out, delta, x, pass.gradient + block_.weight,
                        block_.bias >= 0 ? pass.gradient + block_.bias : nullptr);
  }

  Port in_, out_;
  LayerBlock block_;
};

/// z += S h: a skip to the output, which has to be there.
template <class S>
class OutputSkipOperation final : public CloneableOperation<S, OutputSkipOperation<S>> {
 public:
  explicit OutputSkipOperation(const OperationSpec& spec) : dense_(spec) {}

  void forward(const Pass<S>&) override {}
  void forwardR(const Pass<S>&) override {}
  void finish(const Pass<S>& pass) override { dense_.add(pass); }
  void finishR(const Pass<S>& pass) override { dense_.addR(pass); }
  void backward(const Pass<S>& pass) override { dense_.backward(pass); }
  void backwardR(const Pass<S>& pass) override { dense_.backwardR(pass); }
  void jacobian(const Pass<S>& pass, const JacobianRows<S>& rows) const override {
    dense_.jacobian(pass, rows);
  }

 private:
  DenseOperation<S> dense_;
};

}  // namespace basin
