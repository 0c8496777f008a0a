#pragma once

#include "nn/operation.h"

namespace basin {

/// Batch normalisation of every channel over the examples and positions of the batch (training) or
/// with running averages (evaluation). Padding rows are no examples: they enter no statistic and
/// hand no derivative on.
template <class S>
class BatchNormOperation final : public CloneableOperation<S, BatchNormOperation<S>> {
 public:
  BatchNormOperation(const OperationSpec& spec, const BatchNormLayer& layer);

  void reserve(Index stride, bool R) override;
  void forward(const Pass<S>& pass) override;
  void backward(const Pass<S>& pass) override;
  void forwardR(const Pass<S>& pass) override;
  void backwardR(const Pass<S>& pass) override;
  void jacobian(const Pass<S>& pass, const JacobianRows<S>& rows) const override;
  void updateAverages(S* averages) const override;

 private:
  // The mean, over the examples and the positions of a channel, of term(offset in its columns).
  template <class Term>
  S mean(const Pass<S>& pass, Term term) const;
  // to(offset) = term(offset) in all columns of a channel, zero in padding rows.
  template <class Term>
  void fill(const Pass<S>& pass, S* to, Term term) const;

  Port in_, out_;
  NormBlock block_;
  Index positions_;
  S epsilon_, momentum_;
  S examples_ = 0;             // numbers that a statistic of the last training pass is made of
  Vector<S> mean_, variance_;  // of that pass, biased
  Vector<S> inverse_;          // 1 / sqrt(variance + epsilon) of the last pass
  Vector<S> normal_;           // (a - mean) * inverse: what scale and shift are applied to
  Vector<S> Rnormal_, Rinverse_;
};

extern template class BatchNormOperation<float>;
extern template class BatchNormOperation<double>;

}  // namespace basin
