#pragma once

#include <memory>

#include "base/rng.h"
#include "labs/networks/landscape/config.h"
#include "train/objective.h"

namespace basin::landscape {

/// A loss that is looked at beside networks, and where its path begins.
struct Toy {
  std::unique_ptr<Objective<double>> loss;
  VectorXd start;
};

/// The loss of a subject other than Network: (ab - 1)^2/2, a bowl in 1000 dimensions under a random
/// walk, x^T A x/2 of a random symmetric 300 x 300 matrix, or linear regression on 400 examples.
Toy makeToyLoss(const Config& config, Rng rng);

/// The vector (a, b).
VectorXd pair(double a, double b);

}  // namespace basin::landscape
