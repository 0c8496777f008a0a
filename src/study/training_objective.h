#pragma once

#include "nn/network.h"
#include "study/network_data.h"
#include "train/objective.h"

namespace basin {

/// Losses above this, or no numbers, count as lost.
inline constexpr double kLostLoss = 1e12;
inline bool isLost(double loss) {
  return !(loss <= kLostLoss);
}

/// What a setup minimises: mean loss over all training examples + decay/2 |theta|^2. Calls reuse
/// the network's workspaces and allocate nothing.
class TrainingObjective final : public Objective<double> {
 public:
  TrainingObjective(const NetworkSetup& setup, const NetworkData& data);

  /// Takes over other examples.
  void setData(const NetworkData& data);
  void setDecay(double decay) { decay_ = decay; }

  Index size() const override { return network_.parameterCount(); }
  double value(const VectorXd& x) override;
  double gradient(const VectorXd& x, VectorXd& g) override;
  void hessianVector(const VectorXd& x, const VectorXd& v, VectorXd& out) override;
  bool hasHessian() const override { return true; }

  /// Value and gradient with the mean over a batch of the examples only.
  double gradientOn(const BatchView<double>& batch, const VectorXd& x, VectorXd& g);

  /// Mean loss, without decay, on the training and on the test examples; NaN without examples.
  double trainLoss(const VectorXd& x) { return loss(x, train_); }
  double testLoss(const VectorXd& x) { return loss(x, test_); }
  /// Fraction of the examples on the right side; NaN in regression or without examples.
  double trainAccuracy(const VectorXd& x) { return accuracy(x, train_); }
  double testAccuracy(const VectorXd& x) { return accuracy(x, test_); }

  /// Training examples; there may be none.
  Index examples() const { return train_.size(); }
  bool empty() const { return examples() == 0; }
  const Network<double>& network() const { return network_; }

 private:
  double loss(const VectorXd& x, const PaddedBatch<double>& examples);
  double accuracy(const VectorXd& x, const PaddedBatch<double>& examples);

  Network<double> network_;
  LossSpec loss_;
  double decay_;
  bool classifies_;
  PaddedBatch<double> train_, test_;
};

}  // namespace basin
