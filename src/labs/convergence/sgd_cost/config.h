#pragma once

// Claim. Samples averaged in a batch save steps and are nearly free up to the critical batch size
// d + 1, where they cost 1.44 times the least there is; beyond it they are wasted. A full gradient
// is the largest batch there is: all N examples, at most 6 flop each for every weight.
//
// Equations. Linear regression from fresh samples x ~ N(0, I_d): with e = w - w*, batch b and step
// size eta, E|e'|^2 = q |e|^2 + eta^2 noise^2 d/b, q = 1 - 2 eta + eta^2 A, A = 1 + (d + 1)/b. Best
// eta = 1/A, stable below 2/A; samples for a factor F: b log F / log(1 + b/(d + 1))
// (theory/batch_regression.h). Backpropagation: theory/counted_gradient.h.
//
// References. Ma, Bassily, Belkin 2018 (arXiv 1712.06559); McCandlish, Kaplan, Amodei 2018
// (1812.06162); Baur, Strassen 1983 (cost of gradients).
//
// What would falsify it. A measured factor, mean error or number of samples away from its law by
// more than its standard error allows. For the network an observation: a larger batch that gets
// further in as many epochs.

namespace basin::sgd_cost {

struct Config {
  int dimension = 20;
  int batch = 16;
  double rateOverBest = 1;
  double dataNoise = 0.02;
  int runs = 200;
  int count = 512;  // the network's examples
};

/// Mean square error, of 1 at the start, that samples are counted up to.
inline constexpr double kTarget = 1e-3;

}  // namespace basin::sgd_cost
