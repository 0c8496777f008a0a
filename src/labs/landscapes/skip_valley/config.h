#pragma once

// Claim. Wire as many hidden units to the output as there are training points, and no point of the
// loss is the floor of a bad valley: from wherever descent is stuck, a path on which the loss never
// rises goes to zero error. Nothing is said about whether descent finds it.
//
// Equations. Psi = what the wired units answer at the N points, u = outputs, wires V(s) = s D.
// Squared loss: D next to Psi D = y - u, L(s) = (1 - s)^2 L(0) exactly. Logistic loss: Psi D = y,
// every margin grows by s, L(s) <= A exp(-s), A = mean exp(-y u). With M < N wires and random
// labels the part 1 - M/N of them stays out of reach (theory/skip_path.h).
//
// Reference. Nguyen, Mukkamala, Hein 2019 (arXiv 1809.10749), Theorem 3.4.
//
// What would falsify it. A loss along the path that rises, or is not the one of the law; a mean
// residual away from 1 - M/N.

#include <vector>

namespace basin::skip_valley {

enum class PathLoss { Squared, Logistic };

struct Config {
  std::vector<int> widths = {30, 1, 1, 1};
  int wired = 30;
  int points = 20;
  bool contradiction = false;
  double gain = 3;
  PathLoss loss = PathLoss::Squared;
  double rate = 0.1;
  int stepLimit = 2000;
  int runs = 10;
};

}  // namespace basin::skip_valley
