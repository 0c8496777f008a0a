#include "theory/mean_field.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "base/check.h"
#include "linalg/decompositions.h"

namespace basin {

namespace {

using std::numbers::pi;

/// Golub and Welsch (1969): nodes and weights from the recurrence of the orthogonal polynomials.
std::pair<VectorXd, VectorXd> gaussRule(const VectorXd& diagonal, const VectorXd& offDiagonal) {
  const SymmetricEigen<double> eigen = tridiagonalEigen<double>(diagonal, offDiagonal);
  return {eigen.values, eigen.vectors.row(0).transpose().cwiseAbs2()};
}

}  // namespace

double UnitModel::output(double angle, const MatrixXd& y, const VectorXd& amplitude) const {
  double sum = 0;
  for (Index i = 0; i < amplitude.size(); ++i) sum += amplitude[i] * unit(angle, y.col(i).data());
  return sum;
}

VectorXd UnitModel::residualOverAngles(const MatrixXd& y, const VectorXd& amplitude,
                                       int points) const {
  VectorXd r(points);
  for (int i = 0; i < points; ++i) {
    const double angle = 2 * pi * i / points;
    r[i] = target(angle) - output(angle, y, amplitude);
  }
  return r;
}

double UnitModel::lossOverInputs(const MatrixXd& y, const VectorXd& amplitude, int points) const {
  return 0.5 * angleWeight(points) * residualOverAngles(y, amplitude, points).squaredNorm();
}

MatrixXd UnitModel::tangentKernel(const Particles& particles, bool positionsMove,
                                  int points) const {
  // Rows: angles; columns: the gradients with respect to c_i, then to the parts of y_i.
  const Index n = particles.size(), d = dimension();
  MatrixXd J = MatrixXd::Zero(points, n * (1 + d));
  VectorXd slope(d);
  for (int p = 0; p < points; ++p) {
    const double angle = 2 * pi * p / points;
    for (Index i = 0; i < n; ++i) {
      const double* y = particles.y.col(i).data();
      const double share = std::sqrt(particles.weight[i]);
      J(p, i) = share * unit(angle, y);
      if (!positionsMove) continue;
      unitSlope(angle, y, slope.data());
      J.row(p).segment(n + i * d, d) = share * particles.c[i] * slope.transpose();
    }
  }
  return angleWeight(points) * (J * J.transpose());
}

TorusModel::TorusModel(std::vector<double> b, std::vector<double> f)
    : b_(std::move(b)), f_(std::move(f)) {
  CHECK(!b_.empty() && !f_.empty());
  const std::size_t size = std::max(b_.size(), f_.size());
  b_.resize(size, 0.0);
  f_.resize(size, 0.0);
}

double TorusModel::targetLoss() const {
  return halfSquare(residual(MatrixXd(1, 0), VectorXd(0)));
}

double TorusModel::overlap(const VectorXd& y) const {
  double sum = f_[0] * b_[0];
  for (int k = 1; k <= modes(); ++k) sum += 0.5 * f_[k] * b_[k] * std::cos(k * y[0]);
  return sum;
}

double TorusModel::kernel(const VectorXd& y, const VectorXd& z) const {
  double sum = b_[0] * b_[0];
  for (int k = 1; k <= modes(); ++k) sum += 0.5 * b_[k] * b_[k] * std::cos(k * (y[0] - z[0]));
  return sum;
}

VectorXd TorusModel::residual(const MatrixXd& y, const VectorXd& amplitude) const {
  const int K = modes();
  VectorXd r(2 * K + 1);
  r[0] = f_[0];
  for (int k = 1; k <= K; ++k) {
    r[2 * k - 1] = f_[k];
    r[2 * k] = 0;
  }
  for (Index i = 0; i < amplitude.size(); ++i) {
    const double c1 = std::cos(y(0, i)), s1 = std::sin(y(0, i));
    double c = 1, s = 0;
    r[0] -= b_[0] * amplitude[i];
    for (int k = 1; k <= K; ++k) {
      const double next = c * c1 - s * s1;
      s = s * c1 + c * s1;
      c = next;
      r[2 * k - 1] -= b_[k] * amplitude[i] * c;
      r[2 * k] -= b_[k] * amplitude[i] * s;
    }
  }
  return r;
}

void TorusModel::pull(const MatrixXd& y, const VectorXd& amplitude, VectorXd& force,
                      MatrixXd& slope) const {
  const int K = modes();
  const VectorXd r = residual(y, amplitude);
  for (Index i = 0; i < y.cols(); ++i) {
    const double c1 = std::cos(y(0, i)), s1 = std::sin(y(0, i));
    double c = 1, s = 0, value = r[0] * b_[0], rise = 0;
    for (int k = 1; k <= K; ++k) {
      const double next = c * c1 - s * s1;
      s = s * c1 + c * s1;
      c = next;
      value += 0.5 * b_[k] * (r[2 * k - 1] * c + r[2 * k] * s);
      rise += 0.5 * k * b_[k] * (r[2 * k] * c - r[2 * k - 1] * s);
    }
    force[i] = value;
    slope(0, i) = rise;
  }
}

double TorusModel::loss(const MatrixXd& y, const VectorXd& amplitude) const {
  return halfSquare(residual(y, amplitude));
}

double TorusModel::halfSquare(const VectorXd& r) const {
  return 0.5 * (r[0] * r[0] + 0.5 * r.tail(r.size() - 1).squaredNorm());
}

double TorusModel::target(double angle) const {
  double sum = f_[0];
  for (int k = 1; k <= modes(); ++k) sum += f_[k] * std::cos(k * angle);
  return sum;
}

double TorusModel::unit(double angle, const double* y) const {
  double sum = b_[0];
  for (int k = 1; k <= modes(); ++k) sum += b_[k] * std::cos(k * (angle - y[0]));
  return sum;
}

void TorusModel::unitSlope(double angle, const double* y, double* slope) const {
  slope[0] = 0;
  for (int k = 1; k <= modes(); ++k) slope[0] += k * b_[k] * std::sin(k * (angle - y[0]));
}

double TorusModel::representing(double y) const {
  double sum = b_[0] != 0 ? f_[0] / b_[0] : 0;
  for (int k = 1; k <= modes(); ++k) {
    if (b_[k] != 0) sum += 2 * f_[k] / b_[k] * std::cos(k * y);
  }
  return sum;
}

double TorusModel::floor() const {
  double sum = b_[0] == 0 ? f_[0] * f_[0] / 2 : 0;
  for (int k = 1; k <= modes(); ++k) {
    if (b_[k] == 0) sum += f_[k] * f_[k] / 4;
  }
  return sum;
}

ReluPlaneModel::ReluPlaneModel(MatrixXd directions, VectorXd coefficients)
    : directions_(std::move(directions)), coefficients_(std::move(coefficients)) {
  CHECK(directions_.rows() == 2 && directions_.cols() == coefficients_.size());
}

Eigen::Vector2d ReluPlaneModel::kernelSlope(const VectorXd& y, const VectorXd& z) const {
  const double length = y.norm();
  if (length == 0) return Eigen::Vector2d::Zero();
  // |z| sin(angle) y/|y| = |y x z| y/|y|^2
  const double cross = std::abs(y[0] * z[1] - y[1] * z[0]);
  const double angle = std::atan2(cross, y.dot(z));
  return (cross / (length * length) * y.head<2>() + (pi - angle) * z.head<2>()) / (2 * pi);
}

double ReluPlaneModel::kernel(const VectorXd& y, const VectorXd& z) const {
  return y.head<2>().dot(kernelSlope(y, z));  // homogeneous of degree 1 in y
}

double ReluPlaneModel::overlap(const VectorXd& y) const {
  double sum = 0;
  for (Index k = 0; k < coefficients_.size(); ++k) {
    sum += coefficients_[k] * kernel(y, directions_.col(k));
  }
  return sum;
}

double ReluPlaneModel::targetLoss() const {
  return loss(MatrixXd(2, 0), VectorXd(0));
}

void ReluPlaneModel::pull(const MatrixXd& y, const VectorXd& amplitude, VectorXd& force,
                          MatrixXd& slope) const {
  // The residual is one signed measure: the teacher's units, less the network's.
  const Index n = amplitude.size(), m = coefficients_.size();
  Eigen::ArrayXd a(n + m), zx(n + m), zy(n + m), at(n + m), turn(n + m);
  a << -amplitude.array(), coefficients_.array();
  zx << y.leftCols(n).row(0).transpose().array(), directions_.row(0).transpose().array();
  zy << y.leftCols(n).row(1).transpose().array(), directions_.row(1).transpose().array();
  for (Index j = 0; j < n + m; ++j) at[j] = std::atan2(zy[j], zx[j]);
  for (Index i = 0; i < y.cols(); ++i) {
    const double px = y(0, i), py = y(1, i), square = px * px + py * py;
    if (square == 0) {
      slope.col(i).setZero();
      force[i] = 0;
      continue;
    }
    // The gradient of kernelSlope, summed: pi less the angle between two places is the larger of
    // the two ways around, less pi.
    turn = (at - std::atan2(py, px)).abs();
    turn = turn.max(2 * pi - turn) - pi;
    const double radial = (a * (px * zy - py * zx).abs()).sum() / square;
    slope(0, i) = (radial * px + (a * turn * zx).sum()) / (2 * pi);
    slope(1, i) = (radial * py + (a * turn * zy).sum()) / (2 * pi);
    force[i] = px * slope(0, i) + py * slope(1, i);
  }
}

double ReluPlaneModel::loss(const MatrixXd& y, const VectorXd& amplitude) const {
  const Index n = amplitude.size(), m = coefficients_.size();
  MatrixXd places(2, n + m);
  places << y.leftCols(n), directions_;
  VectorXd force(n + m);
  MatrixXd slope(2, n + m);
  pull(places, amplitude, force, slope);
  return 0.5 * (coefficients_.dot(force.tail(m)) - amplitude.dot(force.head(n)));
}

double ReluPlaneModel::target(double angle) const {
  return output(angle, directions_, coefficients_);
}

double ReluPlaneModel::unit(double angle, const double* y) const {
  return std::max(std::cos(angle) * y[0] + std::sin(angle) * y[1], 0.0);
}

void ReluPlaneModel::unitSlope(double angle, const double* y, double* slope) const {
  const bool active = unit(angle, y) > 0;
  slope[0] = active ? std::cos(angle) : 0;
  slope[1] = active ? std::sin(angle) : 0;
}

ParticleFlow::ParticleFlow(std::shared_ptr<const UnitModel> model, Particles start, double alpha,
                           bool positionsMove)
    : model_(std::move(model)),
      start_(std::move(start)),
      now_(start_),
      alpha_(alpha),
      positionsMove_(positionsMove) {
  CHECK(start_.y.rows() == model_->dimension() && start_.y.cols() == start_.size());
  CHECK(start_.weight.size() == start_.size() && alpha > 0);
  amplitude_ = alpha_ * now_.weight.cwiseProduct(now_.c);
  force_.resize(now_.size());
  cRate_.resize(now_.size());
  slope_.resize(now_.y.rows(), now_.y.cols());
  yRate_.resize(now_.y.rows(), now_.y.cols());
}

void ParticleFlow::velocity() {
  model_->pull(now_.y, amplitude_, force_, slope_);
  cRate_ = force_ / alpha_;
  if (positionsMove_) {
    yRate_ = (slope_.array().rowwise() * now_.c.transpose().array()) / alpha_;
  } else {
    yRate_.setZero();
  }
}

void ParticleFlow::add(double dt, const VectorXd& c, const MatrixXd& y) {
  now_.c += dt * c;
  now_.y += dt * y;
  amplitude_ = alpha_ * now_.weight.cwiseProduct(now_.c);
}

void ParticleFlow::step(double dt) {
  velocity();
  dissipated_ += dt * alpha_ * alpha_ *
                 (now_.weight.array() *
                  (cRate_.array().square() + yRate_.colwise().squaredNorm().transpose().array()))
                     .sum();
  add(dt, cRate_, yRate_);
  time_ += dt;
}

void ParticleFlow::rungeKutta(double dt) {
  const Particles from = now_;
  constexpr double kAt[] = {0.5, 0.5, 1.0}, kShare[] = {1.0 / 6, 1.0 / 3, 1.0 / 3, 1.0 / 6};
  VectorXd c = VectorXd::Zero(now_.size());
  MatrixXd y = MatrixXd::Zero(now_.y.rows(), now_.y.cols());
  for (int stage = 0; stage < 4; ++stage) {
    velocity();
    c += kShare[stage] * cRate_;
    y += kShare[stage] * yRate_;
    if (stage == 3) break;
    now_ = from;
    add(kAt[stage] * dt, cRate_, yRate_);
  }
  now_ = from;
  add(dt, c, y);
  time_ += dt;
}

bool ParticleFlow::diverged() const {
  return !(amplitude_.cwiseAbs().sum() <= 1e6) || !(loss() <= 1e12);
}

double ParticleFlow::positionMotion() const {
  return std::sqrt((now_.y - start_.y).colwise().squaredNorm().dot(now_.weight));
}

double ParticleFlow::coefficientMotion() const {
  return std::sqrt((now_.c - start_.c).cwiseAbs2().dot(now_.weight));
}

Particles randomParticles(const UnitModel& model, Index n, Rng& rng) {
  Particles p{VectorXd(n), MatrixXd(model.dimension(), n),
              VectorXd::Constant(n, 1.0 / static_cast<double>(n))};
  for (Index i = 0; i < n; ++i) {
    if (model.dimension() == 1) {
      p.y(0, i) = rng.uniform(0, 2 * pi);
    } else {
      p.y(0, i) = rng.normal();
      p.y(1, i) = rng.normal();
    }
    p.c[i] = rng.normal();
  }
  return p;
}

Particles limitParticles(const UnitModel& model, int positions) {
  const bool torus = model.dimension() == 1;
  const auto [coefficient, coefficientWeight] = gaussHermite(torus ? 12 : 6);
  const auto [radius, radiusWeight] =
      torus ? std::pair(VectorXd(VectorXd::Ones(1)), VectorXd(VectorXd::Ones(1)))
            : gaussLaguerre(3);
  const Index n = coefficient.size() * radius.size() * positions;
  Particles p{VectorXd(n), MatrixXd(model.dimension(), n), VectorXd(n)};
  Index i = 0;
  for (int k = 0; k < positions; ++k) {
    const double angle = 2 * pi * k / positions;
    for (Index r = 0; r < radius.size(); ++r) {
      for (Index j = 0; j < coefficient.size(); ++j, ++i) {
        p.c[i] = coefficient[j];
        p.weight[i] = coefficientWeight[j] * radiusWeight[r] / positions;
        // Half the squared length of a standard normal vector is exponential.
        const double length = std::sqrt(2 * radius[r]);
        if (torus) {
          p.y(0, i) = angle;
        } else {
          p.y(0, i) = length * std::cos(angle);
          p.y(1, i) = length * std::sin(angle);
        }
      }
    }
  }
  return p;
}

std::pair<VectorXd, VectorXd> gaussHermite(int count) {
  CHECK(count >= 1);
  VectorXd off(count - 1);
  for (Index k = 0; k < count - 1; ++k) off[k] = std::sqrt(static_cast<double>(k + 1));
  return gaussRule(VectorXd::Zero(count), off);
}

std::pair<VectorXd, VectorXd> gaussLaguerre(int count) {
  CHECK(count >= 1);
  VectorXd diagonal(count), off(count - 1);
  for (Index k = 0; k < count; ++k) diagonal[k] = 2 * static_cast<double>(k) + 1;
  for (Index k = 0; k < count - 1; ++k) off[k] = static_cast<double>(k) + 1;
  return gaussRule(diagonal, off);
}

}  // namespace basin
