#pragma once

#include "train/objective.h"

namespace basin {

/// The teacher c u_0.x_1 + cos(sum_i u_0.x_i) of Shalev-Shwartz, Shamir, Shammah 2017 (arXiv
/// 1706.00687) on k blocks x_i ~ N(0, I_d), u_0 = (norm, 0, ..., 0), or one of its terms alone; its
/// student has the same terms and weights w = (w_1, ..., w_k), or one w_0 in place of all.
struct BlockTeacher {
  Index blocks = 6;     ///< k >= 2.
  Index dimension = 2;  ///< d >= 1.
  double norm = 1;      ///< |u_0| > 0.
  double slope = 0;     ///< c >= 0 of the linear term; 0: there is none.
  bool cosine = true;

  /// Whether a linear term ties down the first block, so that the others are what is to be found.
  bool anchored() const { return slope > 0; }
  /// Length U of what is to be found of the target: of (u_0, ..., u_0) without its first block
  /// where that is anchored.
  double targetLength() const;
};

/// F(w) = E 1/2 (p_w - p_u)^2 in closed form; 0 at the teacher. Cross terms vanish, for E sin = 0.
/// Shared: a function of w_0 (d numbers), else of all blocks (d k numbers).
class BlockCosineLoss final : public Objective<double> {
 public:
  BlockCosineLoss(const BlockTeacher& teacher, bool shared);

  Index size() const override { return shared_ ? teacher_.dimension : target_.size(); }
  double value(const VectorXd& x) override;
  double gradient(const VectorXd& x, VectorXd& g) override;
  void hessianVector(const VectorXd& x, const VectorXd& v, VectorXd& out) override;
  bool hasHessian() const override { return true; }

  /// The teacher's own weights: (u_0, ..., u_0), or u_0.
  VectorXd minimiser() const { return target_.head(size()); }

 private:
  // Exponentials of the cosine's part: e^(-2|w|^2), e^(-|w-u|^2/2), e^(-|w+u|^2/2).
  struct Waves {
    double zero = 0, minus = 0, plus = 0;
  };
  const VectorXd& spread(const VectorXd& x, VectorXd& all) const;
  void gather(const VectorXd& all, VectorXd& out) const;
  Waves waves(const VectorXd& w) const;

  BlockTeacher teacher_;
  bool shared_;
  VectorXd target_;                            // of all blocks
  VectorXd weights_, direction_, derivative_;  // scratch
};

/// What the Hessian of the cosine's part is bounded by, 1 + 2 e^(-3/2), in weights of their own;
/// k times as much shared.
double cosineCurvature();
/// Bounds slope^2 -+ k cosineCurvature() of the eigenvalues of the shared Hessian; the lower one is
/// positive, and F strongly convex, from slope^2 > 1.4463 k on.
struct CurvatureBounds {
  double least = 0, largest = 0;
};
CurvatureBounds sharedCurvature(const BlockTeacher& teacher);

// The rest of w, w' = (w_2, ..., w_k), at |w'| = rho sqrt(k-1) |u_0|, in weights of their own, for
// teachers with a cosine.

/// Lemma 1, explicit: |dF/dw'| <= sqrt(k-1)|u_0| (rho e^(-2 rho^2 (k-1)|u_0|^2) + (1+rho)
/// e^(-(1-rho)^2 (k-1)|u_0|^2/2)), for rho <= 1.
double restGradientBound(const BlockTeacher& teacher, double rho);
/// Lemma 2, explicit: F >= 1/2 + 1/4 e^(-2k|u_0|^2) - 1/2 (e^(-(1-rho)^2 (k-1)|u_0|^2/2) +
/// e^(-(1+rho)^2 (k-1)|u_0|^2/2)), for |w -+ u|^2 add up to what rho says.
double plateauFloor(const BlockTeacher& teacher, double rho);
/// Theorem 1, explicit: steps of size `rate` before rho leaves [1/3, 1/2], from rho inside: the
/// distance to the nearer end over rate times the largest restGradientBound.
double plateauSteps(const BlockTeacher& teacher, double rate, double rho);

/// What is to be found, in the plane of the target and of the start: coordinates in target lengths,
/// the teacher at (1, 0). Of the anchored teacher w_1 = u_0; F depends on these two numbers alone.
struct PlanePoint {
  double along = 0, across = 0;
};
PlanePoint planePoint(const BlockTeacher& teacher, const VectorXd& weights);
/// F there.
double planeLoss(const BlockTeacher& teacher, const PlanePoint& at);
/// Time t of the gradient flow dw/dt = -dF/dw from there until F <= loss, which gradient descent
/// covers in t / rate steps: the path's length weighted by 1/|dF/dw|. Infinite when the flow ends
/// elsewhere. However long the wait, it costs a few thousand evaluations.
double flowTime(const BlockTeacher& teacher, const PlanePoint& from, double loss);

}  // namespace basin
