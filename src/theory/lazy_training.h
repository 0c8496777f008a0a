#pragma once

#include "base/rng.h"
#include "theory/kernel_flow.h"

namespace basin {

/// Inputs as unit columns (d x n) with labels +-1 (length n).
struct LabelledInputs {
  MatrixXd inputs;
  VectorXd labels;
};

/// H-infinity_ij = x_i.x_j (pi - angle_ij)/(2 pi): Gram matrix at infinite width of the gradients
/// with respect to the first layer of f(x) = m^(-1/2) sum_r a_r relu(w_r.x), a_r = +-1, w_r ~ N(0,
/// I) (Du, Zhai, Poczos, Singh 2018). Inputs are unit columns.
MatrixXd limitGram(const MatrixXd& inputs);

/// H_ij = x_i.x_j times the share of units (rows w_r of `weights`, m x d) that are active on both.
MatrixXd finiteGram(const MatrixXd& inputs, const MatrixXd& weights);

/// Root mean square of |W_t - W_0|_F over random starts of a very wide network, whose outputs at
/// the start have the covariance E[relu(w.x) relu(w.x')]: sqrt(y^T M y + tr(M Sigma)), M = V
/// diag((1 - (1
/// - rate lambda)^steps)^2 / lambda) V^T with the eigenpairs of limitGram.
double limitMovement(const LabelledInputs& data, double rate, long steps);

/// Gradient descent on 1/2 |u - y|^2 with the Gram matrix held fixed.
class LazyPrediction {
 public:
  /// `start` are the outputs u_0.
  LazyPrediction(const MatrixXd& gram, const VectorXd& labels, const VectorXd& start, double rate);

  const KernelFlow& flow() const { return flow_; }
  /// 1/2 |u_t - y|^2.
  double loss(long steps) const;
  /// |W_t - W_0|_F = sqrt(a^T H a), a = eta sum_{s<t} (y - u_s).
  double movement(long steps) const;
  /// First step with y_i u_i > 0 for all i (zero training error); -1 when none up to `most`.
  long zeroErrorTime(long most) const;

 private:
  MatrixXd gram_;
  KernelFlow flow_;
  VectorXd labels_, residual_;
  double rate_;
};

/// The two-layer network and gradient descent on its first layer.
class LazyNetwork {
 public:
  /// Draws the signs and w_r ~ N(0, I). `data` must outlive the network.
  LazyNetwork(const LabelledInputs& data, Index width, double rate, Rng rng);

  /// One step of gradient descent.
  void step();

  Index width() const { return weights_.rows(); }
  long steps() const { return steps_; }
  const MatrixXd& weights() const { return weights_; }
  const MatrixXd& startWeights() const { return start_; }
  /// u at the present weights.
  const VectorXd& outputs() const { return outputs_; }
  double loss() const { return 0.5 * (outputs_ - data_->labels).squaredNorm(); }
  /// The loss is not finite, or above 1e12.
  bool diverged() const { return !(loss() <= 1e12); }
  /// First step with y_i u_i > 0 for all i; -1 before.
  long zeroErrorTime() const { return zeroErrorTime_; }
  /// |W_t - W_0|_F / |W_0|_F.
  double relativeMovement() const { return (weights_ - start_).norm() / start_.norm(); }
  /// Share of pairs (unit, input) whose activation differs from the start.
  double flips() const;

 private:
  void forward();

  const LabelledInputs* data_;
  MatrixXd weights_, start_;
  VectorXd signs_;
  double rate_;
  long steps_ = 0;
  long zeroErrorTime_ = -1;
  MatrixXd preactivations_;  // m x n, at the present weights
  VectorXd outputs_;
};

}  // namespace basin
