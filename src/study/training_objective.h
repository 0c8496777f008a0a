#pragma once

#include <string>

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
  /// `rng` draws the weights of an output layer that is fixed.
  TrainingObjective(const NetworkSetup& setup, const NetworkData& data, const Rng& rng);

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
  double testLoss(const VectorXd& x) {
    return onTest(x, [&] { return loss(x, test_); });
  }
  /// Fraction of the examples on the right side; NaN in regression or without examples.
  double trainAccuracy(const VectorXd& x) { return accuracy(x, train_); }
  double testAccuracy(const VectorXd& x) {
    return onTest(x, [&] { return accuracy(x, test_); });
  }

  /// Training examples; there may be none.
  Index examples() const { return train_.size(); }
  bool empty() const { return examples() == 0; }
  const Network<double>& network() const { return network_; }
  /// Why the reader's own tying is not used; empty when it is, or there is none.
  const std::string& problem() const { return problem_; }

  /// Means and variances of batch normalisation over all training examples at x, with which a
  /// network answers for single examples (Network::setAverages); empty without it.
  const VectorXd& averagesAt(const VectorXd& x);

 private:
  // In evaluation mode, with the statistics of the training examples.
  template <class Measure>
  double onTest(const VectorXd& x, Measure measure) {
    if (network_.averages().size() == 0 || test_.size() == 0) return measure();
    averagesAt(x);
    network_.setTraining(false);
    const double measured = measure();
    network_.setTraining(true);
    return measured;
  }
  double loss(const VectorXd& x, const PaddedBatch<double>& examples);
  double accuracy(const VectorXd& x, const PaddedBatch<double>& examples);

  std::string problem_;  // filled before the network
  Network<double> network_;
  LossSpec loss_;
  double decay_;
  bool classifies_;
  PaddedBatch<double> train_, test_;
};

}  // namespace basin
