#pragma once

// Claim. On clustered data a wide ReLU network learns without its units changing sides: the share
// of pairs (unit, input) whose activation differs from the start falls like m^(-1/2), so the
// gradient comes to the pseudo-gradient, which has the activations of the start and is that of a
// convex problem.
//
// Equations. f_i(x) = sum_r A_ir relu(w_r.x), A ~ N(0, 1) fixed, w_r ~ N(0, sigma^2 I), sigma =
// m^(-1/2); gradient descent of step size eta0/m on the softmax cross-entropy. Exactly: an
// activation changes only where |w_r(0).x| <= |w_r(t) - w_r(0)|, and a step moves unit r by at most
// eta (max_i A_ir - min_i A_ir) times the mean probability of wrong classes. Hence, for Gaussian
// starts and movements that hardly depend on them, changed share <= sqrt(2/pi) mean|dw|/sigma ~
// m^(-1/2) (theory/clustered_network.h); |g - g~|/|g| ~ its square root.
//
// References. Li and Liang 2018 (arXiv 1808.01204).
//
// What would falsify it. A pair that changed further off than its unit moved; a share above the
// small ball's; slopes in the width other than -1/2, -1/4 and -1.

namespace basin::structured {

/// Widths of the sweep: those of the slopes, or those that are barely enough.
enum class Widths { Wide, Narrow };

struct Config {
  int classes = 3;
  int perClass = 2;
  int dimension = 10;
  int count = 120;
  double radius = 0.02;
  int width = 400;
  bool learnOutput = false;
  double rate = 2;  // times the width
  int steps = 200;
  Widths widths = Widths::Wide;
  int runs = 3;
};

}  // namespace basin::structured
