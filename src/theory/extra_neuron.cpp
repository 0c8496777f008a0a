#include "theory/extra_neuron.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "linalg/pack_math.h"

namespace basin {

namespace {

constexpr double kLargestExponent = 50;

// The same bits on every platform: where a valley is too steep for the step a last bit grows.
double exponential(double exponent) {
  return packExp<double>(splat(std::min(exponent, kLargestExponent)))[0];
}

double positive(double z) {
  return std::max(0.0, 1 + z);
}
double hinge(double z) {
  const double p = positive(z);
  return p * p * p;
}
double hingeSlope(double z) {
  return 3 * positive(z) * positive(z);
}
double hingeCurvature(double z) {
  return 6 * positive(z);
}

// What one point needs of theta.
struct At {
  double x, y, active, unit, exponential, margin;
};
At at(const VectorXd& theta, double x, double y) {
  const double before = theta[NeuronLoss::U] * x + theta[NeuronLoss::C1];
  const double unit = std::max(0.0, before);
  const double exponent = theta[NeuronLoss::W] * x + theta[NeuronLoss::B];
  const double exp = exponential(exponent);
  const double output =
      theta[NeuronLoss::V] * unit + theta[NeuronLoss::C0] + theta[NeuronLoss::A] * exp;
  return {x, y, before > 0 ? 1.0 : 0.0, unit, exp, -y * output};
}

// Derivatives of the output by theta.
std::array<double, NeuronLoss::kSize> slopes(const VectorXd& theta, const At& p) {
  const double v = theta[NeuronLoss::V], added = theta[NeuronLoss::A] * p.exponential;
  return {p.unit, v * p.active * p.x, v * p.active, 1, p.exponential, added * p.x, added};
}

}  // namespace

bool LinePoints::realizable() const {
  // All of one class to the left of all of the other.
  for (const double left : {-1.0, 1.0}) {
    bool apart = true;
    for (Index i = 0; i < count(); ++i) {
      for (Index j = 0; j < count(); ++j) {
        apart = apart && !(y[i] == left && y[j] == -left && x[i] >= x[j]);
      }
    }
    if (apart) return true;
  }
  return false;
}

double NeuronLoss::network(const VectorXd& theta, double x) {
  return theta[V] * std::max(0.0, theta[U] * x + theta[C1]) + theta[C0];
}

double NeuronLoss::neuron(const VectorXd& theta, double x) {
  return theta[A] * exponential(theta[W] * x + theta[B]);
}

double NeuronLoss::networkLoss(const VectorXd& theta) const {
  double loss = 0;
  for (Index i = 0; i < points_.count(); ++i) {
    loss += hinge(-points_.y[i] * network(theta, points_.x[i]));
  }
  return loss;
}

double NeuronLoss::value(const VectorXd& theta) {
  double loss = 0.5 * penalty_ * theta[A] * theta[A];
  for (Index i = 0; i < points_.count(); ++i) {
    loss += hinge(at(theta, points_.x[i], points_.y[i]).margin);
  }
  return loss;
}

double NeuronLoss::gradient(const VectorXd& theta, VectorXd& g) {
  g.setZero(kSize);
  g[A] = penalty_ * theta[A];
  double loss = 0.5 * penalty_ * theta[A] * theta[A];
  for (Index i = 0; i < points_.count(); ++i) {
    const At p = at(theta, points_.x[i], points_.y[i]);
    loss += hinge(p.margin);
    const double q = -p.y * hingeSlope(p.margin);
    const auto by = slopes(theta, p);
    for (Index k = 0; k < kSize; ++k) g[k] += q * by[static_cast<std::size_t>(k)];
  }
  return loss;
}

void NeuronLoss::hessian(const VectorXd& theta, MatrixXd& H) {
  H.setZero(kSize, kSize);
  H(A, A) = penalty_;
  const auto both = [&](Index i, Index j, double value) {
    H(i, j) += value;
    if (i != j) H(j, i) += value;
  };
  for (Index i = 0; i < points_.count(); ++i) {
    const At p = at(theta, points_.x[i], points_.y[i]);
    const auto by = slopes(theta, p);
    const Eigen::Map<const VectorXd> slope(by.data(), kSize);
    H += hingeCurvature(p.margin) * slope * slope.transpose();
    const double q = -p.y * hingeSlope(p.margin), added = theta[A] * p.exponential;
    both(V, U, q * p.active * p.x);
    both(V, C1, q * p.active);
    both(A, W, q * p.exponential * p.x);
    both(A, B, q * p.exponential);
    both(W, W, q * added * p.x * p.x);
    both(W, B, q * added * p.x);
    both(B, B, q * added);
  }
}

void NeuronLoss::hessianVector(const VectorXd& theta, const VectorXd& v, VectorXd& out) {
  MatrixXd H;
  hessian(theta, H);
  out.noalias() = H * v;
}

VectorXd deadNetwork(const LinePoints& points) {
  // n+ (1 - c)^2 = n- (1 + c)^2.
  const auto n = static_cast<double>(points.count());
  const double ups = 0.5 * (n + points.y.sum()), downs = n - ups;
  VectorXd theta = VectorXd::Zero(NeuronLoss::kSize);
  theta[NeuronLoss::V] = -1;
  theta[NeuronLoss::C1] = -2;
  theta[NeuronLoss::C0] =
      (std::sqrt(ups) - std::sqrt(downs)) / (std::sqrt(ups) + std::sqrt(downs));
  return theta;
}

double deadLoss(const LinePoints& points) {
  return NeuronLoss(points, 0).networkLoss(deadNetwork(points));
}

MatrixXd deadHessian(const LinePoints& points, double penalty) {
  const double c0 = deadNetwork(points)[NeuronLoss::C0];
  double s = 0, q = 0;
  for (Index i = 0; i < points.count(); ++i) {
    const double margin = -points.y[i] * c0;
    s += hingeCurvature(margin);
    q -= points.y[i] * hingeSlope(margin) * points.x[i];
  }
  MatrixXd H(3, 3);
  H << s, s, 0, s, s + penalty, q, 0, q, 0;
  return H;
}

double neuronAmplitude(double penalty, double time) {
  return 1 / std::sqrt(4 * penalty * time);
}

double neuronLoss(double time) {
  return 1 / (8 * time);
}

double neuronGradientBound(double penalty, double amplitude) {
  return penalty * amplitude * amplitude / std::sqrt(1 + amplitude * amplitude);
}

}  // namespace basin
