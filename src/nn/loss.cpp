#include "nn/loss.h"

#include "base/portable_math.h"
#include "linalg/pack_math.h"
#include "nn/batch.h"

namespace basin {
namespace {

constexpr std::array<std::string_view, kLosses.size()> kNames = {
    "squared", "hinge", "polynomial-hinge", "logistic", "exponential", "cross-entropy"};

// Losses that are sums over outputs: value l(f, y), first and second derivative in f, of a packet.
template <class S>
struct Terms {
  Pack<S> value, first, second;
};

template <class S>
struct SquaredTerms {
  Terms<S> operator()(Pack<S> f, Pack<S> y) const {
    const Pack<S> r = f - y;
    return {splat(S(0.5)) * r * r, r, splat(S(1))};
  }
};

// 1 - m where positive, else 0, and a mask of the former; NaN stays NaN.
template <class S>
struct HingeTerms {
  int power;
  Terms<S> operator()(Pack<S> f, Pack<S> y) const {
    const Pack<S> zero = splat(S(0)), one = splat(S(1));
    const Pack<S> gap = one - y * f;
    const auto slack = gap <= zero;
    const Pack<S> positive = select<S>(slack, zero, gap);
    // below2 = positive^(power-2), below1 = positive^(power-1)
    Pack<S> below2 = power >= 2 ? one : zero, below1 = one;
    for (int k = 1; k < power; ++k) {
      if (k >= 2) below2 = below2 * positive;
      below1 = below1 * positive;
    }
    const S p = S(power);
    const Pack<S> first = select<S>(slack, zero, splat(-p) * below1 * y);
    const Pack<S> second = select<S>(slack, zero, splat(p * (p - 1)) * below2 * y * y);
    return {below1 * positive, first, second};
  }
};

template <class S>
struct LogisticTerms {
  Terms<S> operator()(Pack<S> f, Pack<S> y) const {
    const Pack<S> minusMargin = -(y * f);
    const Pack<S> s = packSigmoid<S>(minusMargin);
    return {packSoftplus<S>(minusMargin), -(y * s), y * y * (s - s * s)};
  }
};

template <class S>
struct ExponentialTerms {
  Terms<S> operator()(Pack<S> f, Pack<S> y) const {
    const Pack<S> e = packExp<S>(-(y * f));
    return {e, -(y * e), y * y * e};
  }
};

template <class S, class Use>
auto withTerms(const LossSpec& spec, Use&& use) {
  switch (spec.kind) {
    case Loss::Hinge: return use(HingeTerms<S>{1});
    case Loss::PolynomialHinge: return use(HingeTerms<S>{spec.power});
    case Loss::Logistic: return use(LogisticTerms<S>{});
    case Loss::Exponential: return use(ExponentialTerms<S>{});
    default: return use(SquaredTerms<S>{});
  }
}

// Visits each column by packets: body(offset of the packet, valid lanes in it).
template <class S, class Body>
inline void eachPacket(const LossShape& shape, Body&& body) {
  for (Index k = 0; k < shape.outputs; ++k) {
    const Index column = k * shape.stride;
    for (Index r = 0; r < shape.stride; r += kLanes<S>) body(column + r, shape.size - r);
  }
}

// The largest output of each example of a packet of rows.
template <class S>
Pack<S> largestOutputs(const LossShape& shape, const S* f) {
  Pack<S> top = loadPack(f);
  for (Index k = 1; k < shape.outputs; ++k) {
    const Pack<S> v = loadPack(f + k * shape.stride);
    top = select<S>(v > top, v, top);
  }
  return top;
}

// Softmax cross-entropy; `delta` may be null.
template <class S>
S crossEntropy(const LossShape& shape, const S* f, const S* y, S* delta) {
  const Pack<S> zero = splat(S(0)), scale = splat(S(1) / S(shape.size));
  Pack<S> total = zero;
  for (Index r = 0; r < shape.stride; r += kLanes<S>) {
    const Pack<S> top = largestOutputs(shape, f + r);
    Pack<S> sum = zero, mass = zero, linear = zero;
    for (Index k = 0; k < shape.outputs; ++k) {
      const Index at = r + k * shape.stride;
      const Pack<S> target = loadPack(y + at), shifted = loadPack(f + at) - top;
      const Pack<S> e = packExp<S>(shifted);
      sum += e;
      mass += target;
      linear += select<S>(target == zero, zero, target * shifted);
      if (delta) storePack(delta + at, e);
    }
    Pack<S> logSum = zero;
    for (int lane = 0; lane < kLanes<S>; ++lane) logSum[lane] = S(portableLog(sum[lane]));
    const Index valid = shape.size - r;
    total += onlyExamples<S>(mass * logSum - linear, valid);
    for (Index k = 0; delta && k < shape.outputs; ++k) {
      const Index at = r + k * shape.stride;
      const Pack<S> d = mass * (loadPack(delta + at) / sum) - loadPack(y + at);
      storePack(delta + at, onlyExamples<S>(d * scale, valid));
    }
  }
  return sumLanes(total) / S(shape.size);
}

template <class S>
void crossEntropyHessian(const LossShape& shape, const S* f, const S* y, const S* Rf, S* Rdelta) {
  const Pack<S> zero = splat(S(0)), scale = splat(S(1) / S(shape.size));
  for (Index r = 0; r < shape.stride; r += kLanes<S>) {
    const Pack<S> top = largestOutputs(shape, f + r);
    Pack<S> sum = zero, mass = zero, mean = zero;
    for (Index k = 0; k < shape.outputs; ++k) {
      const Index at = r + k * shape.stride;
      const Pack<S> e = packExp<S>(loadPack(f + at) - top);
      sum += e;
      mass += loadPack(y + at);
      mean += e * loadPack(Rf + at);
      storePack(Rdelta + at, e);
    }
    mean /= sum;
    for (Index k = 0; k < shape.outputs; ++k) {
      const Index at = r + k * shape.stride;
      const Pack<S> p = loadPack(Rdelta + at) / sum;
      const Pack<S> d = mass * scale * p * (loadPack(Rf + at) - mean);
      storePack(Rdelta + at, onlyExamples<S>(d, shape.size - r));
    }
  }
}

}  // namespace

std::string_view lossName(Loss loss) { return kNames[static_cast<size_t>(loss)]; }

std::optional<Loss> lossFromName(std::string_view name) {
  for (Loss loss : kLosses) {
    if (lossName(loss) == name) return loss;
  }
  return std::nullopt;
}

bool isMarginLoss(Loss loss) { return loss != Loss::Squared && loss != Loss::CrossEntropy; }

template <class S>
S lossValue(const LossSpec& spec, const LossShape& shape, const S* f, const S* y) {
  if (spec.kind == Loss::CrossEntropy) return crossEntropy<S>(shape, f, y, nullptr);
  return withTerms<S>(spec, [&](const auto& terms) {
    Pack<S> total = splat(S(0));
    eachPacket<S>(shape, [&](Index at, Index valid) {
      total += onlyExamples<S>(terms(loadPack(f + at), loadPack(y + at)).value, valid);
    });
    return sumLanes(total) / S(shape.size);
  });
}

template <class S>
S lossGradient(const LossSpec& spec, const LossShape& shape, const S* f, const S* y, S* delta) {
  if (spec.kind == Loss::CrossEntropy) return crossEntropy<S>(shape, f, y, delta);
  return withTerms<S>(spec, [&](const auto& terms) {
    Pack<S> total = splat(S(0));
    const Pack<S> scale = splat(S(1) / S(shape.size));
    eachPacket<S>(shape, [&](Index at, Index valid) {
      const auto t = terms(loadPack(f + at), loadPack(y + at));
      total += onlyExamples<S>(t.value, valid);
      storePack(delta + at, onlyExamples<S>(t.first * scale, valid));
    });
    return sumLanes(total) / S(shape.size);
  });
}

template <class S>
void lossHessianVector(const LossSpec& spec, const LossShape& shape, const S* f, const S* y,
                       const S* Rf, S* Rdelta) {
  if (spec.kind == Loss::CrossEntropy) return crossEntropyHessian<S>(shape, f, y, Rf, Rdelta);
  withTerms<S>(spec, [&](const auto& terms) {
    const Pack<S> scale = splat(S(1) / S(shape.size));
    eachPacket<S>(shape, [&](Index at, Index valid) {
      const auto t = terms(loadPack(f + at), loadPack(y + at));
      storePack(Rdelta + at, onlyExamples<S>(t.second * scale * loadPack(Rf + at), valid));
    });
  });
}

template float lossValue(const LossSpec&, const LossShape&, const float*, const float*);
template double lossValue(const LossSpec&, const LossShape&, const double*, const double*);
template float lossGradient(const LossSpec&, const LossShape&, const float*, const float*, float*);
template double lossGradient(const LossSpec&, const LossShape&, const double*, const double*,
                             double*);
template void lossHessianVector(const LossSpec&, const LossShape&, const float*, const float*,
                                const float*, float*);
template void lossHessianVector(const LossSpec&, const LossShape&, const double*, const double*,
                                const double*, double*);

}  // namespace basin
