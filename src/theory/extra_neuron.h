#pragma once

#include <utility>

#include "train/objective.h"

namespace basin {

// One exponential neuron added to a network, after Liang, Sun, Lee and Srikant 2018 (arXiv
// 1805.08671): L~ = sum of l(-y (f(x; theta) + a e^(wx + b))) + lambda/2 a^2 with l(z) = max(0, 1 +
// z)^3. The network is f(x) = v relu(ux + c1) + c0 on points of the line.

/// Points of the line and their classes, -1 or 1.
struct LinePoints {
  VectorXd x, y;
  Index count() const { return x.size(); }
  /// Some v relu(ux + c1) + c0, which is monotone, has the right sign at every point.
  bool realizable() const;
};

/// The loss of the network with its neuron over theta = (v, u, c1, c0, a, w, b). Exponents are held
/// below 50. Where relu has its kink second derivatives hold almost everywhere.
class NeuronLoss final : public Objective<double> {
 public:
  enum Place { V, U, C1, C0, A, W, B };
  static constexpr Index kSize = 7;

  NeuronLoss(LinePoints points, double penalty) : points_(std::move(points)), penalty_(penalty) {}

  Index size() const override { return kSize; }
  double value(const VectorXd& theta) override;
  double gradient(const VectorXd& theta, VectorXd& g) override;
  void hessianVector(const VectorXd& theta, const VectorXd& v, VectorXd& out) override;
  bool hasHessian() const override { return true; }
  void hessian(const VectorXd& theta, MatrixXd& H) override;

  /// f(x) of the network alone, and what the neuron adds to it.
  static double network(const VectorXd& theta, double x);
  static double neuron(const VectorXd& theta, double x);
  /// The loss of the network alone.
  double networkLoss(const VectorXd& theta) const;
  const LinePoints& points() const { return points_; }
  double penalty() const { return penalty_; }

 private:
  LinePoints points_;
  double penalty_;
};

/// The network whose unit is dead, v = -1, u = 0, c1 = -2, with the constant output c0 that is best;
/// no neuron. A local minimum of the network's loss, and for two classes not a global one.
VectorXd deadNetwork(const LinePoints& points);
/// Its loss: the least that a constant reaches.
double deadLoss(const LinePoints& points);
/// The Hessian there of L~ over (c0, a, w), whose other rows and columns vanish: [[s, s, 0], [s, s +
/// lambda, q], [0, q, 0]] with s = sum of l'' and q = sum of -y l' x.
MatrixXd deadHessian(const LinePoints& points, double penalty);

/// a(t) of gradient flow once the neuron does the work of two points at -1 and 1: 1/sqrt(4 lambda t).
double neuronAmplitude(double penalty, double time);
/// The loss then, lambda a^2/2 = 1/(8t) for every lambda.
double neuronLoss(double time);
/// A bound below: |grad L~| >= lambda a^2/sqrt(1 + a^2), for a dL/da - dL/db = lambda a^2. So no point
/// with a != 0 is critical.
double neuronGradientBound(double penalty, double amplitude);

}  // namespace basin
