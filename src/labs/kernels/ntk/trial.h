#pragma once

#include <array>
#include <memory>
#include <vector>

#include "labs/kernels/ntk/config.h"
#include "theory/kernel_flow.h"
#include "theory/wide_network.h"

namespace basin::ntk {

/// Training points and the places on the unit circle where functions are compared.
struct Task {
  explicit Task(const Config& config, std::uint64_t seed);

  MatrixXd X;            ///< n x 2, at the angles 2 pi i / n.
  VectorXd y;            ///< Labels +-1.
  MatrixXd all;          ///< X, then kGrid places on the circle.
  KernelMatrices exact;  ///< Between all of `all`.
  KernelFlow flow;       ///< Of the exact kernel on X.

  static constexpr Index kGrid = 96;
  /// Angle of a place of the grid in degrees.
  static double degrees(Index place) { return 360.0 * static_cast<double>(place) / kGrid; }
  /// The 16 places half way between 2 pi i / 16, where gaps are measured.
  static bool isTest(Index place) { return place % 6 == 3; }

  Index n() const { return X.rows(); }
  /// Kernel rows of the grid's places against X.
  MatrixXd gridBlock(const MatrixXd& kernel) const { return kernel.block(n(), 0, kGrid, n()); }

 private:
  static MatrixXd circle(int points);
  static VectorXd labels(int points, std::uint64_t seed);
};

/// How far from its limit a network is.
struct Gaps {
  double toKernel = 0;    ///< Network and exact kernel, rms over the test places.
  double toTwin = 0;      ///< Network and linear twin.
  double kernel = 0;      ///< |Theta_0 - Theta|_F / |Theta|_F on X.
  double drift = 0;       ///< |Theta_T - Theta_0|_F / |Theta_0|_F on X.
  double motion = 0;      ///< |theta_T - theta_0| / |theta_0|.
  double closedForm = 0;  ///< Largest difference of the twin from its closed form.
};

/// A network of one width on its way, its linear twin and what the exact kernel predicts.
class Trial {
 public:
  /// Draws its weights from `rng`. The task must outlive it.
  Trial(const Config& config, const Task& task, int width, double multiplier, const Rng& rng);

  /// So many steps of gradient descent, up to config.steps in all.
  void advance(int steps);
  bool finished() const { return diverged_ || step_ >= steps_; }
  bool diverged() const { return diverged_; }
  int step() const { return step_; }
  int width() const { return width_; }
  double rate() const { return rate_; }
  /// Step size beyond which the linear twin diverges, 2 / lambda_max of the kernel at the start.
  double largestRate() const { return largestRate_; }

  /// Functions on the grid: of the network now, of its linear twin now, and of the exact kernel
  /// after as many steps.
  VectorXd network() const;
  VectorXd twin() const;
  VectorXd predicted() const;
  /// Residual y - f of the network in the exact kernel's eigenbasis.
  const std::vector<std::pair<double, VectorXd>>& modes() const { return modes_; }
  VectorXd firstResidual() const;

  /// Kernels between all points: at the start, and on X now.
  const MatrixXd& firstKernel() const { return firstKernel_; }
  MatrixXd kernelNow() const;

  /// How far it is from its limit now.
  Gaps gaps() const;

  /// Weights of the first layer at the start and now (rows: neurons).
  const MatrixXd& firstWeights() const { return start_[0].firstLayer(); }
  const MatrixXd& weights() const { return now_[0].firstLayer(); }

 private:
  VectorXd evaluate(std::vector<WideNetwork<double>>& networks, const MatrixXd& X) const;
  MatrixXd kernelOf(std::vector<WideNetwork<double>>& networks, const MatrixXd& X) const;

  const Task* task_;
  int width_, steps_, step_ = 0;
  double multiplier_, rate_, largestRate_;
  bool diverged_ = false;
  // One network, or two equal ones whose difference over sqrt 2 is trained: it starts at f = 0.
  std::vector<WideNetwork<double>> start_, now_;
  MatrixXd firstKernel_;
  VectorXd first_;  // f_0 on all points
  VectorXd twin_;   // linear twin on all points
  std::vector<std::pair<double, VectorXd>> modes_;
  int nextMode_ = 0;
};

}  // namespace basin::ntk
