#include "theory/descent.h"

#include <cmath>
#include <limits>
#include <utility>

#include "base/check.h"

namespace basin {

namespace {

constexpr double kHardness = 1.2;

class Quadratic final : public SmoothFunction {
 public:
  explicit Quadratic(VectorXd eigenvalues) : lambda_(std::move(eigenvalues)) {}
  Index size() const override { return lambda_.size(); }
  double value(const VectorXd& x) override {
    return 0.5 * (lambda_.array() * x.array().square()).sum();
  }
  double gradient(const VectorXd& x, VectorXd& g) override {
    g = lambda_.cwiseProduct(x);
    return value(x);
  }
  void hessianVector(const VectorXd&, const VectorXd& v, VectorXd& out) override {
    out = lambda_.cwiseProduct(v);
  }
  double smoothness() const override { return lambda_.maxCoeff(); }
  double infimum() const override { return 0; }

 private:
  VectorXd lambda_;
};

class Cosines final : public SmoothFunction {
 public:
  Cosines(VectorXd amplitudes, VectorXd frequencies)
      : a_(std::move(amplitudes)), w_(std::move(frequencies)) {}
  Index size() const override { return a_.size(); }
  double value(const VectorXd& x) override {
    // 1 - cos u = 2 sin^2(u/2): exact where f is small.
    return (2 * a_.array() * (0.5 * w_.array() * x.array()).sin().square()).sum();
  }
  double gradient(const VectorXd& x, VectorXd& g) override {
    g = a_.array() * w_.array() * (w_.array() * x.array()).sin();
    return value(x);
  }
  void hessianVector(const VectorXd& x, const VectorXd& v, VectorXd& out) override {
    out = a_.array() * w_.array().square() * (w_.array() * x.array()).cos() * v.array();
  }
  double smoothness() const override { return (a_.array() * w_.array().square()).maxCoeff(); }
  double infimum() const override { return 0; }

 private:
  VectorXd a_, w_;
};

class PseudoHuber final : public SmoothFunction {
 public:
  PseudoHuber(double beta, double D, Index n) : beta_(beta), D_(D), n_(n) {}
  Index size() const override { return n_; }
  double value(const VectorXd& x) override {
    const double q = x.squaredNorm() / (D_ * D_);
    // sqrt(1 + q) - 1 without cancellation.
    return beta_ * D_ * D_ * q / (std::sqrt(1 + q) + 1);
  }
  double gradient(const VectorXd& x, VectorXd& g) override {
    g = beta_ / root(x) * x;
    return value(x);
  }
  void hessianVector(const VectorXd& x, const VectorXd& v, VectorXd& out) override {
    const double r = root(x);
    out = beta_ / r * v - (beta_ * x.dot(v) / (D_ * D_ * r * r * r)) * x;
  }
  double smoothness() const override { return beta_; }
  double infimum() const override { return 0; }

 private:
  double root(const VectorXd& x) const { return std::sqrt(1 + x.squaredNorm() / (D_ * D_)); }

  double beta_, D_;
  Index n_;
};

}  // namespace

std::unique_ptr<SmoothFunction> makeQuadratic(VectorXd eigenvalues) {
  CHECK(eigenvalues.size() > 0 && eigenvalues.minCoeff() >= 0 && eigenvalues.maxCoeff() > 0);
  return std::make_unique<Quadratic>(std::move(eigenvalues));
}

std::unique_ptr<SmoothFunction> makeCosines(VectorXd amplitudes, VectorXd frequencies) {
  CHECK(amplitudes.size() > 0 && amplitudes.size() == frequencies.size());
  CHECK(amplitudes.minCoeff() > 0);
  return std::make_unique<Cosines>(std::move(amplitudes), std::move(frequencies));
}

std::unique_ptr<SmoothFunction> makePseudoHuber(double beta, double D, Index n) {
  CHECK(beta > 0 && D > 0 && n > 0);
  return std::make_unique<PseudoHuber>(beta, D, n);
}

double hardHuberScale(double beta, double epsilon) {
  return kHardness * epsilon / beta;
}

double huberRadius(double beta, double D, double f) {
  const double rise = f / (beta * D * D);
  // (1 + rise)^2 - 1 without cancellation.
  return D * std::sqrt(rise * (rise + 2));
}

double lemmaDecrease(double rate, double beta, double gradientNorm) {
  return rate * (1 - beta * rate / 2) * gradientNorm * gradientNorm;
}

double criticalSteps(double gap, double rate, double beta, double epsilon) {
  const double least = lemmaDecrease(rate, beta, epsilon);
  return least > 0 ? gap / least : std::numeric_limits<double>::infinity();
}

double criticalNorm(double gap, double rate, double beta, double steps) {
  const double least = lemmaDecrease(rate, beta, 1);
  return least > 0 ? std::sqrt(gap / (least * steps)) : std::numeric_limits<double>::infinity();
}

double hardHuberRatio(double rate, double beta) {
  return (1 - beta * rate / 2) / (kHardness * kHardness);
}

}  // namespace basin
