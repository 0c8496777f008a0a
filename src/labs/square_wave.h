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
// What would falsify it. At depth 3, 60 starts: a tied success rate less than 0.15 above the free
// one. There is no theorem about success rates; they are measured, and the lab says so.

#include "labs/square_wave_race.h"

namespace basin {

/// Optimiser steps of both nets made in one lab step of start number `start` (0, 1, ...): `pace`,
/// and with `accelerate` doubled from start to start, at most what a few milliseconds allow.
int squareWavePace(const SquareWaveConfig& config, int start);

}  // namespace basin
