#pragma once

#include <vector>

#include "base/rng.h"
#include "theory/lazy_training.h"

namespace basin {

/// N(x) = sum_r v_r s(w_r.x) with k units of v_r = 1/sqrt(2k) and k of -1/sqrt(2k), s(z) = z for z
/// >= 0 and slope z below, trained on the hinge loss max(1 - y N(x), 0), one example at a time
/// (Brutzkus, Globerson, Malach, Shalev-Shwartz 2018).
struct MarginModel {
  int pairs = 10;            ///< k, half the number of units.
  double slope = 0.5;        ///< Of the activation below 0; 0: ReLU.
  double rate = 1;           ///< Step size eta.
  double startNorm = 0.01;   ///< Norm of every row of W at the start.
  bool learnOutput = false;  ///< v moves too, which no theorem speaks of.
};

/// The squeeze of the perceptron argument. With W* = (u, ..., u, -u, ..., -u), u a separator with
/// y u.x >= 1 on all examples, every update moves W ahead by at least `gain` along W*/|W*|, and
/// adds at most `growth` to |W|^2.
struct UpdateSqueeze {
  double gain = 0, growth = 0;
  double startNorm = 0;  ///< Of the whole matrix, sqrt(2k) times a row's.

  /// Least of W.W*/|W*| after `updates`, when it was `from` at the start.
  double least(double updates, double from) const { return from + gain * updates; }
  /// Largest |W| after `updates`.
  double most(double updates) const;
  /// Largest number of updates from any start of this norm: where the two meet.
  double bound() const;
};

/// The squeeze for slope > 0, fixed v, a separator of norm `separatorNorm` and inputs of norm up to
/// `largestInput`; bound() is |u|^2/slope^2 (1 + 2/eta) but for what the start adds.
UpdateSqueeze updateSqueeze(const MarginModel& model, double separatorNorm,
                            double largestInput = 1);

/// Error that a predictor made from a sequence of at most `updates` of `count` examples, and right
/// on all others, exceeds with a chance of at most `delta`: 8 updates log(count/delta)/count, when
/// count > 2 updates (Shalev-Shwartz and Ben-David 2014, Corollary 30.3); otherwise 1.
double compressionBound(double updates, double count, double delta = 0.05);

/// Unit inputs with |x_1| >= margin, uniform on that part of the sphere, and labels sign(x_1).
LabelledInputs separatedSphere(Index dimension, Index count, double margin, Rng rng);
/// The axes e_1, ..., e_d with random labels.
LabelledInputs labelledAxes(Index dimension, Rng rng);

/// Share of starts from which ReLU units (slope 0) on `count` orthonormal examples come to zero
/// loss, (1 - 2^-k)^count: each example needs one unit of its own sign that is active on it at the
/// start, for the units of the other sign are only pushed away, and other examples change nothing.
double reluShareOnAxes(double pairs, double count);

/// The network and its descent.
class MarginNetwork {
 public:
  /// Draws rows of random directions from `start`, and orders of the examples from `order`. `data`
  /// must outlive the network.
  MarginNetwork(const LabelledInputs& data, const MarginModel& model, Rng start, const Rng& order);

  /// Shows the next example of the epoch, in an order drawn anew for each; at ended() nothing.
  void step();

  const LabelledInputs& data() const { return *data_; }
  const MarginModel& model() const { return model_; }
  Index units() const { return weights_.rows(); }
  const MatrixXd& weights() const { return weights_; }
  const VectorXd& output() const { return output_; }
  /// N of every column.
  VectorXd outputs(const Eigen::Ref<const MatrixXd>& inputs) const;

  /// The example shown last; -1 before the first.
  Index shown() const { return shown_; }
  long examples() const { return examples_; }
  long epochs() const { return examples_ / static_cast<long>(order_.size()); }
  /// Examples that moved a weight.
  long updates() const { return updates_; }
  /// A whole epoch went by without an update: nothing will ever move again.
  bool ended() const { return ended_; }
  /// An output was not finite or above 1e12.
  bool diverged() const { return diverged_; }

  /// Mean hinge loss; 0 exactly when every y N(x) >= 1.
  double loss() const;
  /// Examples with y N(x) < 1.
  long violations() const;
  /// |dL/dW| of the mean loss.
  double gradientNorm() const;
  /// Units that are inactive on every example, so that ReLU never moves them again.
  std::vector<bool> deadUnits() const;

 private:
  double value(Index example, VectorXd& preactivations) const;
  VectorXd margins() const;

  const LabelledInputs* data_;
  MarginModel model_;
  MatrixXd weights_;  // 2k x d, the first k rows with positive v
  VectorXd output_;
  Rng orderRng_;
  std::vector<int> order_;
  std::size_t place_ = 0;
  Index shown_ = -1;
  long examples_ = 0, updates_ = 0, updatesBefore_ = 0;
  bool ended_ = false, diverged_ = false;
  VectorXd preactivations_, push_;
};

}  // namespace basin
