#pragma once

#include <memory>
#include <vector>

#include "train/objective.h"

namespace basin {

/// A point of the plane where the gradient vanishes.
struct CriticalPoint {
  double x = 0;
  double y = 0;
  bool minimum = false;  ///< Otherwise a saddle.
};

/// Value, gradient and Hessian of a function of two variables at one point.
struct PlaneJet {
  double f = 0, fx = 0, fy = 0, fxx = 0, fxy = 0, fyy = 0;
};

/// A function whose critical points are known: the origin is a saddle, further ones may follow it.
class SaddleSurface : public Objective<double> {
 public:
  bool hasHessian() const override { return true; }

  /// gamma > 0 when the Hessian at the origin has the eigenvalue -gamma; 0: the saddle is not
  /// strict.
  virtual double escapeCurvature() const = 0;
  /// Coordinate along which that eigenvector points.
  virtual Index escapeAxis() const = 0;
  /// Distance along escapeAxis() up to which f is quadratic, or nearly so; where escape is timed.
  virtual double exitDistance() const = 0;
  /// Positive eigenvalue of the Hessian at the origin (all positive ones are equal); 0 if none.
  virtual double stableCurvature() const = 0;
  /// True once the first saddle counts as escaped: |x[escapeAxis()]| >= exitDistance() if strict.
  virtual bool escaped(const VectorXd& x) const;
  /// Number of saddles that descent meets one after the other, >= 1.
  virtual int saddles() const { return 1; }
  /// True when x lies beyond the saddle with this number, 0 <= saddle < saddles().
  virtual bool beyond(int saddle, const VectorXd& x) const = 0;
  /// True when x lies exactly on a set which plain descent never leaves and which ends at a saddle.
  virtual bool onStableManifold(const VectorXd& x) const = 0;
  /// inf f.
  virtual double infimum() const = 0;
  /// beta: largest Hessian eigenvalue at the critical points. Steps above 2/beta overshoot there.
  virtual double smoothness() const = 0;
};

/// A surface over the plane, given by its jet.
class PlaneSurface : public SaddleSurface {
 public:
  virtual PlaneJet jet(double x, double y) const = 0;
  virtual const std::vector<CriticalPoint>& criticalPoints() const = 0;

  Index size() const final { return 2; }
  double value(const VectorXd& x) final { return jet(x[0], x[1]).f; }
  double gradient(const VectorXd& x, VectorXd& g) final;
  void hessianVector(const VectorXd& x, const VectorXd& v, VectorXd& out) final;
  Index escapeAxis() const final { return 1; }
};

/// f = beta x^2/2 - gamma y^2/2 + y^4/4: a strict saddle at 0 between the minima (0, +-sqrt gamma)
/// with f = -gamma^2/4. beta, gamma > 0.
class StrictSaddle final : public PlaneSurface {
 public:
  StrictSaddle(double beta, double gamma);
  PlaneJet jet(double x, double y) const override;
  const std::vector<CriticalPoint>& criticalPoints() const override { return points_; }
  double escapeCurvature() const override { return gamma_; }
  double exitDistance() const override;
  double stableCurvature() const override { return beta_; }
  bool beyond(int, const VectorXd& x) const override { return escaped(x); }
  bool onStableManifold(const VectorXd& x) const override { return x[1] == 0; }
  double infimum() const override { return -gamma_ * gamma_ / 4; }
  double smoothness() const override;

 private:
  double beta_, gamma_;
  std::vector<CriticalPoint> points_;
};

/// f = p(y) x^2/2 + x^4/4 - gamma y^2/2 + y^4/4 with p(y) = beta - 2 (beta + gamma) s^2/(1 + s^2),
/// s = y^2/gamma: two strict saddles in a row. At the origin x contracts (curvature beta) and y
/// expands (-gamma); y runs to +-sqrt gamma, where x has the curvature -gamma. beta, gamma > 0.
class SaddlePair final : public PlaneSurface {
 public:
  SaddlePair(double beta, double gamma);
  PlaneJet jet(double x, double y) const override;
  const std::vector<CriticalPoint>& criticalPoints() const override { return points_; }
  double escapeCurvature() const override { return gamma_; }
  double exitDistance() const override;
  double stableCurvature() const override { return beta_; }
  int saddles() const override { return 2; }
  bool beyond(int saddle, const VectorXd& x) const override;
  bool onStableManifold(const VectorXd& x) const override { return x[0] == 0 || x[1] == 0; }
  double infimum() const override { return infimum_; }
  double smoothness() const override { return smoothness_; }
  /// |x| and |y| of the four minima.
  double minimumX() const { return points_.back().x; }
  double minimumY() const { return points_.back().y; }

