#include "theory/teacher_student.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>
#include <vector>

#include "base/check.h"
#include "linalg/decompositions.h"
#include "theory/arc_cosine.h"

namespace basin {

namespace {

using std::numbers::pi;

constexpr double kShortest = 1e-12;
constexpr double kParting = 1e-4;  // of the halves of a unit, each way

double sine(double cosine) {
  return std::sqrt(std::max(0.0, (1 - cosine) * (1 + cosine)));
}

double cosineOf(double product, double lengths) {
  return std::clamp(product / lengths, -1.0, 1.0);
}

Eigen::Map<const MatrixXd> unitsOf(const VectorXd& x, Index dimension) {
  return {x.data(), dimension, x.size() / dimension};
}

VectorXd lengthsOf(const MatrixXd& units) {
  return units.colwise().norm().transpose().cwiseMax(kShortest);
}

struct LeastEigenpair {
  double value = 0;
  VectorXd vector;
};
LeastEigenpair leastOf(const MatrixXd& symmetric) {
  const SymmetricEigen<double> eigen = symmetricEigen(symmetric);
  return {eigen.values[0], eigen.vectors.col(0)};
}

// d^2 overlap / dw dw and / dw dv.
struct Curvatures {
  MatrixXd own, mixed;
};
Curvatures curvaturesOf(const VectorXd& w, double wLength, const VectorXd& v, double vLength) {
  const Index d = w.size();
  const VectorXd a = w / wLength, b = v / vLength;
  // From both diagonals of the rhombus of a and b: halves of a split unit have an angle of exactly
  // 0, of which a cosine knows half the digits.
  const double apart = (a - b).norm(), along = (a + b).norm();
  const double c = cosineOf(a.dot(b), 1), s = apart * along / 2, t = 2 * std::atan2(apart, along);
  Curvatures found{MatrixXd::Zero(d, d), (pi - t) / (2 * pi) * MatrixXd::Identity(d, d)};
  if (s < kShortest) return found;
  const VectorXd across = (b - c * a) / s, back = (a - c * b) / s;
  found.own = s * vLength / (2 * pi * wLength) *
              (MatrixXd::Identity(d, d) - a * a.transpose() + across * across.transpose());
  found.mixed += s / (2 * pi) * (a * b.transpose() + across * back.transpose());
  return found;
}

}  // namespace

double reluOverlap(const VectorXd& w, const VectorXd& v) {
  const double lengths = w.norm() * v.norm();
  return lengths > 0 ? lengths / 2 * arcCosine1(w.dot(v) / lengths) : 0;
}

TeacherStudentLoss::TeacherStudentLoss(MatrixXd teacher, Index units)
    : teacher_(std::move(teacher)), teacherLengths_(lengthsOf(teacher_)), units_(units) {
  for (Index i = 0; i < teacher_.cols(); ++i) {
    for (Index j = 0; j < teacher_.cols(); ++j) {
      teacherPart_ += reluOverlap(teacher_.col(i), teacher_.col(j)) / 2;
    }
  }
}

double TeacherStudentLoss::value(const VectorXd& x) {
  VectorXd g;
  return gradient(x, g);
}

double TeacherStudentLoss::gradient(const VectorXd& x, VectorXd& g) {
  const auto W = unitsOf(x, dimension());
  g.resize(x.size());
  Eigen::Map<MatrixXd> G(g.data(), dimension(), units_);
  lengths_ = lengthsOf(W);
  among_.noalias() = W.transpose() * W;
  across_.noalias() = teacher_.transpose() * W;
  double F = teacherPart_;
  own_.setConstant(units_, pi);  // 2 pi times the factor of w_i itself
  for (Index i = 0; i < units_; ++i) {
    F += among_(i, i) / 4;
    for (Index k = 0; k < i; ++k) {
      const double lengths = lengths_[i] * lengths_[k];
      const double c = cosineOf(among_(k, i), lengths), s = sine(c), rest = pi - std::acos(c);
      F += lengths / (2 * pi) * (s + rest * c);
      among_(k, i) = among_(i, k) = rest;
      own_[i] += s * lengths_[k] / lengths_[i];
      own_[k] += s * lengths_[i] / lengths_[k];
    }
    for (Index j = 0; j < teacher_.cols(); ++j) {
      const double lengths = lengths_[i] * teacherLengths_[j];
      const double c = cosineOf(across_(j, i), lengths), s = sine(c), rest = pi - std::acos(c);
      F -= lengths / (2 * pi) * (s + rest * c);
      across_(j, i) = rest;
      own_[i] -= s * teacherLengths_[j] / lengths_[i];
    }
  }
  among_.diagonal() = own_;
  G.noalias() = W * among_;
  G.noalias() -= teacher_ * across_;
  G /= 2 * pi;
  return F;
}

MatrixXd TeacherStudentLoss::splittingMatrix(const VectorXd& x, Index unit) const {
  const auto W = unitsOf(x, dimension());
  const VectorXd lengths = lengthsOf(W);
  MatrixXd S = MatrixXd::Zero(dimension(), dimension());
  const auto add = [&](double sign, const VectorXd& v, double length) {
    S += sign * curvaturesOf(W.col(unit), lengths[unit], v, length).own;
  };
  for (Index k = 0; k < units_; ++k) {
    if (k != unit) add(1, W.col(k), lengths[k]);
  }
  for (Index j = 0; j < teacher_.cols(); ++j) add(-1, teacher_.col(j), teacherLengths_[j]);
  return S;
}

void TeacherStudentLoss::hessian(const VectorXd& x, MatrixXd& H) {
  const auto W = unitsOf(x, dimension());
  const VectorXd lengths = lengthsOf(W);
  const Index d = dimension();
  H.resize(size(), size());
  for (Index i = 0; i < units_; ++i) {
    for (Index k = 0; k < units_; ++k) {
      H.block(i * d, k * d, d, d) =
          i == k ? MatrixXd(splittingMatrix(x, i) + MatrixXd::Identity(d, d) / 2)
                 : curvaturesOf(W.col(i), lengths[i], W.col(k), lengths[k]).mixed;
    }
  }
}

void TeacherStudentLoss::hessianVector(const VectorXd& x, const VectorXd& v, VectorXd& out) {
  MatrixXd H;
  hessian(x, H);
  out = H * v;
}

VectorXd randomStudent(Index dimension, Index teachers, Index units, Rng rng) {
  const double deviation =
      std::sqrt(static_cast<double>(teachers) / static_cast<double>(units * dimension));
  VectorXd x(dimension * units);
  for (double& w : x) w = rng.normal(0, deviation);
  return x;
}

MatrixXd unitCosines(const MatrixXd& student, const MatrixXd& teacher) {
  return lengthsOf(student).cwiseInverse().asDiagonal() * (student.transpose() * teacher) *
         lengthsOf(teacher).cwiseInverse().asDiagonal();
}

VectorXd splitUnit(const VectorXd& x, Index dimension, Index unit) {
  VectorXd split(x.size() + dimension);
  split << x, x.segment(unit * dimension, dimension) / 2;
  split.segment(unit * dimension, dimension) /= 2;
  return split;
}

StuckPoint stuckStudent(Index teachers, Index units, Index reversed) {
  const Index n = teachers, m = units, turned = m - reversed;
  CHECK(m >= 1 && m <= n && reversed >= 0 && reversed < m, "units of a stuck student");
  // What is alike by symmetry: of units in place the weights on their own teacher, on another
  // one's, on a reversed one's; of reversed units the same, the last two in the other order; of all
  // units those on teachers without a unit.
  enum { kOwn, kOther, kReversed, kTurnedOwn, kTurnedTurned, kTurnedOther, kMissing, kLabels };
  constexpr double kStart[kLabels] = {1, -0.03, 0.2, -0.65, 0.15, 0.15, 0.1};
  std::vector<int> labels;
  for (Index i = 0; i < m; ++i) {
    for (Index j = 0; j < n; ++j) {
      const bool lies = j >= turned && j < m;
      if (j >= m) {
        labels.push_back(kMissing);
      } else if (i < turned) {
        labels.push_back(i == j ? kOwn : lies ? kReversed : kOther);
      } else {
        labels.push_back(i == j ? kTurnedOwn : lies ? kTurnedTurned : kTurnedOther);
      }
    }
  }
  MatrixXd spread = MatrixXd::Zero(n * m, kLabels), H;
  for (Index at = 0; at < n * m; ++at) spread(at, labels[static_cast<std::size_t>(at)]) = 1;
  const VectorXd counts = spread.colwise().sum().transpose().cwiseMax(1);
  VectorXd z = Eigen::Map<const VectorXd>(kStart, kLabels), g;
  TeacherStudentLoss loss(MatrixXd::Identity(n, n), m);
  // Descent comes near, Newton's method makes the digits full. Labels without a weight stay.
  for (int step = 0; step < 600; ++step) {
    loss.gradient(spread * z, g);
    z -= 2 / static_cast<double>(m) * (spread.transpose() * g).cwiseQuotient(counts);
  }
  for (int step = 0; step < 8; ++step) {
    loss.gradient(spread * z, g);
    loss.hessian(spread * z, H);
    const MatrixXd reduced = spread.transpose() * H * spread;
    z -= leastSquares(reduced, spread.transpose() * g);
  }
  StuckPoint point{.weights = spread * z};
  point.value = loss.gradient(point.weights, g);
  point.gradient = g.norm();
  loss.hessian(point.weights, H);
  point.curvature = symmetricEigenvalues(H)[0];
  return point;
}

StudentDescent::StudentDescent(Index teachers, Index units, double rate, const Rng& rng)
    : loss_(MatrixXd::Identity(teachers, teachers), units),
      rate_(rate),
      x_(randomStudent(teachers, teachers, units, rng)) {
  value_ = loss_.gradient(x_, gradient_);
}

void StudentDescent::step() {
  x_ -= rate_ * gradient_;
  value_ = loss_.gradient(x_, gradient_);
  ++sinceSplit_;
  if (splits_ != 1 || !std::isnan(parting_)) return;
  const Index n = loss_.dimension();
  const double apart = (x_.segment(halved_ * n, n) - x_.tail(n)).norm();
  if (apart >= 20 * kParting) parting_ = static_cast<double>(sinceSplit_);
}

bool StudentDescent::split(SplitUnit which) {
  const Index n = loss_.dimension();
  const VectorXd right = unitCosines(weights(), loss_.teacher()).rowwise().maxCoeff();
  LeastEigenpair best;
  for (Index i = 0; i < units(); ++i) {
    if (which == SplitUnit::Reversed && right[i] > right.minCoeff()) continue;
    LeastEigenpair pair = leastOf(loss_.splittingMatrix(x_, i));
    // Of units that are alike the first one, whatever the last digits say.
    if (pair.value >= best.value - 1e-4) continue;
    best = std::move(pair);
    halved_ = i;
  }
  if (best.value == 0) return false;
  x_ = splitUnit(x_, n, halved_);
  x_.segment(halved_ * n, n) += kParting * best.vector;
  x_.tail(n) -= kParting * best.vector;
  loss_ = TeacherStudentLoss(loss_.teacher(), units() + 1);
  value_ = loss_.gradient(x_, gradient_);
  sinceSplit_ = 0;
  if (++splits_ == 1) splitEigenvalue_ = best.value;
  return true;
}

DetourSheet::DetourSheet(const StuckPoint& reversed) : loss_(MatrixXd::Identity(1, 1), 1) {
  const auto n = static_cast<Index>(std::lround(std::sqrt(reversed.weights.size())));
  const MatrixXd teacher = MatrixXd::Identity(n, n);
  loss_ = TeacherStudentLoss(teacher, n + 1);
  from_ = splitUnit(reversed.weights, n, 0);
  ahead_ = splitUnit(teacher.reshaped(), n, 0) - from_;
  aside_ = -from_;
  for (Index i = 0; i < n - 1; ++i) aside_[i * n + i] += 1;
  aside_[from_.size() - 1] += 1;
  const VectorXd u =
      leastOf(TeacherStudentLoss(teacher, n).splittingMatrix(reversed.weights, 0)).vector;
  parting_ = VectorXd::Zero(from_.size());
  parting_.tail(n) = u[n - 1] < 0 ? VectorXd(-u) : u;
  parting_.head(n) = -parting_.tail(n);
}

double DetourSheet::loss(double a, double b) {
  return loss_.value(from_ + a * ahead_ + b * b * aside_ + b * (1 - b) * parting_);
}

}  // namespace basin
