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

namespace basin {

enum class MeanFieldModel { Torus, Plane };
enum class MeanFieldTarget { Waves, Square, Beyond };
enum class MeanFieldStart { Random, Fitted, Even };

struct MeanFieldConfig {
  MeanFieldModel model = MeanFieldModel::Torus;
  int particles = 64;
  double decay = 0.7;
  MeanFieldTarget target = MeanFieldTarget::Waves;
  MeanFieldStart start = MeanFieldStart::Random;
  bool move = true;
  double rate = 0.02;
  double time = 20;
  int runs = 16;
};

}  // namespace basin
