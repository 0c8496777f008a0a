#pragma once

#include <vector>

#include "nn/batch.h"
#include "nn/loss.h"
#include "nn/operation.h"
#include "nn/tying.h"

namespace basin {

/// A network as a function of its flat parameter vector theta (weights = T theta): a list of
/// operations over one layout. Holds workspaces only, never the parameters; copyable. After
/// prepare(batch) no call below allocates for batches up to that size, except where stated. S is
/// float or double.
///
/// With batch normalisation a network in training mode, which it starts in, is a function of the
/// batch as a whole; in evaluation mode each example is for itself again. The running averages are
/// the only state, and change by updateAverages() and setAverages() alone: a loss or a gradient
/// looked up in passing leaves no trace.
///
/// Matrices are batch-fastest: X is batch x inputs, Y and outputs batch x outputs, column-major.
/// Calls come in two forms: with matrices (copied into padded workspaces), and with a BatchView
/// (used in place; the fast path of training).
template <class S>
class Network {
 public:
  /// The architecture must be valid and the tying map made for its layout.
  Network(const Architecture& architecture, const TyingMap& tying);
  /// Nothing tied.
  explicit Network(const Architecture& architecture);

  /// Makes room for batches of up to maxBatch >= 1 examples; calls with a larger batch do so too.
  void prepare(Index maxBatch);

  const Architecture& architecture() const { return architecture_; }
  const Layout& layout() const { return layout_; }
  const TyingMap& tying() const { return tying_; }
  Index parameterCount() const { return tying_.parameterCount(); }
  Index weightCount() const { return tying_.weightCount(); }

  /// Outputs (batch x outputs) at theta, a view that the next call overwrites.
  StridedMap<S> forward(const Vector<S>& theta, const Matrix<S>& X);
  StridedMap<S> forward(const Vector<S>& theta, const BatchView<S>& batch);

  /// Mean loss; inf or NaN once diverged.
  S loss(const Vector<S>& theta, const Matrix<S>& X, const Matrix<S>& Y, const LossSpec& spec);
  S loss(const Vector<S>& theta, const BatchView<S>& batch, const LossSpec& spec);

  /// Mean loss and its gradient with respect to theta (length parameterCount, resized if needed).
  S gradient(const Vector<S>& theta, const Matrix<S>& X, const Matrix<S>& Y, const LossSpec& spec,
             Vector<S>& gradient);
  S gradient(const Vector<S>& theta, const BatchView<S>& batch, const LossSpec& spec,
             Vector<S>& gradient);

  /// out = (Hessian of the mean loss at theta) v, exact, by the R-operator (Pearlmutter 1994); at
  /// kinks second derivatives hold almost everywhere. The first call allocates its workspaces.
  void hessianVector(const Vector<S>& theta, const Vector<S>& v, const Matrix<S>& X,
                     const Matrix<S>& Y, const LossSpec& spec, Vector<S>& out);
  void hessianVector(const Vector<S>& theta, const Vector<S>& v, const BatchView<S>& batch,
                     const LossSpec& spec, Vector<S>& out);

  /// J ((batch*outputs) x parameterCount, resized): row b + k*batch is d f_k(x_b) / d theta.
  void jacobian(const Vector<S>& theta, const Matrix<S>& X, Matrix<S>& J);

  /// Whether batch normalisation uses the batch's statistics (training) or running averages.
  bool training() const { return training_; }
  void setTraining(bool training) { training_ = training; }
  /// Folds the statistics of the last batch that went through in training mode into the running
  /// averages: once a step. Nothing without batch normalisation.
  void updateAverages() {
    if (averages_.size() == 0) return;
    for (auto& operation : operations_) operation->updateAverages(averages_.data());
  }
  /// Running means (0 at first) and variances (1), where the layout's norms say.
  const Vector<S>& averages() const { return averages_; }
  void setAverages(const Vector<S>& averages);

  /// Pre-activations (batch x width) of weight layer l in [0, layers) after a call above.
  StridedMap<S> preActivation(int layer) const;
  /// Activations of weight layer l; for a layer that is not activated its pre-activations.
  StridedMap<S> activation(int layer) const;
  /// Derivatives of the mean loss by the pre-activations of weight layer l (batch x width) after a
  /// gradient(): by what the layer itself makes, before a normalisation that follows it. With them
  /// the layer's own part of the gradient is dL/dW = (dL/dz)^T h, h the layer's input.
  StridedMap<S> preActivationGradient(int layer) const;
  /// What element i of the architecture's list of layers makes of the batch (batch x units).
  StridedMap<S> after(int i) const { return value(layout_.after(i)); }
  /// Any value of the layout but the input (batch x units).
  StridedMap<S> value(const ValueBlock& block) const {
    return columns(values_, block.column, block);
  }

 private:
  StridedMap<S> columns(const Vector<S>& of, Index first, const ValueBlock& block) const {
    return {of.data() + first * stride_, size_, block.shape.units(), Eigen::OuterStride<>(stride_)};
  }
  const ValueBlock& made(int layer) const {
    return layout_.values()[static_cast<size_t>(layout_.layers()[layer].value)];
  }
  const S* expand(const Vector<S>& theta, Vector<S>& weights) const;
  const S* expandDirection(const Vector<S>& v, Vector<S>& weights) const;
  const BatchView<S>& adopt(const Matrix<S>& X, const Matrix<S>& Y);
  Pass<S> begin(const Vector<S>& theta, const BatchView<S>& batch);
  void prepareR();
  LossShape lossShape() const { return {size_, stride_, layout_.output().shape.units()}; }
  S* valuesOf(const ValueBlock& value) { return values_.data() + value.column * stride_; }
  S* deltasOf(const ValueBlock& value) { return deltas_.data() + value.delta * stride_; }
  void forwardPass(const Pass<S>& pass);
  void backwardPass(const Pass<S>& pass);
  S* weightGradientFor(Vector<S>& gradient);

  Architecture architecture_;
  Layout layout_;
  TyingMap tying_;
  std::vector<AnyOperation<S>> operations_;
  PaddedBatch<S> padded_;
  BatchView<S> adopted_;
  // Columns of all values and of the derivatives by them, as the layout says, stride_ numbers each.
  Vector<S> values_, deltas_, Rvalues_, Rdeltas_, zeros_;
  Vector<S> weights_, weightGradient_, directionWeights_;
  Vector<S> averages_;
  bool training_ = true;
  Index capacity_ = 0;         // padded examples there is room for
  Index capacityR_ = 0;        // the same for the R-operator's workspaces
  Index size_ = 0, stride_ = 0;  // of the batch last used
};

extern template class Network<float>;
extern template class Network<double>;

}  // namespace basin
