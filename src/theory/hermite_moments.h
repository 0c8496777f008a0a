#pragma once

#include "base/rng.h"
#include "linalg/types.h"

namespace basin {

// What samples (x, y) of a network of ReLU units tell of its weights before any training: for
// x ~ N(0, I_d) and y = sum_j relu(v_j.x), |v_j| = 1, E y He_k(x) = E[relu^(k)(z)] sum_j v_j^(x k),
// z ~ N(0, 1) (Stein's lemma; Janzamin, Sedghi, Anandkumar 2015, arXiv 1506.08473). With c =
// 1/sqrt(2 pi) this is c sum v_j v_j^T at k = 2, zero at k = 3 and -c sum v_j^(x 4) at k = 4: the
// second moment tells how many units there are and what they span, the fourth where each points.

/// c = 1/sqrt(2 pi), the eigenvalue of every direction of an orthonormal teacher.
double momentStrength();

/// Means over samples of y times products of up to four coordinates, but three.
class HermiteMoments {
 public:
  explicit HermiteMoments(Index dimension);

  /// Adds samples: inputs are columns, outputs are not negative.
  void add(const MatrixXd& inputs, const VectorXd& outputs);
  long count() const { return count_; }

  /// The mean of y (x x^T - I), d x d.
  MatrixXd second() const;
  /// Unit directions of `units` units, as columns in no order: the span of the largest eigenvectors
  /// of second(), whitened, and in it the power method on the fourth moment with deflation
  /// (Anandkumar et al. 2014), from random starts; their signs by the first moment, sum v_j / 2.
  MatrixXd directions(Index units, Rng rng) const;

 private:
  /// The quartic form mean of y He_4(x) on span(basis): symmetric matrix over packed products of
  /// two.
  MatrixXd fourthIn(const MatrixXd& basis) const;

  Index dimension_;
  long count_ = 0;
  double zeroth_ = 0;  // sums over the samples
  VectorXd first_;
  MatrixXd second_, fourth_;  // fourth: of packed products, lower triangle
};

/// Draws `count` samples of the teacher (d x n, unit columns) and adds them.
void addSamples(HermiteMoments& moments, const MatrixXd& teacher, Index count, Rng& rng);

/// For orthonormal teachers of n units in d dimensions, times the number of samples: the mean of
/// |second() - E second()|_F^2 = E y^2 (d+1)(d+4) - n/(2 pi), exact,
/// and of |v - v_j|^2 of a direction found, to first order in the errors of both moments.
double secondMomentVariance(Index units, Index dimension);
double directionVariance(Index units, Index dimension);

/// For each column of `truth` the distance to the column of `found` that is left and next to it,
/// nearest pairs first; columns of `found` are as many.
VectorXd matchedDistances(const MatrixXd& truth, const MatrixXd& found);

/// Errors of moments of an orthonormal teacher: |second() - E second()|_F, and the root of the mean
/// |v - v_j|^2 of the directions found, each as measured and by its law.
struct MomentErrors {
  double samples = 0, second = 0, secondLaw = 0, directions = 0, directionsLaw = 0;
};
MomentErrors momentErrors(const HermiteMoments& moments, const MatrixXd& teacher,
                          const MatrixXd& found);

}  // namespace basin
