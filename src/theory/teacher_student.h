#pragma once

#include <cmath>
#include <limits>

#include "base/rng.h"
#include "train/objective.h"

namespace basin {

// A teacher sum_j relu(v_j.x) and students sum_i relu(w_i.x) on x ~ N(0, I_d); units are columns.
// Everything is exact: Cho and Saul 2009 for values, Safran and Shamir 2018 (arXiv 1712.08968) for
// Hessians.

/// E relu(w.x) relu(v.x) = |w||v| (sin t + (pi - t) cos t)/(2 pi), t the angle between them.
double reluOverlap(const VectorXd& w, const VectorXd& v);

/// F(W) = 1/2 E (student - teacher)^2 over the units w_1, w_2, ... one after the other. A unit of
/// length 0, where F has a kink, is taken for one of length 1e-12.
class TeacherStudentLoss final : public Objective<double> {
 public:
  /// `teacher` is d x n; the student has `units` >= 1.
  TeacherStudentLoss(MatrixXd teacher, Index units);

  Index size() const override { return teacher_.rows() * units_; }
  double value(const VectorXd& x) override;
  /// dF/dw_i = w_i/2 + sum_{k != i} q(w_i, w_k) - sum_j q(w_i, v_j),
  /// q(w, v) = (|v| sin t w/|w| + (pi - t) v)/(2 pi).
  double gradient(const VectorXd& x, VectorXd& g) override;
  void hessianVector(const VectorXd& x, const VectorXd& v, VectorXd& out) override;
  bool hasHessian() const override { return true; }
  void hessian(const VectorXd& x, MatrixXd& H) override;

  /// S_i = E (student - teacher) delta(w_i.x) x x^T, the part of the Hessian's i-th block that
  /// comes from the kink, H_ii = I/2 + S_i: the splitting matrix of Liu, Wu, Wang 2019 (arXiv
  /// 1910.02366). Of unit i in two halves the Hessian along (u, -u)/sqrt 2 is 2 u.S_i u, and does
  /// not mix with what moves both halves alike: a negative eigenvalue makes a minimum a saddle.
  MatrixXd splittingMatrix(const VectorXd& x, Index unit) const;

  const MatrixXd& teacher() const { return teacher_; }
  Index units() const { return units_; }
  Index dimension() const { return teacher_.rows(); }

 private:
  MatrixXd teacher_;
  VectorXd teacherLengths_;
  Index units_;
  double teacherPart_ = 0;   // 1/2 E teacher^2
  MatrixXd among_, across_;  // scratch: products, then coefficients
  VectorXd lengths_, own_;
};

/// W ~ N(0, 1/d) sqrt(n/m): students of all widths begin with outputs of one size.
VectorXd randomStudent(Index dimension, Index teachers, Index units, Rng rng);

/// cos of the angle between every student unit (rows) and teacher unit (columns).
MatrixXd unitCosines(const MatrixXd& student, const MatrixXd& teacher);

/// Unit `unit` replaced by two halves of it, the second one at the end.
VectorXd splitUnit(const VectorXd& x, Index dimension, Index unit);

/// A critical point of F.
struct StuckPoint {
  VectorXd weights;
  double value = 0;
  double gradient = 0;   ///< |grad F|, as it comes out.
  double curvature = 0;  ///< Least eigenvalue of the Hessian.
};

/// Where students of the teacher e_1 ... e_n in R^n stop, found by descent and Newton's method on
/// weights with the symmetry they have: unit i < m - p stands next to e_i, all alike; the last p
/// ones, all alike, are reversed: each points away from its e_i. With m < n units p is 0, and all
/// of them share the teachers that have none; with many of those it is a saddle. One reversed unit
/// is a local minimum from n = 6 on (Safran and Shamir 2018), two from 8, three from 10, four
/// from 11. 1 <= m <= n, 0 <= p <= n/2, p < m.
StuckPoint stuckStudent(Index teachers, Index units, Index reversed);

/// Which unit of a stuck student is halved: that of the least eigenvalue of its splitting matrix,
/// or the one that points least to any teacher.
enum class SplitUnit { Steepest, Reversed };

/// Gradient descent on F of a student of the teacher e_1 ... e_n, from a random start.
class StudentDescent {
 public:
  StudentDescent(Index teachers, Index units, double rate, const Rng& rng);

  /// One step.
  void step();
  /// Halves a unit and parts the halves a little along their steepest direction; false, and nothing
  /// is done, where no direction goes down.
  bool split(SplitUnit which);

  Index units() const { return loss_.units(); }
  double loss() const { return value_; }
  /// n x m.
  MatrixXd weights() const { return x_.reshaped(loss_.dimension(), units()); }
  double gradientNorm() const { return gradient_.norm(); }
  int splits() const { return splits_; }

  /// Of the first split: the steps in which the halves came ten times as far apart, in the run and
  /// by (1 - 2 rate lambda)^T = 10, lambda the least eigenvalue of the splitting matrix; NaN
  /// before.
  double parting() const { return parting_; }
  double predictedParting() const {
    return std::log(10) / std::log1p(-2 * rate_ * splitEigenvalue_);
  }

 private:
  TeacherStudentLoss loss_;
  double rate_, value_ = 0;
  VectorXd x_, gradient_;
  int splits_ = 0;
  long sinceSplit_ = 0;
  Index halved_ = 0;
  double splitEigenvalue_ = std::numeric_limits<double>::quiet_NaN(), parting_ = splitEigenvalue_;
};

/// Students of n + 1 units on a sheet: at (0, 0) a stuck one of n with its last unit reversed and
/// unit 0 in two halves. Ahead, a -> 1, all units go straight to their teachers; aside, b -> 1, the
/// halves part as the Hessian says, one takes the last teacher, and the reversed unit shrinks to 0.
class DetourSheet {
 public:
  explicit DetourSheet(const StuckPoint& reversed);
  double loss(double a, double b);

 private:
  TeacherStudentLoss loss_;
  VectorXd from_, ahead_, aside_, parting_;
};

}  // namespace basin
