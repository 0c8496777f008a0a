#pragma once

#include "base/rng.h"
#include "linalg/types.h"
#include "theory/lazy_training.h"

namespace basin {

/// Examples that the AND of half-spaces, columns (w_i, b_i), takes for the other class: 1 stands
/// for all w_i.x + b_i > 0.
Index wrongExamples(const LabelledInputs& data, const MatrixXd& halfspaces);

/// The AND of h half-spaces, 1 where all w_i.x + b_i > 0, trained through its soft form
/// p(x) = prod_i s(w_i.x + b_i), s the logistic function, by gradient descent on the mean of -log p
/// over examples labelled 1 and -log(1 - p) over those labelled -1. With h = 2 it is the 3-node
/// network of Blum and Rivest (1992).
class HalfspaceAnd {
 public:
  /// Draws all weights and biases from N(0, 1). Inputs are columns of any, possibly zero,
  /// dimension.
  HalfspaceAnd(const LabelledInputs& data, Index halfspaces, Rng rng);

  /// One step on all examples: dL/dw_i = mean of c (1 - s(z_i)) x, c = -1 or p/(1 - p).
  void step(double rate);

  Index halfspaces() const { return weights_.cols(); }
  Index examples() const { return labels_.size(); }
  long steps() const { return steps_; }
  /// A column (w_i, b_i) a half-space.
  const MatrixXd& weights() const { return weights_; }
  /// w_i.x + b_i, a row an example and a column a half-space.
  MatrixXd heights() const;
  /// Of one example.
  VectorXd heights(Index example) const {
    return weights_.transpose() * inputs_.row(example).transpose();
  }
  /// Mean cross entropy.
  double loss() const;
  /// Examples with p on the wrong side of 1/2.
  Index softWrong() const;

 private:
  MatrixXd inputs_;  // (x, 1), a row an example; padded to whole packs
  VectorXd labels_, sign_;
  MatrixXd weights_, missing_, gradient_;
  long steps_ = 0;
};

}  // namespace basin
