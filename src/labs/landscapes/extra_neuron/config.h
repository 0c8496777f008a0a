#pragma once

// Claim. Add one exponential neuron to a network, penalise its weight, and every local minimum is a
// global one at which the neuron is switched off and the network alone is optimal. So bad local
// minima are gone. But they are not replaced by good ones: from a bad minimum descent leaves along a
// valley without an end, where the neuron grows ever steeper and ever smaller, the loss goes to
// 0, and the network alone stays as bad as it was.
//
// Equations. L~ = sum l(-y (f(x; theta) + a e^(wx + b))) + lambda/2 a^2, l(z) = max(0, 1 + z)^3; a
// dL~/da - dL~/db = lambda a^2; a(t) -> 1/sqrt(4 lambda t), L~ -> 1/(8t) on two points at -1 and 1
// (theory/extra_neuron.h).
//
// References. Liang, Sun, Lee, Srikant 2018 (arXiv 1805.08671); Kawaguchi, Kaelbling 2019
// (1901.00279); Sohl-Dickstein, Kawaguchi 2019 (1901.03909).
//
// What would falsify it. A gradient below lambda a^2/sqrt(1 + a^2); a network with a dead unit whose
// loss is below that of the best constant; an amplitude that does not follow 1/sqrt(4 lambda t)
// while descent follows the gradient flow.

#include <string>

namespace basin::extra_neuron {

struct Config {
  double penalty = 0.1;
  double rate = 0.01;
  int stepLimit = 100000;
  double amplitude = 0.01;
  double steepness = 0.01;
  std::string samples = "-1,-1; 1,1";
};

}  // namespace basin::extra_neuron
