#include "nn/batch_norm_operation.h"

#include <cmath>

#include "nn/batch.h"

namespace basin {

template <class S>
BatchNormOperation<S>::BatchNormOperation(const OperationSpec& spec, const BatchNormLayer& layer)
    : in_(spec.inputs[0]),
      out_(spec.output),
      block_(spec.norm),
      positions_(spec.inShape.positions()),
      epsilon_(S(layer.epsilon)),
      momentum_(S(layer.momentum)),
      mean_(Vector<S>::Zero(block_.channels)),
      variance_(Vector<S>::Ones(block_.channels)),
      inverse_(Vector<S>::Zero(block_.channels)),
      Rinverse_(Vector<S>::Zero(block_.channels)) {}

template <class S>
void BatchNormOperation<S>::reserve(Index stride, bool R) {
  (R ? Rnormal_ : normal_).resize(stride * out_.units);
}

template <class S>
template <class Term>
S BatchNormOperation<S>::mean(const Pass<S>& pass, Term term) const {
  // Column by column, so that long sums of floats stay exact enough.
  S total = 0;
  for (Index position = 0; position < positions_; ++position) {
    Pack<S> sum = splat(S(0));
    for (Index r = 0; r < pass.size; r += kLanes<S>) {
      sum += onlyExamples<S>(term(position * pass.stride + r), pass.size - r);
    }
    total += sumLanes(sum);
  }
  return total / S(pass.size * positions_);
}

template <class S>
template <class Term>
void BatchNormOperation<S>::fill(const Pass<S>& pass, S* to, Term term) const {
  for (Index position = 0; position < positions_; ++position) {
    for (Index r = 0; r < pass.stride; r += kLanes<S>) {
      const Index at = position * pass.stride + r;
      storePack(to + at, onlyExamples<S>(term(at), pass.size - r));
    }
  }
}

template <class S>
void BatchNormOperation<S>::forward(const Pass<S>& pass) {
  if (pass.training) examples_ = S(pass.size * positions_);
  for (Index c = 0; c < block_.channels; ++c) {
    const Index first = c * positions_ * pass.stride;
    const S* a = pass.in(in_) + first;
    S average, variance;
    if (pass.training) {
      average = mean(pass, [=](Index i) { return loadPack(a + i); });
      variance = mean(pass, [=](Index i) {
        const Pack<S> d = loadPack(a + i) - splat(average);
        return d * d;
      });
      mean_[c] = average;
      variance_[c] = variance;
    } else {
      average = pass.averages[block_.mean + c];
      variance = pass.averages[block_.variance + c];
    }
    const S inverse = S(1) / std::sqrt(variance + epsilon_);
    inverse_[c] = inverse;
    const Pack<S> scale = splat(pass.w[block_.scale + c]), shift = splat(pass.w[block_.shift + c]);
    S *normal = normal_.data() + first, *z = pass.out(out_) + first;
    for (Index i = 0; i < positions_ * pass.stride; i += kLanes<S>) {
      const Pack<S> n = (loadPack(a + i) - splat(average)) * splat(inverse);
      storePack(normal + i, n);
      storePack(z + i, scale * n + shift);
    }
  }
}

template <class S>
void BatchNormOperation<S>::backward(const Pass<S>& pass) {
  const S examples = S(pass.size * positions_);
  for (Index c = 0; c < block_.channels; ++c) {
    const Index first = c * positions_ * pass.stride;
    S* delta = pass.delta(out_) + first;
    const S* normal = normal_.data() + first;
    const S meanDelta = mean(pass, [=](Index i) { return loadPack(delta + i); });
    const S meanProduct =
        mean(pass, [=](Index i) { return loadPack(delta + i) * loadPack(normal + i); });
    if (pass.gradient) {
      pass.gradient[block_.scale + c] = examples * meanProduct;
      pass.gradient[block_.shift + c] = examples * meanDelta;
    }
    if (in_.delta < 0) continue;
    const Pack<S> factor = splat(pass.w[block_.scale + c] * inverse_[c]);
    const Pack<S> m = splat(pass.training ? meanDelta : S(0));
    const Pack<S> k = splat(pass.training ? meanProduct : S(0));
    fill(pass, delta,
         [=](Index i) { return factor * (loadPack(delta + i) - m - loadPack(normal + i) * k); });
  }
  if (in_.delta >= 0) {
    passOn(pass.stride * out_.units, pass.delta(out_), pass.delta(in_), in_.add);
  }
}

template <class S>
void BatchNormOperation<S>::forwardR(const Pass<S>& pass) {
  for (Index c = 0; c < block_.channels; ++c) {
    const Index first = c * positions_ * pass.stride;
    const S *Ra = pass.Rin(in_) + first, *normal = normal_.data() + first;
    S meanRa = 0, meanProduct = 0;  // the statistics' own derivatives
    if (pass.training) {
      meanRa = mean(pass, [=](Index i) { return loadPack(Ra + i); });
      meanProduct = mean(pass, [=](Index i) { return loadPack(Ra + i) * loadPack(normal + i); });
    }
    const S inverse = inverse_[c];
    Rinverse_[c] = -inverse * inverse * meanProduct;
    const Pack<S> m = splat(meanRa), k = splat(meanProduct), by = splat(inverse);
    const Pack<S> scale = splat(pass.w[block_.scale + c]);
    const Pack<S> Rscale = splat(pass.v[block_.scale + c]);
    const Pack<S> Rshift = splat(pass.v[block_.shift + c]);
    S *Rnormal = Rnormal_.data() + first, *Rz = pass.Rout(out_) + first;
    for (Index i = 0; i < positions_ * pass.stride; i += kLanes<S>) {
      const Pack<S> n = loadPack(normal + i);
      const Pack<S> Rn = by * (loadPack(Ra + i) - m - n * k);
      storePack(Rnormal + i, Rn);
      storePack(Rz + i, Rscale * n + scale * Rn + Rshift);
    }
  }
}

template <class S>
void BatchNormOperation<S>::backwardR(const Pass<S>& pass) {
  const S examples = S(pass.size * positions_);
  for (Index c = 0; c < block_.channels; ++c) {
    const Index first = c * positions_ * pass.stride;
    S *delta = pass.delta(out_) + first, *Rdelta = pass.Rdelta(out_) + first;
    const S *normal = normal_.data() + first, *Rnormal = Rnormal_.data() + first;
    const auto product = [](const S* a, const S* b, Index i) {
      return loadPack(a + i) * loadPack(b + i);
    };
    const S meanRdelta = mean(pass, [=](Index i) { return loadPack(Rdelta + i); });
    const S Rproduct = mean(
        pass, [=](Index i) { return product(Rdelta, normal, i) + product(delta, Rnormal, i); });
    pass.gradient[block_.scale + c] = examples * Rproduct;
    pass.gradient[block_.shift + c] = examples * meanRdelta;
    if (in_.delta < 0) continue;
    S meanDelta = 0, meanProduct = 0;
    if (pass.training) {
      meanDelta = mean(pass, [=](Index i) { return loadPack(delta + i); });
      meanProduct = mean(pass, [=](Index i) { return product(delta, normal, i); });
    }
    const S scale = pass.w[block_.scale + c];
    const Pack<S> factor = splat(scale * inverse_[c]);
    const Pack<S> Rfactor = splat(pass.v[block_.scale + c] * inverse_[c] + scale * Rinverse_[c]);
    const Pack<S> m = splat(meanDelta), k = splat(meanProduct);
    const Pack<S> Rm = splat(pass.training ? meanRdelta : S(0));
    const Pack<S> Rk = splat(pass.training ? Rproduct : S(0));
    const auto centred = [=](Index i) {
      return loadPack(delta + i) - m - loadPack(normal + i) * k;
    };
    fill(pass, Rdelta, [=](Index i) {
      const Pack<S> Rcentred =
          loadPack(Rdelta + i) - Rm - loadPack(Rnormal + i) * k - loadPack(normal + i) * Rk;
      return Rfactor * centred(i) + factor * Rcentred;
    });
    fill(pass, delta, [=](Index i) { return factor * centred(i); });
  }
  if (in_.delta < 0) return;
  passOn(pass.stride * out_.units, pass.delta(out_), pass.delta(in_), in_.add);
  passOn(pass.stride * out_.units, pass.Rdelta(out_), pass.Rdelta(in_), in_.add);
}

template <class S>
void BatchNormOperation<S>::jacobian(const Pass<S>& pass, const JacobianRows<S>& rows) const {
  for (Index c = 0; c < block_.channels; ++c) {
    for (Index position = 0; position < positions_; ++position) {
      const Index at = (c * positions_ + position) * pass.stride;
      rows.add(block_.scale + c, pass.delta(out_) + at, normal_.data() + at);
      rows.add(block_.shift + c, pass.delta(out_) + at, nullptr);
    }
  }
}

template <class S>
void BatchNormOperation<S>::updateAverages(S* averages) const {
  if (examples_ == 0) return;
  // The unbiased variance, as in the paper; of a single number the biased one, which is 0.
  const S unbiased = examples_ > 1 ? examples_ / (examples_ - S(1)) : S(1);
  for (Index c = 0; c < block_.channels; ++c) {
    S &average = averages[block_.mean + c], &variance = averages[block_.variance + c];
    // So that a momentum of 1 forgets what was, to the last digit.
    average = (1 - momentum_) * average + momentum_ * mean_[c];
    variance = (1 - momentum_) * variance + momentum_ * unbiased * variance_[c];
  }
}

template class BatchNormOperation<float>;
template class BatchNormOperation<double>;

}  // namespace basin
