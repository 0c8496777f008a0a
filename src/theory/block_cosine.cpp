#include "theory/block_cosine.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "base/check.h"

namespace basin {

namespace {

double square(double x) {
  return x * x;
}

// F and its gradient in the plane, in plain lengths.
struct PlaneJet {
  double value = 0, along = 0, across = 0;
  double slope() const { return std::hypot(along, across); }
};

PlaneJet planeJet(const BlockTeacher& t, double a, double b) {
  if (!t.cosine) return {};
  const double U = t.targetLength(), first = t.anchored() ? square(t.norm) : 0;
  const double zero = std::exp(-2 * (first + a * a + b * b));
  const double minus = std::exp(-(square(a - U) + b * b) / 2);
  const double plus = std::exp(-2 * first - (square(a + U) + b * b) / 2);
  const double teacher = std::exp(-2 * (first + U * U));
  return {.value = (1 + zero) / 4 + (1 + teacher) / 4 - (minus + plus) / 2,
          .along = -a * zero + ((a - U) * minus + (a + U) * plus) / 2,
          .across = -b * zero + b * (minus + plus) / 2};
}

}  // namespace

double BlockTeacher::targetLength() const {
  return norm * std::sqrt(static_cast<double>(anchored() ? blocks - 1 : blocks));
}

BlockCosineLoss::BlockCosineLoss(const BlockTeacher& teacher, bool shared)
    : teacher_(teacher),
      shared_(shared),
      target_(VectorXd::Zero(teacher.blocks * teacher.dimension)) {
  CHECK(teacher.blocks >= 2 && teacher.dimension >= 1, "a teacher has two blocks or more");
  for (Index i = 0; i < teacher.blocks; ++i) target_[i * teacher.dimension] = teacher.norm;
}

// The weights of all blocks, where they are shared made in `all`.
const VectorXd& BlockCosineLoss::spread(const VectorXd& x, VectorXd& all) const {
  if (!shared_) return x;
  all.resize(target_.size());
  for (Index i = 0; i < teacher_.blocks; ++i) all.segment(i * size(), size()) = x;
  return all;
}

// A derivative by the weights of all blocks as one by the parameters: their sum where shared.
void BlockCosineLoss::gather(const VectorXd& all, VectorXd& out) const {
  if (!shared_) {
    out = all;
    return;
  }
  out.setZero(size());
  for (Index i = 0; i < teacher_.blocks; ++i) out += all.segment(i * size(), size());
}

BlockCosineLoss::Waves BlockCosineLoss::waves(const VectorXd& w) const {
  if (!teacher_.cosine) return {};
  return {.zero = std::exp(-2 * w.squaredNorm()),
          .minus = std::exp(-(w - target_).squaredNorm() / 2),
          .plus = std::exp(-(w + target_).squaredNorm() / 2)};
}

double BlockCosineLoss::value(const VectorXd& x) {
  const VectorXd& w = spread(x, weights_);
  const Index d = teacher_.dimension;
  const double linear = square(teacher_.slope) / 2 * (w.head(d) - target_.head(d)).squaredNorm();
  if (!teacher_.cosine) return linear;
  const Waves e = waves(w);
  return linear + (1 + e.zero) / 4 + (1 + std::exp(-2 * target_.squaredNorm())) / 4 -
         (e.minus + e.plus) / 2;
}

double BlockCosineLoss::gradient(const VectorXd& x, VectorXd& g) {
  const VectorXd& w = spread(x, weights_);
  const Index d = teacher_.dimension;
  const Waves e = waves(w);
  derivative_ = -e.zero * w + (e.minus * (w - target_) + e.plus * (w + target_)) / 2;
  derivative_.head(d) += square(teacher_.slope) * (w.head(d) - target_.head(d));
  gather(derivative_, g);
  return value(x);
}

void BlockCosineLoss::hessianVector(const VectorXd& x, const VectorXd& v, VectorXd& out) {
  const VectorXd& w = spread(x, weights_);
  const VectorXd& q = spread(v, direction_);
  const Index d = teacher_.dimension;
  const Waves e = waves(w);
  derivative_ = (-e.zero + (e.minus + e.plus) / 2) * q + 4 * e.zero * w.dot(q) * w -
                e.minus / 2 * (w - target_).dot(q) * (w - target_) -
                e.plus / 2 * (w + target_).dot(q) * (w + target_);
  derivative_.head(d) += square(teacher_.slope) * q.head(d);
  gather(derivative_, out);
}

double cosineCurvature() {
  return 1 + 2 * std::exp(-1.5);
}

CurvatureBounds sharedCurvature(const BlockTeacher& teacher) {
  const double linear = square(teacher.slope);
  const double wave = teacher.cosine ? cosineCurvature() * static_cast<double>(teacher.blocks) : 0;
  return {linear - wave, linear + wave};
}

double restGradientBound(const BlockTeacher& teacher, double rho) {
  const double rest = static_cast<double>(teacher.blocks - 1) * square(teacher.norm);
  return std::sqrt(rest) * (rho * std::exp(-2 * square(rho) * rest) +
                            (1 + rho) * std::exp(-square(1 - rho) * rest / 2));
}

double plateauFloor(const BlockTeacher& teacher, double rho) {
  const double norm2 = square(teacher.norm);
  const double rest = static_cast<double>(teacher.blocks - 1) * norm2;
  return 0.5 + std::exp(-2 * (rest + norm2)) / 4 -
         (std::exp(-square(1 - rho) * rest / 2) + std::exp(-square(1 + rho) * rest / 2)) / 2;
}

double plateauSteps(const BlockTeacher& teacher, double rate, double rho) {
  const double rest = static_cast<double>(teacher.blocks - 1) * square(teacher.norm);
  // Both terms of the bound at the end of [1/3, 1/2] where they are largest, or more.
  const double largest =
      std::sqrt(rest) * (0.5 * std::exp(-2 * rest / 9) + 1.5 * std::exp(-rest / 8));
  const double way = std::min(0.5 - rho, rho - 1.0 / 3) * std::sqrt(rest);
  return std::max(0.0, way) / (rate * largest);
}

PlanePoint planePoint(const BlockTeacher& teacher, const VectorXd& weights) {
  const Index d = teacher.dimension, first = teacher.anchored() ? 1 : 0;
  const double U = teacher.targetLength();
  double along = 0;
  for (Index i = first; i < teacher.blocks; ++i) along += weights[i * d] * teacher.norm;
  along /= U;
  const double length2 = weights.tail(weights.size() - first * d).squaredNorm();
  return {along / U, std::sqrt(std::max(0.0, length2 - along * along)) / U};
}

double planeLoss(const BlockTeacher& teacher, const PlanePoint& at) {
  const double U = teacher.targetLength();
  return planeJet(teacher, U * at.along, U * at.across).value;
}

double flowTime(const BlockTeacher& teacher, const PlanePoint& from, double loss) {
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  constexpr double kStep = 1e-3;  // of the path, in target lengths
  const double U = teacher.targetLength(), h = kStep * U;
  double a = U * from.along, b = U * from.across, time = 0;
  PlaneJet here = planeJet(teacher, a, b);
  // The midpoint rule along the path. Where the gradient turns round the flow has come to rest
  // within less than a step; the loss cannot tell, which rounds to 1/2 all over a long plateau.
  while (here.value > loss) {
    const double slope = here.slope();
    if (slope == 0) return kInfinity;
    const PlaneJet half =
        planeJet(teacher, a - h / 2 * here.along / slope, b - h / 2 * here.across / slope);
    const double halfSlope = half.slope();
    if (halfSlope == 0) return kInfinity;
    a -= h * half.along / halfSlope;
    b -= h * half.across / halfSlope;
    const PlaneJet next = planeJet(teacher, a, b);
    if (!(next.along * half.along + next.across * half.across > 0)) return kInfinity;
    // Of the last step the part down to the loss asked for.
    const double part = next.value > loss ? 1 : (here.value - loss) / (here.value - next.value);
    time += part * h / halfSlope;
    here = next;
  }
  return time;
}

}  // namespace basin
