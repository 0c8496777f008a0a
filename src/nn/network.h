#pragma once

#include <vector>

#include "nn/architecture.h"
#include "nn/batch.h"
#include "nn/loss.h"
#include "nn/tying.h"

namespace basin {

/// A fully connected network as a function of its flat parameter vector theta (weights = T theta).
/// Holds workspaces only, never the parameters; copyable. After prepare(batch) no call below
/// allocates for batches up to that size, except where stated. S is float or double.
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

  /// Pre-activations (batch x width) of weight layer l in [0, layers) after a call above.
  StridedMap<S> preActivation(int layer) const;
  /// Activations of weight layer l; for the output layer the same as its pre-activations.
  StridedMap<S> activation(int layer) const;

 private:
  // One weight layer's workspaces, flat columns of stride_ numbers a unit.
  struct Layer {
    Vector<S> z, h, delta;      // pre-activation, activation, d loss / dz
    Vector<S> first, second;    // sigma'(z), sigma''(z)
    Vector<S> Rz, Rh, Rdelta;   // directional derivatives of z, h, delta
  };

  const S* expand(const Vector<S>& theta, Vector<S>& weights) const;
  const BatchView<S>& adopt(const Matrix<S>& X, const Matrix<S>& Y);
  void begin(const BatchView<S>& batch);
  void prepareR();
  LossShape lossShape() const { return {size_, stride_, layout_.layers().back().out}; }
  const S* inputOf(int layer, const S* x) const;
  void forwardPass(const S* w, const S* x);
  void pullDelta(int layer, const S* w);
  void backwardPass(const S* w, const S* x, S* gradient);
  void forwardR(const S* w, const S* v, const S* x);
  void backwardR(const S* w, const S* v, const S* x, S* out);

  Architecture architecture_;
  Layout layout_;
  TyingMap tying_;
  std::vector<Layer> layers_;
  PaddedBatch<S> padded_;
  BatchView<S> adopted_;
  Vector<S> weights_, weightGradient_, directionWeights_;
  Index capacity_ = 0;         // padded examples there is room for
  Index capacityR_ = 0;        // the same for the R-operator's workspaces
  Index size_ = 0, stride_ = 0;  // of the batch last used
};

extern template class Network<float>;
extern template class Network<double>;

}  // namespace basin
