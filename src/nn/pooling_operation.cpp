#include "nn/pooling_operation.h"

#include <algorithm>
#include <cstring>

namespace basin {
namespace {

TapTable tapsByOutput(const std::vector<WindowTap>& taps, Index positions) {
  return TapTable(
      taps, positions, [](const WindowTap& t) { return t.to; },
      [](const WindowTap& t) {
        return TapTable::Tap{0, t.from};
      });
}

}  // namespace

template <class S>
AveragePoolingOperation<S>::AveragePoolingOperation(const OperationSpec& spec,
                                                    const PoolingLayer& layer)
    : in_(spec.inputs[0]),
      out_(spec.output),
      channels_(spec.inShape.channels),
      inPositions_(spec.inShape.positions()),
      outPositions_(spec.outShape.positions()) {
  const std::vector<WindowTap> taps = windowTaps(spec.inShape, layer.window);
  byOutput_ = tapsByOutput(taps, outPositions_);
  byInput_ = TapTable(
      taps, inPositions_, [](const WindowTap& t) { return t.from; },
      [](const WindowTap& t) {
        return TapTable::Tap{0, t.to};
      });
}

template <class S>
void AveragePoolingOperation<S>::pool(const Pass<S>& pass, const S* x, S* z) const {
  for (Index c = 0; c < channels_; ++c) {
    const S* map = x + c * inPositions_ * pass.stride;
    for (Index p = 0; p < outPositions_; ++p) {
      const auto taps = byOutput_[p];
      const Pack<S> share = splat(S(1) / S(taps.size()));
      S* to = z + (c * outPositions_ + p) * pass.stride;
      for (Index r = 0; r < pass.stride; r += kLanes<S>) {
        Pack<S> sum = splat(S(0));
        for (const auto& tap : taps) sum += loadPack(map + tap.position * pass.stride + r);
        storePack(to + r, sum * share);
      }
    }
  }
}

template <class S>
void AveragePoolingOperation<S>::spread(const Pass<S>& pass, const S* delta, S* dx) const {
  for (Index c = 0; c < channels_; ++c) {
    const S* map = delta + c * outPositions_ * pass.stride;
    for (Index p = 0; p < inPositions_; ++p) {
      S* to = dx + (c * inPositions_ + p) * pass.stride;
      for (Index r = 0; r < pass.stride; r += kLanes<S>) {
        Pack<S> sum = in_.add ? loadPack(to + r) : splat(S(0));
        for (const auto& tap : byInput_[p]) {
          const Pack<S> share = splat(S(1) / S(byOutput_[tap.position].size()));
          sum += loadPack(map + tap.position * pass.stride + r) * share;
        }
        storePack(to + r, sum);
      }
    }
  }
}

template <class S>
MaxPoolingOperation<S>::MaxPoolingOperation(const OperationSpec& spec, const PoolingLayer& layer)
    : in_(spec.inputs[0]),
      out_(spec.output),
      channels_(spec.inShape.channels),
      inPositions_(spec.inShape.positions()),
      outPositions_(spec.outShape.positions()),
      byOutput_(tapsByOutput(windowTaps(spec.inShape, layer.window), outPositions_)) {}

template <class S>
PackBits<S> MaxPoolingOperation<S>::winnersAt(Index at) const {
  PackBits<S> bits;
  std::memcpy(&bits, winners_.data() + at, sizeof bits);
  return bits;
}

template <class S>
void MaxPoolingOperation<S>::forward(const Pass<S>& pass) {
  const S* x = pass.in(in_);
  S* z = pass.out(out_);
  for (Index c = 0; c < channels_; ++c) {
    const S* map = x + c * inPositions_ * pass.stride;
    for (Index p = 0; p < outPositions_; ++p) {
      const auto taps = byOutput_[p];
      const Index column = (c * outPositions_ + p) * pass.stride;
      for (Index r = 0; r < pass.stride; r += kLanes<S>) {
        Pack<S> best = loadPack(map + taps[0].position * pass.stride + r);
        PackBits<S> winner = PackBits<S>{} + static_cast<Lane>(taps[0].position);
        for (const auto& tap : taps.subspan(1)) {
          const Pack<S> next = loadPack(map + tap.position * pass.stride + r);
          const PackBits<S> wins = (next > best) | (next != next);
          best = select<S>(wins, next, best);
          winner = wins ? PackBits<S>{} + static_cast<Lane>(tap.position) : winner;
        }
        storePack(z + column + r, best);
        std::memcpy(winners_.data() + column + r, &winner, sizeof winner);
      }
    }
  }
}

template <class S>
void MaxPoolingOperation<S>::forwardR(const Pass<S>& pass) {
  const S* Rx = pass.Rin(in_);
  S* Rz = pass.Rout(out_);
  for (Index c = 0; c < channels_; ++c) {
    const S* map = Rx + c * inPositions_ * pass.stride;
    for (Index i = 0; i < outPositions_ * pass.stride; ++i) {
      const Index at = c * outPositions_ * pass.stride + i;
      Rz[at] = map[winners_[static_cast<std::size_t>(at)] * pass.stride + i % pass.stride];
    }
  }
}

template <class S>
void MaxPoolingOperation<S>::spread(const Pass<S>& pass, const S* delta, S* dx) const {
  if (!in_.add) std::fill_n(dx, in_.units * pass.stride, S(0));
  for (Index c = 0; c < channels_; ++c) {
    S* map = dx + c * inPositions_ * pass.stride;
    for (Index p = 0; p < outPositions_; ++p) {
      const Index column = (c * outPositions_ + p) * pass.stride;
      for (Index r = 0; r < pass.stride; r += kLanes<S>) {
        const PackBits<S> winner = winnersAt(column + r);
        const Pack<S> d = loadPack(delta + column + r);
        for (const auto& tap : byOutput_[p]) {
          S* to = map + tap.position * pass.stride + r;
          const PackBits<S> wins = winner == PackBits<S>{} + static_cast<Lane>(tap.position);
          storePack(to, loadPack(to) + select<S>(wins, d, splat(S(0))));
        }
      }
    }
  }
}

template class AveragePoolingOperation<float>;
template class AveragePoolingOperation<double>;
template class MaxPoolingOperation<float>;
template class MaxPoolingOperation<double>;

}  // namespace basin
