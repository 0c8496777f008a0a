#include "nn/convolution_operation.h"

#include "nn/convolution_kernels.h"

namespace basin {

template <class S>
ConvolutionOperation<S>::ConvolutionOperation(const OperationSpec& spec,
                                              const ConvolutionLayer& layer)
    : in_(spec.inputs[0]),
      out_(spec.output),
      block_(spec.block),
      shared_(layer.shared),
      channels_(spec.inShape.channels),
      places_(block_.in / channels_),
      inPositions_(spec.inShape.positions()),
      outPositions_(spec.outShape.positions()) {
  const std::vector<WindowTap> taps = windowTaps(spec.inShape, layer.window);
  const auto place = [this](const WindowTap& t) {
    return (shared_ ? 0 : t.to * places_) + static_cast<Index>(t.place);
  };
  const auto weight = [&](const WindowTap& t) {
    return static_cast<std::uint32_t>(weightOf(place(t)));
  };
  byOutput_ = TapTable(
      taps, outPositions_, [](const WindowTap& t) { return t.to; },
      [&](const WindowTap& t) {
        return TapTable::Tap{weight(t), t.from};
      });
  byInput_ = TapTable(
      taps, inPositions_, [](const WindowTap& t) { return t.from; },
      [&](const WindowTap& t) {
        return TapTable::Tap{weight(t), t.to};
      });
  byWeight_ = TapTable(taps, places_ * block_.matrices, place, [](const WindowTap& t) {
    return TapTable::Tap{t.to, t.from};
  });
}

template <class S>
void ConvolutionOperation<S>::convolve(Index stride, const S* w, bool bias, const S* x, S* z,
                                       bool add) const {
  for (Index p = 0; p < outPositions_; ++p) {
    const S* b =
        bias && block_.bias >= 0 ? w + block_.bias + (shared_ ? 0 : p * block_.out) : nullptr;
    convolution::gather(byOutput_[p], channels_, block_.out, stride, w + block_.weight,
                        block_.out * places_, Index{1}, b, x, inPositions_ * stride, z + p * stride,
                        outPositions_ * stride, add);
  }
}

template <class S>
void ConvolutionOperation<S>::pullBack(Index stride, const S* w, const S* delta, S* dx,
                                       bool add) const {
  for (Index p = 0; p < inPositions_; ++p) {
    convolution::gather<S>(byInput_[p], block_.out, channels_, stride, w + block_.weight, Index{1},
                           block_.out * places_, nullptr, delta, outPositions_ * stride,
                           dx + p * stride, inPositions_ * stride, add);
  }
}

template <class S>
void ConvolutionOperation<S>::weightGradient(Index stride, const S* delta, const S* x, S* g,
                                             bool add) const {
  for (Index place = 0; place < places_ * block_.matrices; ++place) {
    convolution::outer(byWeight_[place], block_.out, channels_, stride, delta,
                       outPositions_ * stride, x, inPositions_ * stride,
                       g + block_.weight + weightOf(place), block_.out * places_, add);
  }
}

template <class S>
void ConvolutionOperation<S>::biasGradient(Index stride, const S* delta, S* g) const {
  if (block_.bias < 0) return;
  // A shared bias gets the columns of all positions, which lie in a row.
  const Index numbers = shared_ ? outPositions_ * stride : stride;
  for (Index at = 0; at < block_.biases(); ++at) {
    const Index filter = at % block_.out, position = at / block_.out;
    const S* columns = delta + (filter * outPositions_ + position) * stride;
    Pack<S> sum = splat(S(0));
    for (Index i = 0; i < numbers; i += kLanes<S>) sum += loadPack(columns + i);
    g[block_.bias + at] = sumLanes(sum);
  }
}

template <class S>
void ConvolutionOperation<S>::forward(const Pass<S>& pass) {
  convolve(pass.stride, pass.w, true, pass.in(in_), pass.out(out_), false);
}

template <class S>
void ConvolutionOperation<S>::backward(const Pass<S>& pass) {
  const S* delta = pass.delta(out_);
  if (in_.delta >= 0) pullBack(pass.stride, pass.w, delta, pass.delta(in_), in_.add);
  if (!pass.gradient) return;
  weightGradient(pass.stride, delta, pass.in(in_), pass.gradient, false);
  biasGradient(pass.stride, delta, pass.gradient);
}

template <class S>
void ConvolutionOperation<S>::forwardR(const Pass<S>& pass) {
  convolve(pass.stride, pass.v, true, pass.in(in_), pass.Rout(out_), false);
  if (in_.column < 0) return;
  convolve(pass.stride, pass.w, false, pass.Rin(in_), pass.Rout(out_), true);
}

template <class S>
void ConvolutionOperation<S>::backwardR(const Pass<S>& pass) {
  const S *delta = pass.delta(out_), *Rdelta = pass.Rdelta(out_);
  if (in_.delta >= 0) {
    pullBack(pass.stride, pass.w, delta, pass.delta(in_), in_.add);
    pullBack(pass.stride, pass.v, delta, pass.Rdelta(in_), in_.add);
    pullBack(pass.stride, pass.w, Rdelta, pass.Rdelta(in_), true);
  }
  weightGradient(pass.stride, Rdelta, pass.in(in_), pass.gradient, false);
  biasGradient(pass.stride, Rdelta, pass.gradient);
  if (in_.column < 0) return;
  weightGradient(pass.stride, delta, pass.Rin(in_), pass.gradient, true);
}

template <class S>
void ConvolutionOperation<S>::jacobian(const Pass<S>& pass, const JacobianRows<S>& rows) const {
  const S *delta = pass.delta(out_), *x = pass.in(in_);
  const auto column = [&](const S* map, Index channel, Index positions, Index position) {
    return map + (channel * positions + position) * pass.stride;
  };
  for (Index place = 0; place < places_ * block_.matrices; ++place) {
    for (const TapTable::Tap& pair : byWeight_[place]) {
      for (Index c = 0; c < channels_; ++c) {
        for (Index f = 0; f < block_.out; ++f) {
          rows.add(block_.weight + weightOf(place) + c * block_.out * places_ + f,
                   column(delta, f, outPositions_, pair.weight),
                   column(x, c, inPositions_, pair.position));
        }
      }
    }
  }
  for (Index p = 0; block_.bias >= 0 && p < outPositions_; ++p) {
    for (Index f = 0; f < block_.out; ++f) {
      rows.add(block_.bias + f + (shared_ ? 0 : p * block_.out), column(delta, f, outPositions_, p),
               nullptr);
    }
  }
}

template class ConvolutionOperation<float>;
template class ConvolutionOperation<double>;

}  // namespace basin
