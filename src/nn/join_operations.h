#pragma once

#include <vector>

#include "nn/operation.h"

namespace basin {

/// Values of one shape, added: the end of a residual block.
template <class S>
class SumOperation final : public CloneableOperation<S, SumOperation<S>> {
 public:
  explicit SumOperation(const OperationSpec& spec) : in_(spec.inputs), out_(spec.output) {}

  void forward(const Pass<S>& pass) override {
    bool add = false;
    for (const Port& from : in_) {
      passOn(pass.stride * out_.units, pass.in(from), pass.out(out_), add);
      add = true;
    }
  }
  void forwardR(const Pass<S>& pass) override {
    bool add = false;
    for (const Port& from : in_) {
      passOn(pass.stride * out_.units, pass.Rin(from), pass.Rout(out_), add);
      add = true;
    }
  }
  void backward(const Pass<S>& pass) override {
    for (const Port& from : in_) {
      if (from.delta < 0) continue;
      passOn(pass.stride * out_.units, pass.delta(out_), pass.delta(from), from.add);
    }
  }
  void backwardR(const Pass<S>& pass) override {
    backward(pass);
    for (const Port& from : in_) {
      if (from.delta < 0) continue;
      passOn(pass.stride * out_.units, pass.Rdelta(out_), pass.Rdelta(from), from.add);
    }
  }

 private:
  std::vector<Port> in_;
  Port out_;
};

/// Values one after another, as channels of one map: the end of parallel branches.
template <class S>
class ConcatenationOperation final : public CloneableOperation<S, ConcatenationOperation<S>> {
 public:
  explicit ConcatenationOperation(const OperationSpec& spec)
      : in_(spec.inputs), out_(spec.output) {}

  void forward(const Pass<S>& pass) override {
    each(pass, [&](const Port& from, Index at, Index n) {
      passOn(n, pass.in(from), pass.out(out_) + at, false);
    });
  }
  void forwardR(const Pass<S>& pass) override {
    each(pass, [&](const Port& from, Index at, Index n) {
      passOn(n, pass.Rin(from), pass.Rout(out_) + at, false);
    });
  }
  void backward(const Pass<S>& pass) override {
    each(pass, [&](const Port& from, Index at, Index n) {
      if (from.delta >= 0) passOn(n, pass.delta(out_) + at, pass.delta(from), from.add);
    });
  }
  void backwardR(const Pass<S>& pass) override {
    backward(pass);
    each(pass, [&](const Port& from, Index at, Index n) {
      if (from.delta >= 0) passOn(n, pass.Rdelta(out_) + at, pass.Rdelta(from), from.add);
    });
  }

 private:
  template <class Visit>
  void each(const Pass<S>& pass, Visit visit) const {
    Index at = 0;
    for (const Port& from : in_) {
      const Index n = pass.stride * from.units;
      visit(from, at, n);
      at += n;
    }
  }

  std::vector<Port> in_;
  Port out_;
};

}  // namespace basin
