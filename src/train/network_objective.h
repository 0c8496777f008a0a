#pragma once

#include "nn/network.h"
#include "train/objective.h"

namespace basin {

/// The mean loss of a network on a data set, or on a batch of it, as an Objective over theta.
template <class S>
class NetworkObjective final : public Objective<S> {
 public:
  /// X is examples x inputs, Y examples x outputs; both are copied.
  NetworkObjective(Network<S> network, const Matrix<S>& X, const Matrix<S>& Y, LossSpec loss);

  Index size() const override { return network_.parameterCount(); }
  S value(const Vector<S>& x) override;
  S gradient(const Vector<S>& x, Vector<S>& g) override;
  void hessianVector(const Vector<S>& x, const Vector<S>& v, Vector<S>& out) override;
  bool hasHessian() const override { return true; }

  /// Uses this batch (for example of Batches; must outlive its use) instead of the whole data.
  void useBatch(const BatchView<S>& batch) { batch_ = batch; onBatch_ = true; }
  /// Returns to the whole data set.
  void useAll() { onBatch_ = false; }

  Network<S>& network() { return network_; }
  const LossSpec& loss() const { return loss_; }

 private:
  BatchView<S> view() const { return onBatch_ ? batch_ : all_.view(); }

  Network<S> network_;
  PaddedBatch<S> all_;
  LossSpec loss_;
  BatchView<S> batch_;
  bool onBatch_ = false;
};

extern template class NetworkObjective<float>;
extern template class NetworkObjective<double>;

}  // namespace basin
