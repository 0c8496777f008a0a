#pragma once

// Claim. A student that learns k blocks by weights of their own waits on a plateau at half the
// teacher's variance for a time exponential in k; a student with one weight vector for all blocks
// has a strongly convex loss and arrives in a few steps, whatever k is.
//
// Equations. x_i ~ N(0, I_d), p_w(x) = c w_1.x_1 + cos(sum_i w_i.x_i), teacher w = (u_0, ..., u_0);
// F(w) = 1/2 c^2 |w_1 - u_0|^2 + 1/4 (1 + e^(-2|w|^2)) + 1/4 (1 + e^(-2|u|^2)) - 1/2
// (e^(-|w-u|^2/2) + e^(-|w+u|^2/2)); shared, c^2 - 1.4463 k <= Hessian <= c^2 + 1.4463 k; steps on
// the plateau: the integral of ds / (eta |dF/dw|) (theory/block_cosine.h).
//
// Reference. Shalev-Shwartz, Shamir, Shammah 2017 (arXiv 1706.00687). Its Lemma 2 has a plateau at
// 1 for F without the 1/2; with it, as here, it lies at 1/2.
//
// What would falsify it. A loss below the floor of Lemma 2 at its rho; a run that leaves rho in
// [1/3, 1/2] sooner than Theorem 1 allows, or arrives at another time than the integral says; a
// shared Hessian outside its bounds, or a shared run that needs more steps than they give it.

namespace basin::weight_sharing {

enum class Target { Mid, Low, High };
enum class Direction { Random, Chosen };

struct Config {
  Target target = Target::Mid;
  int blocks = 10;
  int dimension = 2;
  double norm = 1;
  double strength = 2;  // c^2 / k
  double startLength = 0.4;
  Direction direction = Direction::Random;
  double cosine = 0;
  int stepLimit = 30000;
  int runs = 9;
};

/// Loss at which a student has arrived.
inline constexpr double kArrived = 1e-3;

}  // namespace basin::weight_sharing
