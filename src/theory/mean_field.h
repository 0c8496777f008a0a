#pragma once

#include <memory>
#include <utility>
#include <vector>

#include "base/rng.h"
#include "linalg/types.h"

namespace basin {

/// Particles of a two-layer network: a coefficient and a position each, and the share each has of
/// the whole (1/n, or the weights of a quadrature rule).
struct Particles {
  VectorXd c;       ///< n
  MatrixXd y;       ///< dimension x n
  VectorXd weight;  ///< n, of sum 1
  Index size() const { return c.size(); }
};

/// Units phi(x, y) with a position y under random inputs x, and a target f, known by their averages
/// over x: F(y) = E f phi(., y), K(y, z) = E phi(., y) phi(., z) (Rotskoff and Vanden-Eijnden
/// 2018).
class UnitModel {
 public:
  virtual ~UnitModel() = default;

  /// Length of a position.
  virtual Index dimension() const = 0;
  /// C_f = 1/2 E f^2, the loss of the network that is zero.
  virtual double targetLoss() const = 0;
  virtual double overlap(const VectorXd& y) const = 0;
  virtual double kernel(const VectorXd& y, const VectorXd& z) const = 0;

  /// For every position E r phi(., y_i) and its gradient in y_i, where r = f - sum_j a_j phi(.,
  /// y_j) is what the amplitudes a leave over; the outputs are sized by the caller.
  virtual void pull(const MatrixXd& y, const VectorXd& amplitude, VectorXd& force,
                    MatrixXd& slope) const = 0;
  /// 1/2 E r^2.
  virtual double loss(const MatrixXd& y, const VectorXd& amplitude) const = 0;

  /// Every input can be named by an angle (of the point on the circle, or of the direction in the
  /// plane): f there, phi(., y) there, and its gradient in y into `slope`.
  virtual double target(double angle) const = 0;
  virtual double unit(double angle, const double* y) const = 0;
  virtual void unitSlope(double angle, const double* y, double* slope) const = 0;
  /// sum_j a_j phi(., y_j) there.
  double output(double angle, const MatrixXd& y, const VectorXd& amplitude) const;

  /// r at `points` equally spaced angles.
  VectorXd residualOverAngles(const MatrixXd& y, const VectorXd& amplitude, int points) const;
  /// E g(x) h(x) is this times the sum of g h over `points` equally spaced angles: exact on the
  /// torus for more points than twice the highest mode, up to O(points^-2) in the plane.
  double angleWeight(int points) const { return meanSquareOfRadius() / points; }
  /// 1/2 E r^2 over such angles, independent of F and K.
  double lossOverInputs(const MatrixXd& y, const VectorXd& amplitude, int points) const;
  /// Tangent kernel of the particles between `points` equally spaced angles, times angleWeight: the
  /// linearised network has dr/dt = -Theta r.
  MatrixXd tangentKernel(const Particles& particles, bool positionsMove, int points) const;

 protected:
  virtual double meanSquareOfRadius() const = 0;
};

/// The circle: x uniform, phi(x, y) = sum_k b_k cos k(x - y), f(x) = sum_k f_k cos kx.
class TorusModel final : public UnitModel {
 public:
  /// b_0..b_K and f_0..f_K; the shorter list is filled up with zeros.
  TorusModel(std::vector<double> b, std::vector<double> f);

  Index dimension() const override { return 1; }
  double targetLoss() const override;
  double overlap(const VectorXd& y) const override;
  double kernel(const VectorXd& y, const VectorXd& z) const override;
  void pull(const MatrixXd& y, const VectorXd& amplitude, VectorXd& force,
            MatrixXd& slope) const override;
  double loss(const MatrixXd& y, const VectorXd& amplitude) const override;
  double target(double angle) const override;
  double unit(double angle, const double* y) const override;
  void unitSlope(double angle, const double* y, double* slope) const override;

  /// b_0..b_K.
  const std::vector<double>& unitModes() const { return b_; }
  int modes() const { return static_cast<int>(b_.size()) - 1; }
  /// C(y) = f_0/b_0 + sum_k (2 f_k/b_k) cos ky, with which uniform positions represent f exactly;
  /// modes with b_k = 0 are left out, they cannot be reached.
  double representing(double y) const;
  /// Loss that no network of such units falls below: half the square of the modes with b_k = 0.
  double floor() const;
  /// Coefficients of r in 1, cos x, sin x, cos 2x, ...: 2 modes() + 1.
  VectorXd residual(const MatrixXd& y, const VectorXd& amplitude) const;
  /// 1/2 E of the square of a function with these coefficients.
  double halfSquare(const VectorXd& coefficients) const;

