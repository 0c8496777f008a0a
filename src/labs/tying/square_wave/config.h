#pragma once

// Claim. A ReLU network of L hidden layers with 2 units each can represent a square wave of 2^(L-1)
// switches exactly, yet gradient descent on all its weights nearly always fails; tying the two
// units of a layer negatively (incoming weights and bias of unit 2 are minus those of unit 1)
// halves the hidden parameters and multiplies the chance of success. Talk of H. G. Ramaswamy.
//
// Equation. z_1 = x - 1/2, z_l = |z_{l-1}| - 2^-l, |z| = relu(z) + relu(-z), y = 1[z_L > 0]: the
// correct weights are a negatively tied network (theory/fold.h; folding after Telgarsky 2015/2016,
// arXiv 1509.08101 and 1602.04485).
//
// Mechanism. A free layer can die (both units 0 everywhere, the output constant); a tied layer
// cannot, because relu(z) + relu(-z) = |z|.
//
// Growth. A net that learns the wave of one level before the next layer comes, and whose new layer is
// a fold of what it sees (equal weights 1/mean|z|, bias -1: zero in the middle of |z|'s range) under an
// output that begins at 0, solves it at every depth in the same number of steps.
//
// What would falsify it. At depth 3, 60 starts: a tied success rate less than 0.15 above the free
// one. There is no theorem about success rates; they are measured, and the lab says so.

namespace basin::square_wave {

enum class Optimiser { Adam, Momentum };
/// What a run is: many starts of one net, or a few at every depth and width.
enum class Experiment { Race, Map };
/// How the third net grows: not at all; by a layer as random as at a start; by a fold under an output
/// as random; by a fold under an output of zeros.
enum class Growth { None, Random, Fold, FoldFromZero };
enum class Nodes { Output, PreActivation };

struct Config {
  Experiment experiment = Experiment::Race;
  int depth = 3;
  int width = 2;
  bool centred = true;
  Optimiser optimiser = Optimiser::Adam;
  double rate = 0.01;
  double momentum = 0.9;
  int batch = 128;
  double biasSd = 0;
  Growth growth = Growth::None;
  int starts = 60;
  int trainSteps = 2000;
  int pace = 8;
  bool accelerate = true;
  Nodes nodes = Nodes::Output;
};

/// Training points x_i = (i + 1/2) / 128; they resolve every switch up to depth 5.
inline constexpr int kPoints = 128;
/// A start counts as solved at this training accuracy or more.
inline constexpr double kSolved = 0.98;

}  // namespace basin::square_wave
