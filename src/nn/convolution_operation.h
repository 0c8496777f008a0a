#pragma once

#include "nn/operation.h"
#include "nn/window_taps.h"

namespace basin {

/// Convolution with shared filters, or with filters of its own at every position. Signals are
/// images of height 1. The weight of filter f, channel c and place t is number
/// f + filters * (c * places + t), a matrix further on for every position when they are not shared.
template <class S>
class ConvolutionOperation final : public CloneableOperation<S, ConvolutionOperation<S>> {
 public:
  ConvolutionOperation(const OperationSpec& spec, const ConvolutionLayer& layer);

  void forward(const Pass<S>& pass) override;
  void backward(const Pass<S>& pass) override;
  void forwardR(const Pass<S>& pass) override;
  void backwardR(const Pass<S>& pass) override;
  void jacobian(const Pass<S>& pass, const JacobianRows<S>& rows) const override;

 private:
  void convolve(Index stride, const S* w, bool bias, const S* x, S* z, bool add) const;
  void pullBack(Index stride, const S* w, const S* delta, S* dx, bool add) const;
  void weightGradient(Index stride, const S* delta, const S* x, S* g, bool add) const;
  void biasGradient(Index stride, const S* delta, S* g) const;
  // Of one place of the window (and position), counted from the block's first.
  Index weightOf(Index place) const {
    return block_.out * (place % places_ + place / places_ * block_.in);
  }

  Port in_, out_;
  LayerBlock block_;
  bool shared_;
  Index channels_, places_;  // channels below, places under a window
  Index inPositions_, outPositions_;
  TapTable byOutput_, byInput_, byWeight_;
};

extern template class ConvolutionOperation<float>;
extern template class ConvolutionOperation<double>;

}  // namespace basin