 private:
  double meanSquareOfRadius() const override { return 1; }
  std::vector<double> b_, f_;
};

/// The plane: x standard normal in two dimensions, phi(x, y) = relu(x.y), f = sum_k a_k
/// relu(x.v_k).
class ReluPlaneModel final : public UnitModel {
 public:
  /// Teacher directions v_k as columns (2 x m, not 0) and their coefficients a_k (m).
  ReluPlaneModel(MatrixXd directions, VectorXd coefficients);

  Index dimension() const override { return 2; }
  double targetLoss() const override;
  double overlap(const VectorXd& y) const override;
  double kernel(const VectorXd& y, const VectorXd& z) const override;
  /// Gradient of the kernel in its first argument; 0 at y = 0.
  Eigen::Vector2d kernelSlope(const VectorXd& y, const VectorXd& z) const;
  void pull(const MatrixXd& y, const VectorXd& amplitude, VectorXd& force,
            MatrixXd& slope) const override;
  double loss(const MatrixXd& y, const VectorXd& amplitude) const override;
  double target(double angle) const override;
  double unit(double angle, const double* y) const override;
  void unitSlope(double angle, const double* y, double* slope) const override;

  const MatrixXd& directions() const { return directions_; }

 private:
  double meanSquareOfRadius() const override { return 2; }
  MatrixXd directions_;
  VectorXd coefficients_;
};

/// Gradient descent on the loss of f_n = (alpha/n) sum_i c_i phi(., y_i), in the time in which both
/// scalings learn at a pace that does not depend on n: dc_i/dt = E r phi(., y_i)/alpha, dy_i/dt =
/// c_i E r grad phi(., y_i)/alpha. alpha = 1 is the mean-field scaling, alpha = sqrt n the tangent
/// kernel's. With the weights of a quadrature rule for the starts' distribution and alpha = 1 it is
/// the mean-field limit itself, solved along characteristics.
class ParticleFlow {
 public:
  ParticleFlow(std::shared_ptr<const UnitModel> model, Particles start, double alpha,
               bool positionsMove);

  /// One step of gradient descent: explicit Euler of step dt.
  void step(double dt);
  /// The same step by the classical method of Runge and Kutta, for comparison with the flow.
  void rungeKutta(double dt);

  const UnitModel& model() const { return *model_; }
  const Particles& start() const { return start_; }
  const Particles& now() const { return now_; }
  double alpha() const { return alpha_; }
  double time() const { return time_; }
  /// alpha weight_i c_i, the share of unit i in f_n.
  const VectorXd& amplitude() const { return amplitude_; }
  double loss() const { return model_->loss(now_.y, amplitude_); }
  double output(double angle) const { return model_->output(angle, now_.y, amplitude_); }
  /// The loss is not finite, or above 1e12.
  bool diverged() const;

  /// Root mean square over the particles of |y - y_0| and of |c - c_0|.
  double positionMotion() const;
  double coefficientMotion() const;
  /// sum over the steps of dt alpha^2 sum_i weight_i (c'^2 + |y'|^2): what the flow takes off the
  /// loss, up to the first order in dt.
  double dissipated() const { return dissipated_; }

 private:
  void velocity();
  void add(double dt, const VectorXd& c, const MatrixXd& y);

  std::shared_ptr<const UnitModel> model_;
  Particles start_, now_;
  double alpha_, time_ = 0, dissipated_ = 0;
  bool positionsMove_;
  VectorXd amplitude_, force_, cRate_;
  MatrixXd slope_, yRate_;
};

/// n particles with equal shares, at positions uniform on the circle (torus) or standard normal
/// (plane), with standard normal coefficients.
Particles randomParticles(const UnitModel& model, Index n, Rng& rng);
/// The distribution those are drawn from as a product of quadrature rules with `positions`
/// equidistant angles: the start of the mean-field limit.
Particles limitParticles(const UnitModel& model, int positions);

/// Nodes and weights (of sum 1) of the Gauss rule with `count` >= 1 points for the standard normal.
std::pair<VectorXd, VectorXd> gaussHermite(int count);
/// The same for the density e^-s on s > 0.
std::pair<VectorXd, VectorXd> gaussLaguerre(int count);

}  // namespace basin
