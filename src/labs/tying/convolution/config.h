#pragma once

// Claim. A network whose detectors are one detector moved to all places (a convolution, then a
// maximum) learns to find a pattern from few examples, and finds it where it never was; the same
// detectors without tying, and a network with all connections, need many more and find it only
// where they saw it.
//
// Equation. z(f, t) = b_f + sum_j w_fj x_(t+j), f(x) = c + sum_f v_f max_t relu(z(f, t)): moving x
// moves z, and the maximum does not notice. F (p + 2) + 1 parameters, against F P (p + 1) + F + 1
// with a filter of its own for each of the P = L - p + 1 windows, and F P (L + 2) + 1 with all
// connections. The best answer any detector can give is the sign of the likelihood ratio
// (theory/pattern_detection.h).
//
// References. LeCun, Boser, Denker, Henderson, Howard, Hubbard, Jackel 1989; Li, Zhang, Arora 2020
// (arXiv 2010.08515); Du, Wang, Zhai, Balakrishnan, Salakhutdinov, Singh 2018 (arXiv 1805.07883).
//
// What would falsify it. A convolution whose answer depends on where a noise-free pattern sits; a
// network that beats the likelihood ratio. How many examples each needs is measured, no theorem.

#include "theory/pattern_detection.h"

namespace basin::convolution {

struct Config {
  PatternQuestion question = PatternQuestion::Presence;
  int length = 32;
  int patternLength = 5;
  double strength = 5;
  double seenShare = 0.5;
  int count = 256;
  int filters = 4;
  double rate = 0.02;
  int stepLimit = 600;
  int runs = 4;
};

}  // namespace basin::convolution
