#include "theory/saddle_surfaces.h"

#include <algorithm>
#include <cmath>

#include "base/check.h"
#include "linalg/lanczos.h"

namespace basin {

namespace {

// A tenth of the way to the minimum at gamma = 1/2, and always small against sqrt gamma, so that
// the quartic term hardly slows the escape.
double nearlyQuadratic(double gamma) {
  return 0.1 * std::sqrt(2 * gamma);
}

Curvatures planeExtremes(const PlaneJet& j) {
  const double mid = (j.fxx + j.fyy) / 2;
  const double half = std::hypot((j.fxx - j.fyy) / 2, j.fxy);
  return {mid - half, mid + half};
}

}  // namespace

bool SaddleSurface::escaped(const VectorXd& x) const {
  return std::abs(x[escapeAxis()]) >= exitDistance();
}

double PlaneSurface::gradient(const VectorXd& x, VectorXd& g) {
  const PlaneJet j = jet(x[0], x[1]);
  g.resize(2);
  g[0] = j.fx;
  g[1] = j.fy;
  return j.f;
}

void PlaneSurface::hessianVector(const VectorXd& x, const VectorXd& v, VectorXd& out) {
  const PlaneJet j = jet(x[0], x[1]);
  out.resize(2);
  const double first = j.fxx * v[0] + j.fxy * v[1];
  out[1] = j.fxy * v[0] + j.fyy * v[1];
  out[0] = first;
}

StrictSaddle::StrictSaddle(double beta, double gamma) : beta_(beta), gamma_(gamma) {
  CHECK(beta > 0 && gamma > 0, "curvatures must be positive");
  const double y = std::sqrt(gamma);
  points_ = {{0, 0, false}, {0, -y, true}, {0, y, true}};
}

PlaneJet StrictSaddle::jet(double x, double y) const {
  const double y2 = y * y;
  return {.f = beta_ * x * x / 2 - gamma_ * y2 / 2 + y2 * y2 / 4,
          .fx = beta_ * x,
          .fy = -gamma_ * y + y * y2,
          .fxx = beta_,
          .fxy = 0,
          .fyy = -gamma_ + 3 * y2};
}

double StrictSaddle::exitDistance() const {
  return nearlyQuadratic(gamma_);
}

double StrictSaddle::smoothness() const {
  return std::max(beta_, 2 * gamma_);
}

SaddlePair::SaddlePair(double beta, double gamma) : beta_(beta), gamma_(gamma) {
  CHECK(beta > 0 && gamma > 0, "curvatures must be positive");
  // At a minimum with x != 0: x^2 = -p(y), which leaves F(y) = -p^2/4 - gamma y^2/2 + y^4/4 for
  // y > sqrt gamma; F' = f_y is negative at sqrt gamma and grows without bound.
  const auto xAt = [&](double y) { return std::sqrt(std::max(0.0, -jet(0, y).fxx)); };
  double lo = std::sqrt(gamma);
  double hi = 2 * lo;
  while (jet(xAt(hi), hi).fy < 0) hi *= 2;
  for (int i = 0; i < 200; ++i) {
    const double mid = (lo + hi) / 2;
    (jet(xAt(mid), mid).fy < 0 ? lo : hi) = mid;
  }
  const double y = (lo + hi) / 2;
  const double x = xAt(y);
  const double s = std::sqrt(gamma);
  points_ = {{0, 0, false}, {0, -s, false}, {0, s, false}, {-x, -y, true},
             {-x, y, true}, {x, -y, true},  {x, y, true}};
  infimum_ = jet(x, y).f;
  for (const CriticalPoint& p : points_) {
    smoothness_ = std::max(smoothness_, planeExtremes(jet(p.x, p.y)).largest);
  }
}

PlaneJet SaddlePair::jet(double x, double y) const {
  const double s = y * y / gamma_;
  const double n = 1 + s * s;
  const double sy = 2 * y / gamma_;
  const double h = 2 * s * s / n;
  const double hs = 4 * s / (n * n);
  const double hss = 4 * (1 - 3 * s * s) / (n * n * n);
  const double sum = beta_ + gamma_;
  const double p = beta_ - sum * h;
  const double py = -sum * hs * sy;
  const double pyy = -sum * (hss * sy * sy + hs * 2 / gamma_);
  const double x2 = x * x;
  const double y2 = y * y;
  return {.f = p * x2 / 2 + x2 * x2 / 4 - gamma_ * y2 / 2 + y2 * y2 / 4,
          .fx = p * x + x * x2,
          .fy = py * x2 / 2 - gamma_ * y + y * y2,
          .fxx = p + 3 * x2,
          .fxy = py * x,
          .fyy = pyy * x2 / 2 - gamma_ + 3 * y2};
}

double SaddlePair::exitDistance() const {
  return nearlyQuadratic(gamma_);
}

bool SaddlePair::beyond(int saddle, const VectorXd& x) const {
  if (saddle == 0) return escaped(x);
  return std::abs(x[1]) >= std::sqrt(gamma_) / 2 && std::abs(x[0]) >= minimumX() / 2;
}

MonkeySaddle::MonkeySaddle() {
  const double h = std::sqrt(3.0) / 2;
  points_ = {{0, 0, false}, {-1, 0, true}, {0.5, h, true}, {0.5, -h, true}};
}

PlaneJet MonkeySaddle::jet(double x, double y) const {
  const double x2 = x * x;
  const double y2 = y * y;
  const double r2 = x2 + y2;
  return {.f = x * x2 / 3 - x * y2 + r2 * r2 / 4,
          .fx = x2 - y2 + x * r2,
          .fy = -2 * x * y + y * r2,
          .fxx = 2 * x + 3 * x2 + y2,
          .fxy = -2 * y + 2 * x * y,
          .fyy = -2 * x + x2 + 3 * y2};
}

bool MonkeySaddle::escaped(const VectorXd& x) const {
  return jet(x[0], x[1]).f <= infimum() / 10;
}

Octopus::Octopus(int dimension, double L, double gamma, double tau)
    : d_(dimension), L_(L), gamma_(gamma), tau_(tau) {
  CHECK(dimension >= 1 && L > 0 && gamma > 0 && tau > 0, "bad octopus");
  nu_ = 4 * L * tau * tau - g1(2 * tau);
}

double Octopus::g1(double u) const {
  const double w = u - tau_;
  return -gamma_ * u * u + (-14 * L_ + 10 * gamma_) / (3 * tau_) * w * w * w +
         (5 * L_ - 3 * gamma_) / (2 * tau_ * tau_) * w * w * w * w;
}

double Octopus::g1Slope(double u) const {
  const double s = (u - tau_) / tau_;
  return -2 * gamma_ * u +
         tau_ * ((-14 * L_ + 10 * gamma_) * s * s + (10 * L_ - 6 * gamma_) * s * s * s);
}

double Octopus::g1Curvature(double u) const {
  const double s = (u - tau_) / tau_;
  return -2 * gamma_ + 2 * (-14 * L_ + 10 * gamma_) * s + 3 * (10 * L_ - 6 * gamma_) * s * s;
}

double Octopus::g2(double u) const {
  const double s = (u - 2 * tau_) / tau_;
  return -gamma_ - (L_ + gamma_) * s * s * s * (10 + s * (15 + 6 * s));
}

double Octopus::g2Slope(double u) const {
  const double s = (u - 2 * tau_) / tau_;
  return -30 * (L_ + gamma_) / tau_ * s * s * (1 + s * (2 + s));
}

double Octopus::g2Curvature(double u) const {
  const double s = (u - 2 * tau_) / tau_;
  return -30 * (L_ + gamma_) / (tau_ * tau_) * s * (2 + s * (6 + 4 * s));
}

int Octopus::leading(const VectorXd& x) const {
  int k = 0;
  while (k < d_ && std::abs(x[k]) >= 2 * tau_) ++k;
  return k;
}

bool Octopus::inTube(const VectorXd& x) const {
  for (int i = leading(x) + 1; i < d_; ++i) {
    if (std::abs(x[i]) > tau_) return false;
  }
  return true;
}

bool Octopus::onStableManifold(const VectorXd& x) const {
  return (x.tail(d_ - leading(x)).array() == 0).any();
}

double Octopus::value(const VectorXd& x) {
  const int k = leading(x);
  double f = -k * nu_;
  for (int i = 0; i < k; ++i) {
    const double w = std::abs(x[i]) - 4 * tau_;
    f += L_ * w * w;
  }
  if (k == d_) return f;
  const double a = std::abs(x[k]);
  int rest = k + 1;  // the first of the coordinates that only feel L x^2
  if (a <= tau_) {
    f -= gamma_ * a * a;
  } else {
    f += g1(a);
    if (rest < d_) {
      f += g2(a) * x[rest] * x[rest];
      ++rest;
    }
  }
  for (int i = rest; i < d_; ++i) f += L_ * x[i] * x[i];
  return f;
}

double Octopus::gradient(const VectorXd& x, VectorXd& g) {
  const int k = leading(x);
  g.resize(d_);
  for (int i = 0; i < k; ++i) {
    g[i] = 2 * L_ * (x[i] - std::copysign(4 * tau_, x[i]));
  }
  for (int i = k; i < d_; ++i) g[i] = 2 * L_ * x[i];
  if (k < d_) {
    const double a = std::abs(x[k]);
    if (a <= tau_) {
      g[k] = -2 * gamma_ * x[k];
    } else {
      double slope = g1Slope(a);
      if (k + 1 < d_) {
        slope += g2Slope(a) * x[k + 1] * x[k + 1];
        g[k + 1] = 2 * g2(a) * x[k + 1];
      }
      g[k] = std::copysign(1.0, x[k]) * slope;
    }
  }
  return value(x);
}

void Octopus::hessianVector(const VectorXd& x, const VectorXd& v, VectorXd& out) {
  const int k = leading(x);
  out = 2 * L_ * v;
  if (k == d_) return;
  const double a = std::abs(x[k]);
  if (a <= tau_) {
    out[k] = -2 * gamma_ * v[k];
    return;
  }
  out[k] = g1Curvature(a) * v[k];
  if (k + 1 == d_) return;
  const double next = x[k + 1];
  const double mixed = 2 * std::copysign(1.0, x[k]) * g2Slope(a) * next;
  out[k] += g2Curvature(a) * next * next * v[k] + mixed * v[k + 1];
  out[k + 1] = mixed * v[k] + 2 * g2(a) * v[k + 1];
}

Curvatures hessianExtremes(Objective<double>& objective, const VectorXd& x) {
  Rng rng(1);
  const MatrixProduct<double> product = [&](const VectorXd& v, VectorXd& out) {
    objective.hessianVector(x, v, out);
  };
  const auto found = extremeEigenvalues<double>(x.size(), product, static_cast<int>(x.size()), rng);
  return {found.smallest, found.largest};
}

}  // namespace basin
