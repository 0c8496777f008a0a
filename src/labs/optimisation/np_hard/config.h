#pragma once

// Claim. Whether the AND of two half-spaces, a network of three nodes, can fit given examples is as
// hard to decide as whether a set can be split, that is, its elements coloured with two colours so
// that no given subset has one colour only. On the seven lines of the Fano plane no training can
// ever succeed; with one line less a fit exists, and most starts miss it; wider networks find one.
//
// Equations. Examples: the origin and sum_{i in c} e_i for each subset c are positive, each e_i is
// negative. h half-spaces fit if and only if h colours leave no subset monochromatic
// (theory/set_splitting.h). Trained is p(x) = prod s(w_i.x + b_i), on its mean cross entropy
// (theory/halfspace_and.h). Trying all divisions of n negatives takes 2^(n - 1) pairs of linear
// programs.
//
// References. Blum, Rivest 1992 (Neural Networks 5, 117-127); Lawson, Hanson 1974; Wilson 1927.
//
// What would falsify it. One run that fits with fewer half-spaces than colours; a division found
// where there is no colouring, or none where there is one.

#include <string>

namespace basin::np_hard {

enum class Dataset { FanoLess, Fano, ExclusiveOr, Own };

struct Config {
  Dataset dataset = Dataset::FanoLess;
  std::string subsets = "12 13 14 23 24 34";
  int width = 2;
  double rate = 0.5;
  int stepLimit = 3000;
  int runs = 40;
};

}  // namespace basin::np_hard
