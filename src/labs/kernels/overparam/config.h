#pragma once

// Claim. A two-layer ReLU network wide enough for its data reaches zero training error from almost
// every start, soon, and without going far: the wider it is, the less its weights move.
//
// Equations. f(x) = m^(-1/2) sum_r a_r relu(w_r.x), a_r fixed, W moved by gradient descent on
// 1/2 |u - y|^2. With the Gram matrix H of the start e_t = (I - eta H)^t e_0 and |W_t - W_0|_F =
// sqrt(a^T H a); relative movement and the share of flipped activations ~ m^(-1/2)
// (theory/lazy_training.h).
//
// References. Du, Zhai, Poczos, Singh 2018 (arXiv 1810.02054); Jacot, Gabriel, Hongler 2018
// (1806.07572); Arora, Du, Hu, Li, Wang 2019 (1901.08584).
//
// What would falsify it. Wide networks that miss zero error, or need longer than the kernel says;
// a movement that does not come to the prediction as the width grows, or does not shrink with it.

namespace basin::overparam {

struct Config {
  int width = 320;
  int points = 40;
  int dimension = 10;
  double rateFactor = 0.5;  // of 1/lambda_max
  int steps = 400;
  int seeds = 5;
  double twins = 0;  // angle between pairs of points with opposite labels, 0: none
};

}  // namespace basin::overparam
