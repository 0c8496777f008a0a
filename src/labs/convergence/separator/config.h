#pragma once

#include "theory/margin_network.h"

// Claim. On linearly separable data a two-layer leaky-ReLU network with a fixed output layer makes
// at most M updates in all, whatever its width: stochastic descent on a loss that is not convex
// ends at zero loss, and what it then says of new examples is bounded by M over their number.
//
// Equations. N(x) = sum_r v_r s(w_r.x), v = (1, ..., 1, -1, ..., -1)/sqrt(2k), hinge loss
// max(1 - y N(x), 0), one example at a time. Every update adds at least eta alpha/|w*| to
// W.W*/|W*| and at most 2 eta + eta^2 to |W|^2, so that |W.W*| <= |W||W*| ends them after M =
// |w*|^2/alpha^2 (1 + 2/eta) and what the start adds (theory/margin_network.h). |dL/dW| >=
// alpha/|w*| times the share of examples with a loss: no critical point but at zero loss. Error on
// new examples <= 8 M log(n/delta)/n. ReLU (alpha = 0) on n orthonormal examples arrives from a
// share (1 - 2^-k)^n of the starts.
//
// References. Brutzkus, Globerson, Malach, Shalev-Shwartz 2018 (arXiv 1710.10174); Novikoff 1962;
// Shalev-Shwartz and Ben-David 2014, Corollary 30.3.
//
// What would falsify it. A run of more than M updates, an update that breaks one of the two sides
// of the squeeze, an end with a loss, an error above its bound.

namespace basin::separator {

/// What is learnt: a sphere with a gap of the margin, the axes, or a sphere without a gap.
enum class Dataset { Gap, Axes, NoGap };

struct Config {
  Dataset dataset = Dataset::Gap;
  int dimension = 2;
  double margin = 0.2;
  int count = 100;
  int pairs = 10;
  double slope = 0.5;
  bool learnOutput = false;
  double rate = 1;
  double startNorm = 0.01;
  int runs = 10;

  MarginModel model() const { return {pairs, slope, rate, startNorm, learnOutput}; }
  /// Whether the theorem speaks of it.
  bool bounded() const { return slope > 0 && !learnOutput; }
};

}  // namespace basin::separator
