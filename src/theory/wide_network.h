#pragma once

#include <vector>

#include "base/rng.h"
#include "theory/tangent_kernel.h"

namespace basin {

/// A network of finite width in the tangent-kernel parametrisation of KernelSpec, one output.
template <class S>
class WideNetwork {
 public:
  /// Draws all weights from N(0, 1); width >= 1, inputs >= 1.
  WideNetwork(const KernelSpec& spec, int width, Index inputs, Rng rng);

  int width() const { return width_; }
  Index parameterCount() const;

  /// f at the rows of X (n x inputs).
  Vector<S> forward(const Matrix<S>& X);
  /// theta += sum_i weight_i grad f(x_i), the points of the last forward() on X; a step of gradient
  /// descent on 1/2 sum (y - f)^2 has weight = rate (y - f).
  void addGradients(const Matrix<S>& X, const Vector<S>& weight);
  /// Empirical tangent kernel <grad f(x_i), grad f(x_j)> between the rows of X, without the
  /// Jacobian: layer by layer, products of activations times products of back-propagated slopes.
  MatrixXd tangentKernel(const Matrix<S>& X);

  /// Squared distance to another network of the same shape, and squared norm, of all parameters.
  double squaredDistance(const WideNetwork& other) const;
  double squaredNorm() const;

  /// Weights into the first hidden layer (width x inputs), and from the last one to the output.
  const Matrix<S>& firstLayer() const { return weights_.front(); }
  const Vector<S>& outputLayer() const { return output_; }

 private:
  void backward();
  S bias() const { return static_cast<S>(spec_.bias); }

  KernelSpec spec_;
  int width_;
  S scale_;                         // sqrt(c/m)
  std::vector<Matrix<S>> weights_;  // of the hidden layers
  std::vector<Vector<S>> biases_;
  Vector<S> output_;
  S outputBias_ = 0;
  // Of the last points: activations g (width x n), slopes sigma'(f) and signals d f / d
  // pre-activation.
  std::vector<Matrix<S>> active_, slope_, signal_;
};

extern template class WideNetwork<float>;
extern template class WideNetwork<double>;

}  // namespace basin
