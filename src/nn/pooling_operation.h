#pragma once

#include <type_traits>
#include <vector>

#include "linalg/pack.h"
#include "nn/operation.h"
#include "nn/window_taps.h"

namespace basin {

/// The mean of the positions under a window; what lies in the padding does not count.
template <class S>
class AveragePoolingOperation final : public CloneableOperation<S, AveragePoolingOperation<S>> {
 public:
  AveragePoolingOperation(const OperationSpec& spec, const PoolingLayer& layer);

  void forward(const Pass<S>& pass) override { pool(pass, pass.in(in_), pass.out(out_)); }
  void forwardR(const Pass<S>& pass) override { pool(pass, pass.Rin(in_), pass.Rout(out_)); }
  void backward(const Pass<S>& pass) override {
    if (in_.delta >= 0) spread(pass, pass.delta(out_), pass.delta(in_));
  }
  void backwardR(const Pass<S>& pass) override {
    backward(pass);
    if (in_.delta >= 0) spread(pass, pass.Rdelta(out_), pass.Rdelta(in_));
  }

 private:
  void pool(const Pass<S>& pass, const S* x, S* z) const;
  void spread(const Pass<S>& pass, const S* delta, S* dx) const;

  Port in_, out_;
  Index channels_, inPositions_, outPositions_;
  TapTable byOutput_, byInput_;
};

/// The largest of the positions under a window, the first of equals; NaN wins over all.
template <class S>
class MaxPoolingOperation final : public CloneableOperation<S, MaxPoolingOperation<S>> {
 public:
  MaxPoolingOperation(const OperationSpec& spec, const PoolingLayer& layer);

  void reserve(Index stride, bool /*R*/) override {
    winners_.resize(static_cast<std::size_t>(stride * out_.units));
  }
  void forward(const Pass<S>& pass) override;
  void forwardR(const Pass<S>& pass) override;
  void backward(const Pass<S>& pass) override {
    if (in_.delta >= 0) spread(pass, pass.delta(out_), pass.delta(in_));
  }
  void backwardR(const Pass<S>& pass) override {
    backward(pass);
    if (in_.delta >= 0) spread(pass, pass.Rdelta(out_), pass.Rdelta(in_));
  }

 private:
  using Lane = std::conditional_t<sizeof(S) == 4, std::int32_t, std::int64_t>;
  void spread(const Pass<S>& pass, const S* delta, S* dx) const;
  PackBits<S> winnersAt(Index at) const;

  Port in_, out_;
  Index channels_, inPositions_, outPositions_;
  TapTable byOutput_;
  std::vector<Lane> winners_;  // the input position, for every number of the output
};

extern template class AveragePoolingOperation<float>;
extern template class AveragePoolingOperation<double>;
extern template class MaxPoolingOperation<float>;
extern template class MaxPoolingOperation<double>;

}  // namespace basin
