#pragma once

// Claim. Gradient descent that starts near the stable manifold of a strict saddle stays there for a
// time that grows like the logarithm of its distance; noise, or one small random kick where the
// gradient vanishes, leaves in a time that no longer depends on the start. With d saddles in a row
// plain descent needs time exponential in d, perturbed descent about the same time at each saddle.
//
// Equations. T = log(y1/|y0|) / log(1 + eta gamma); with noise y0 becomes |y0 + s Z|,
// s = eta sigma / sqrt(n) / sqrt((1 + eta gamma)^2 - 1); T_{k+1} = (1 + kappa) T_k + const with
// kappa = -log(1 - 2 eta L) / log(1 + 2 eta gamma) (theory/escape.h).
//
// References. Ge, Huang, Jin, Yuan 2015 (arXiv 1503.02101); Lee, Simchowitz, Jordan, Recht 2016
// (1602.04915); Jin, Ge, Netrapalli, Kakade, Jordan 2017 (1703.00887); Du, Jin, Lee, Jordan,
// Poczos, Singh 2017 (1705.10412).
//
// What would falsify it. A run that escapes before the law's time or later than the proven slack;
// a median of 200 noisy runs off by more than sampling allows; leave times of plain descent whose
// increments do not grow by 1 + kappa; perturbed descent that does not fall by f_th in t_th steps.

#include <memory>

#include "theory/escape_runs.h"

namespace basin::saddle {

enum class Shape { Strict, Pair, Monkey, Octopus };
enum class Side { Above, On, Below };
enum class PerturbedMode { Practical, Theorem };

struct Config {
  Shape surface = Shape::Strict;
  double gamma = 0.5;
  int dimension = 6;  // octopus
  double stable = 1;  // octopus: L
  double tube = 1;    // octopus: tau
  double startX = 0.8;
  double startY = 1e-4;
  Side side = Side::Above;
  double rate = 0.1;
  double noise = 0.01;
  int maxSteps = 20000;
  PerturbedMode perturbed = PerturbedMode::Practical;
  double radius = 0.1, threshold = 0.1;
  int wait = 20;
  double ell = 2.5, rho = 6, epsilon = 0.04, c = 0.5, delta = 0.1;
  bool showPlain = true, showNoisy = true, showPerturbed = true;
  int plane = 0;  // octopus: 0 follows plain descent, else this saddle's plane
};

/// Curvature across the first saddle of the plane surfaces (beta of the theory).
inline constexpr double kBeta = 1;

std::unique_ptr<SaddleSurface> makeSurface(const Config& config);

/// Where the walkers start: (start-x, y0) on plane surfaces; on the octopus y0 is the first
/// coordinate and start-x all others, held within the tube. y0 carries the side's sign, 0 on it.
VectorXd startOf(const Config& config);

/// Constants of a walker. The theorem's Delta f is f(start) - inf f.
DescentSpec descentOf(const Config& config, SaddleSurface& surface, Descent kind);

}  // namespace basin::saddle
