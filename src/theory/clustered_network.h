#pragma once

#include <vector>

#include "base/rng.h"
#include "linalg/types.h"

namespace basin {

/// Unit inputs in clusters, several of each class (Li and Liang 2018).
struct ClusteredData {
  MatrixXd inputs;            ///< d x N, unit columns.
  std::vector<int> clusters;  ///< Of each input; cluster j is of the class j mod `classes`.
  std::vector<int> labels;    ///< Class of each input.
  MatrixXd centres;           ///< d x clusters, unit columns.
  int classes = 0;

  /// Least distance between inputs of different classes.
  double separation() const;
  /// Largest distance between inputs of one cluster.
  double diameter() const;
};

/// Random unit centres, `perClass` for each class, and `count` inputs spread evenly over them, each
/// a centre moved within a ball of this radius and put back onto the sphere. Clusters have a
/// diameter of at most 2 radius.
ClusteredData drawClusters(int classes, int perClass, Index dimension, Index count, double radius,
                           Rng rng);
/// New inputs around the same centres.
ClusteredData drawMore(const ClusteredData& data, Index count, double radius, Rng rng);

/// Share of Gaussian numbers of deviation sigma within `distance` of 0 is at most
/// sqrt(2/pi) distance/sigma: the density there is at most 1/(sqrt(2 pi) sigma).
double smallBall(double distance, double sigma);

/// f_i(x) = sum_r A_ir relu(w_r.x) with m units, w_r ~ N(0, I/m), A_ir ~ N(0, 1), trained by
/// gradient descent of step size eta0/m on the mean cross-entropy of its softmax; A fixed, or
/// learnt at the same rate.
class ClusteredNetwork {
 public:
  /// `data` must outlive the network.
  ClusteredNetwork(const ClusteredData& data, Index width, double rate, bool learnOutput, Rng rng);

  /// One step of gradient descent.
  void step();

  Index width() const { return weights_.rows(); }
  long steps() const { return steps_; }
  const MatrixXd& weights() const { return weights_; }
  const MatrixXd& startWeights() const { return start_; }
  const MatrixXd& output() const { return output_; }
  /// Standard deviation of each weight at the start, m^(-1/2).
  double sigma() const;
  /// w_r.x at the present weights, and at the start.
  const MatrixXd& preactivations() const { return preactivations_; }
  const MatrixXd& startPreactivations() const { return startPreactivations_; }

  double loss() const { return loss_; }
  bool diverged() const;
  /// Share of the training inputs with the right largest output.
  double accuracy() const { return accuracy_; }
  double accuracyOn(const ClusteredData& others) const;

  /// |w_r(t) - w_r(0)| of every unit.
  VectorXd moved() const;
  /// What they are at most: every step moves unit r by no more than eta times max_i A_ir - min_i
  /// A_ir times the mean probability of wrong classes.
  const VectorXd& movedAtMost() const { return movedAtMost_; }
  /// Share of pairs (unit, input) whose activation differs from the start.
  double changed() const;
  /// Share of units with at least one such pair.
  double changedUnits() const;
  /// Pairs that changed although |w_r(0).x| is above |w_r(t) - w_r(0)|, which cannot be.
  long impossible() const;
  /// |g - g~|/|g| for the gradient g with respect to W and the pseudo-gradient g~, which has the
  /// activations of the start in place of the present ones; 0 where they are the same, infinite
  /// where only the gradient vanishes.
  double pseudoError() const;

 private:
  void forward();

  const ClusteredData* data_;
  double rate_;
  bool learnOutput_;
  MatrixXd weights_, start_;                                       // m x d
  MatrixXd output_;                                                // k x m
  MatrixXd preactivations_, startPreactivations_, hidden_, pull_;  // m x N
  MatrixXd residual_;                                              // (O - Y)/N, k x N
  VectorXd movedAtMost_;
  double loss_ = 0, accuracy_ = 0, wrong_ = 0;
  long steps_ = 0;
};

}  // namespace basin
