#pragma once

// Claim. Gradient descent with steps below 2/beta, beta a bound on the curvature, takes at least
// eta (1 - beta eta/2) |g|^2 off f in every step, and so meets a gradient as small as epsilon
// within 2 beta (f0 - f*)/epsilon^2 steps. Above 2/beta the steepest direction blows up. A network
// has no such beta: full-batch descent drives its sharpness lambda_max up to 2/eta and stays there.
//
// Equations. f(x - eta g) <= f(x) - eta (1 - beta eta/2) |g|^2; T <= (f0 - f*) / (eta (1 - beta
// eta/2) epsilon^2); on a quadratic x_i <- (1 - eta lambda_i) x_i (theory/descent.h).
//
// References. Nesterov 2004, Introductory lectures on convex optimization, 1.2.3; Cohen, Kaur, Li,
// Kolter, Talwalkar 2021 (arXiv 2103.00065).
//
// What would falsify it. A step that takes off less than the lemma promises; a gradient that stays
// above epsilon longer than the bound; a stable quadratic above 2/beta. For networks an
// observation, no theorem: a sharpness that, having come to 2/eta, does not stay near it.

namespace basin::gd {

enum class Model { Network, Quadratic, Cosine, Huber };

struct Config {
  Model model = Model::Network;
  double rate = 0.35;
  double epsilon = 0.03;
  int stepLimit = 5000;
  int width = 20;           // network
  bool randomStart = true;  // cosine
  double startX = 1;
  double startY = 1;
};

/// Curvatures of the quadratic's three coordinates.
inline constexpr double kCurvatures[] = {4, 1, 0.25};

}  // namespace basin::gd
