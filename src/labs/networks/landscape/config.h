#pragma once

// Claim. The loss over millions of weights can be looked at: on random planes whose directions are
// scaled by the weights, on the plane that the training path itself spans, along lines and curves
// between solutions, and through the spectrum of its Hessian.
//
// Equations. L(theta + a u + b v); u, v with the row lengths of theta (filter normalisation), or
// the first two principal components of the path (theory/landscape_plane.h, linalg/principal.h).
// Null model: a random walk in many dimensions has 8/(pi (2k-1))^2 of its variance on component k.
// The spectrum by stochastic Lanczos quadrature, with Wigner's and Marchenko and Pastur's laws
// where they apply (theory/spectral_laws.h).
//
// References. Li, Xu, Taylor, Studer, Goldstein 2018 (arXiv 1712.09913); Antognini, Sohl-Dickstein
// 2018 (1806.08805); Ghorbani, Krishnan, Xiao 2019 (1901.10159); Garipov, Izmailov, Podoprikhin,
// Vetrov, Wilson 2018 (1802.10026); Goodfellow, Vinyals, Saxe 2015 (1412.6544).
//
// What would falsify it. A plane whose curvature is not that of the Hessian-vector product; a
// quadrature whose moments miss the exact trace by more than its probes' noise; random matrices or
// walks that leave their laws; a trained curve with a higher mean loss than the straight line.

#include "study/network_setup.h"

namespace basin::landscape {

enum class Subject { Network, Product, Walk, Goe, Regression };
enum class View { Path, Random, Curvature, Solutions };

struct Config {
  Subject subject = Subject::Network;
  NetworkSetup network{
      .set = NetworkSetup::DataSet::Moons, .count = 160, .rate = 0.5, .stepLimit = 400};
  View view = View::Path;
  double reach = 1.3;
  int resolution = 41;
  bool filters = true;
  bool logHeight = true;
  bool fromEnd = true;
  int directionSeed = 1;
  int secondSeed = 2;
  int probes = 10;
  int lanczosSteps = 40;
  double sigma = 0.03;
  double ratio = 0.5;
};

}  // namespace basin::landscape
