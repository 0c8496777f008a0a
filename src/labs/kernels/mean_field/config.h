#pragma once

// Claim. Seen as particles that share one output, the units of a wide network move as if through a
// continuum: with f = (1/n) sum_i c_i phi(., y_i) every particle travels a distance that does not
// depend on n, and the network follows a deterministic limit with fluctuations of variance ~ 1/n.
// With 1/sqrt n in front the particles hardly move, and the tangent kernel of the start decides
// everything.
//
// Equations. Loss C_f - (alpha/n) sum c_i F(y_i) + (alpha^2/2n^2) sum c_i c_j K(y_i, y_j) and its
// gradient flow; the limits are computed in theory/mean_field.h.
//
// References. Rotskoff, Vanden-Eijnden 2018 (arXiv 1805.00915); Mei, Montanari, Nguyen 2018
// (1804.06561); Chizat, Bach 2018 (1805.09545); Sirignano, Spiliopoulos 2018 (1805.01053).
//
// What would falsify it. Displacements that grow or shrink with n under 1/n; a variance over starts
// that does not fall like 1/n; wide networks away from their limit's loss.

namespace basin::mean_field {

enum class Units { Torus, Plane };
enum class Target { Waves, Square, Beyond };
enum class Start { Random, Fitted, Even };

struct Config {
  Units units = Units::Torus;
  int particles = 64;
  double decay = 0.7;  ///< b: mode k of a unit has the size b^k.
  Target target = Target::Waves;
  Start start = Start::Random;
  bool move = true;
  double rate = 0.02;  ///< dt, in the time of the limit.
  double time = 20;
  int runs = 16;  ///< A size and scaling, in the sweep.
};

/// Steps of training: the time in steps of `rate`, one at least.
long stepsOf(const Config& config);

}  // namespace basin::mean_field
