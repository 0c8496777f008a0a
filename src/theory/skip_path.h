#pragma once

#include <string>
#include <vector>

#include "base/rng.h"
#include "nn/network.h"

namespace basin {

/// A tanh network with one output to which its first hidden units, layer by layer, are wired as
/// well (Nguyen, Mukkamala, Hein 2019, arXiv 1809.10749), on N examples. All wires at zero are the
/// plain network; of the last hidden layer the output's own weights serve as wires.
class SkipNetwork {
 public:
  /// `widths` of the hidden layers; `wired` units, at most as many as there are. X is N x inputs, Y
  /// N x 1 with values of +-1; the loss is Squared or Logistic.
  SkipNetwork(const std::vector<int>& widths, int wired, MatrixXd X, MatrixXd Y, Loss loss);

  /// Weights N(0, gain/sqrt(fan-in)), biases N(0, gain/2), the output's weights N(0, 0.3); its bias
  /// and the wires 0. With gain 0 all of theta is 0.
  VectorXd start(double gain, Rng rng) const;
  /// Adds noise of that distribution to the weights and biases of the hidden layers.
  void shake(VectorXd& theta, double gain, Rng rng) const;

  double loss(const VectorXd& theta);
  /// Loss and its gradient, of the plain network alone or of the wires too.
  double gradient(const VectorXd& theta, bool wires, VectorXd& gradient);
  /// Outputs at the examples, or at other inputs.
  VectorXd outputs(const VectorXd& theta) { return outputs(theta, X_); }
  VectorXd outputs(const VectorXd& theta, const MatrixXd& inputs);
  /// Psi: what the wired units answer, N x wired.
  MatrixXd features(const VectorXd& theta);

  Index examples() const { return X_.rows(); }
  Index wired() const { return static_cast<Index>(wires_.size()); }
  Loss lossKind() const { return loss_.kind; }
  const MatrixXd& X() const { return X_; }
  const VectorXd& labels() const { return y_; }
  /// Examples on the right side of the outputs.
  int right(const VectorXd& outputs) const;
  /// Places of the wires in theta, in the order of the units.
  const std::vector<Index>& wires() const { return wires_; }
  Network<double>& network() { return network_; }
  const Layout& layout() const { return network_.layout(); }

 private:
  void draw(VectorXd& theta, double gain, Rng& rng) const;

  Network<double> network_;
  MatrixXd X_, Y_;
  VectorXd y_;
  LossSpec loss_;
  std::vector<Index> wires_;
  std::vector<bool> skip_;  // a weight of a skip matrix
  std::vector<bool> wire_;
};

/// The path that the wires open, theta + s direction, with the hidden weights frozen and D of least
/// norm. Squared loss: Psi D next to y - u, for s from 0 to 1. Logistic: Psi D next to y, so that
/// every margin grows by s where that is solved.
struct SkipPath {
  VectorXd coefficients;     ///< D, one a wire.
  VectorXd direction;        ///< D at the wires' places in theta.
  VectorXd singularValues;   ///< Of Psi, largest first; min(N, wired) of them.
  Index rank = 0;            ///< Singular values above 1e-9 of the largest.
  double firstLoss = 0;      ///< At s = 0.
  double lastLoss = 0;       ///< Squared: what is left at s = 1, 0 at full rank.
  double exponential = 0;    ///< A = mean of exp(-y u) at s = 0.
  double residual = 0;       ///< |y - u|.
  double residualShare = 1;  ///< Part of |y|^2 outside of the span of Psi.

  double norm() const { return coefficients.norm(); }
  /// Largest over smallest singular value that counts; infinite at rank 0.
  double condition() const;
  /// Squared: the loss itself, (1 - s)^2 (firstLoss - lastLoss) + lastLoss. Logistic: the bound
  /// A exp(-s), at full rank.
  double law(Loss loss, double s) const;
  /// What rounding in Psi and D may change of the squared loss, over firstLoss.
  double rounding() const;
};
SkipPath skipPath(SkipNetwork& network, const VectorXd& theta);

/// The parts of |y|^2 outside of the span of the first 0, 1, ..., M columns of the features. For y
/// with independent signs and independent of them the mean part is 1 - M/N, as long as each of the
/// first N columns adds a direction.
struct ResidualShares {
  std::vector<double> parts;
  bool dependent = false;  ///< One of the first N columns adds none, to rounding.
};
ResidualShares residualShares(const MatrixXd& features, const VectorXd& y);

}  // namespace basin