 private:
  double beta_, gamma_, infimum_ = 0, smoothness_ = 0;
  std::vector<CriticalPoint> points_;
};

/// f = (x^3 - 3 x y^2)/3 + (x^2 + y^2)^2/4: a monkey saddle at 0 (zero Hessian: not strict) between
/// three minima at distance 1 with f = -1/12. Plain descent stays on the ray y = 0, x > 0.
class MonkeySaddle final : public PlaneSurface {
 public:
  MonkeySaddle();
  PlaneJet jet(double x, double y) const override;
  const std::vector<CriticalPoint>& criticalPoints() const override { return points_; }
  double escapeCurvature() const override { return 0; }
  double exitDistance() const override { return 0.5; }
  double stableCurvature() const override { return 0; }
  /// A tenth of the way down.
  bool escaped(const VectorXd& x) const override;
  bool beyond(int, const VectorXd& x) const override { return escaped(x); }
  bool onStableManifold(const VectorXd& x) const override { return x[1] == 0 && x[0] >= 0; }
  double infimum() const override { return -1.0 / 12; }
  double smoothness() const override { return 3; }

 private:
  std::vector<CriticalPoint> points_;
};

/// The tube of d strict saddles in a row on which plain gradient descent takes time exponential in
/// d (Du, Jin, Lee, Jordan, Poczos, Singh 2017, arXiv 1705.10412): saddle k has the first k
/// coordinates at +-4 tau and the others at 0; there coordinate k has the curvature -2 gamma and
/// all others 2 L. Defined and twice continuously differentiable inside the tube: while coordinate
/// k is the first with |x_k| < 2 tau, all later ones stay below tau. 2^d minima at (+-4 tau, ...).
class Octopus final : public SaddleSurface {
 public:
  /// dimension >= 1; L, gamma, tau > 0.
  Octopus(int dimension, double L, double gamma, double tau);

  Index size() const override { return d_; }
  double value(const VectorXd& x) override;
  double gradient(const VectorXd& x, VectorXd& g) override;
  void hessianVector(const VectorXd& x, const VectorXd& v, VectorXd& out) override;

  /// The Hessian at the origin is diag(-2 gamma, 2 L, ..., 2 L).
  double escapeCurvature() const override { return 2 * gamma_; }
  Index escapeAxis() const override { return 0; }
  double exitDistance() const override { return tau_; }
  double stableCurvature() const override { return 2 * L_; }
  int saddles() const override { return d_; }
  /// At least saddle + 1 leading coordinates have |x_i| >= 2 tau.
  bool beyond(int saddle, const VectorXd& x) const override { return leading(x) > saddle; }
  bool onStableManifold(const VectorXd& x) const override;
  double infimum() const override { return -d_ * nu_; }
  double smoothness() const override { return 2 * L_; }

  /// Number of leading coordinates with |x_i| >= 2 tau: the saddle x is at or on its way from.
  int leading(const VectorXd& x) const;
  /// True inside the tube described above.
  bool inTube(const VectorXd& x) const;
  /// nu = 4 L tau^2 - g1(2 tau): how much lower each saddle lies than the one before.
  double drop() const { return nu_; }
  double tau() const { return tau_; }

  /// The splines on [tau, 2 tau]: f = g1(u) + g2(u) v^2 while coordinate u moves from saddle k
  /// towards 4 tau and v is the next one.
  double g1(double u) const;
  double g1Slope(double u) const;
  double g1Curvature(double u) const;
  double g2(double u) const;
  double g2Slope(double u) const;
  double g2Curvature(double u) const;

 private:
  int d_;
  double L_, gamma_, tau_, nu_ = 0;
};

/// Smallest and largest eigenvalue of the Hessian at x.
struct Curvatures {
  double smallest = 0;
  double largest = 0;
};
Curvatures hessianExtremes(Objective<double>& objective, const VectorXd& x);

}  // namespace basin
