#include "labs/networks/landscape/subjects.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "base/check.h"

namespace basin::landscape {

namespace {

constexpr Index kGoe = 300, kExamples = 400, kWalkDimension = 1000;

/// 1/2 x^T A x - b^T x + c.
class Quadratic final : public Objective<double> {
 public:
  Quadratic(MatrixXd A, VectorXd b, double c) : A_(std::move(A)), b_(std::move(b)), c_(c) {}
  Index size() const override { return A_.rows(); }
  double value(const VectorXd& x) override { return 0.5 * x.dot(A_ * x) - b_.dot(x) + c_; }
  double gradient(const VectorXd& x, VectorXd& g) override {
    g.noalias() = A_ * x;
    const double value = 0.5 * x.dot(g) - b_.dot(x) + c_;
    g -= b_;
    return value;
  }
  void hessianVector(const VectorXd&, const VectorXd& v, VectorXd& out) override {
    out.noalias() = A_ * v;
  }
  bool hasHessian() const override { return true; }
  void hessian(const VectorXd&, MatrixXd& H) override { H = A_; }

 private:
  MatrixXd A_;
  VectorXd b_;
  double c_;
};

/// 1/2 |x|^2: what lies under a random walk.
class Bowl final : public Objective<double> {
 public:
  explicit Bowl(Index n) : n_(n) {}
  Index size() const override { return n_; }
  double value(const VectorXd& x) override { return 0.5 * x.squaredNorm(); }
  double gradient(const VectorXd& x, VectorXd& g) override {
    g = x;
    return value(x);
  }
  void hessianVector(const VectorXd&, const VectorXd& v, VectorXd& out) override { out = v; }
  bool hasHessian() const override { return true; }

 private:
  Index n_;
};

/// (ab - 1)^2/2: a valley along the hyperbola ab = 1 and a saddle at 0.
class Product final : public Objective<double> {
 public:
  Index size() const override { return 2; }
  double value(const VectorXd& x) override {
    const double r = x[0] * x[1] - 1;
    return 0.5 * r * r;
  }
  double gradient(const VectorXd& x, VectorXd& g) override {
    const double r = x[0] * x[1] - 1;
    g.resize(2);
    g << r * x[1], r * x[0];
    return 0.5 * r * r;
  }
  void hessianVector(const VectorXd& x, const VectorXd& v, VectorXd& out) override {
    const double a = x[0], b = x[1], mixed = 2 * a * b - 1;
    out.resize(2);
    out << b * b * v[0] + mixed * v[1], mixed * v[0] + a * a * v[1];
  }
  bool hasHessian() const override { return true; }
};

Toy randomMatrix(Rng& rng) {
  MatrixXd A(kGoe, kGoe);
  for (Index j = 0; j < kGoe; ++j) {
    for (Index i = 0; i <= j; ++i) {
      const double draw = rng.normal() / std::sqrt(static_cast<double>(kGoe));
      A(i, j) = A(j, i) = i == j ? draw * std::sqrt(2.0) : draw;
    }
  }
  return {std::make_unique<Quadratic>(std::move(A), VectorXd::Zero(kGoe), 0), VectorXd::Zero(kGoe)};
}

Toy linearRegression(double ratio, Rng& rng) {
  const auto p = std::max<Index>(2, static_cast<Index>(std::lround(ratio * kExamples)));
  MatrixXd X(kExamples, p);
  VectorXd truth(p);
  for (Index i = 0; i < X.size(); ++i) X.data()[i] = rng.normal();
  for (Index i = 0; i < p; ++i) truth[i] = rng.normal() / std::sqrt(static_cast<double>(p));
  const VectorXd y = X * truth;
  return {std::make_unique<Quadratic>(X.transpose() * X / kExamples, X.transpose() * y / kExamples,
                                      0.5 * y.squaredNorm() / kExamples),
          VectorXd::Zero(p)};
}

}  // namespace

VectorXd pair(double a, double b) {
  VectorXd v(2);
  v << a, b;
  return v;
}

Toy makeToyLoss(const Config& config, Rng rng) {
  switch (config.subject) {
    case Subject::Product:
      return {std::make_unique<Product>(), pair(0.25, -0.2)};
    case Subject::Walk:
      return {std::make_unique<Bowl>(kWalkDimension), VectorXd::Zero(kWalkDimension)};
    case Subject::Goe:
      return randomMatrix(rng);
    case Subject::Regression:
      return linearRegression(config.ratio, rng);
    case Subject::Network:
      break;
  }
  CHECK(false, "a network is no toy");
  return {};
}

}  // namespace basin::landscape
