#pragma once

#include <vector>

#include "nn/network.h"

namespace basin {

/// The fold z_l(x) of x in [0, 1], level >= 1: z_1 = x - 1/2, z_l = |z_{l-1}| - 2^-l (the tent map
/// of Telgarsky 2015, arXiv 1509.08101, centred). Its range is [-2^-l, 2^-l], and for uniform x it
/// is uniform there.
double foldValue(double x, int level);

/// The square wave 1[z_L(x) > 0], period 2^(2-L): ones at both ends for L >= 2, half of [0, 1] is
/// ones.
bool squareWave(double x, int level);

/// Where the square wave switches, in order: (2j - 1) / 2^L for j = 1 ... 2^(L-1).
std::vector<double> squareWaveSwitches(int level);

/// Mean of log(1 + e^(-K |z_L(x)|)) over x in [0, 1]: the logistic loss of the logit K z_L against
/// the square wave, in closed form. As |z_L| is uniform on [0, 2^-L] it is (2^L / K) (pi^2/12 +
/// Li_2(-e^-a)) with a = K 2^-L, hence it doubles with every level while a >> 1. For K >= 2^level.
double foldLoss(int level, double steepness);

/// The shape of the network that computes the fold: one input, `depth` >= 1 hidden ReLU layers of
/// `width` >= 2 units, one logit.
Architecture foldArchitecture(int depth, int width);

/// Parameters with which a foldArchitecture network, fed x - shift, returns the logit K z_L(x):
/// units 0 and 1 of hidden layer l hold relu(z_l) and relu(-z_l), whose sum is |z_l|, and the
/// output is K (relu(z_L) - relu(-z_L)); all further units are zero. `tying` must admit them, as
/// none and negative do.
VectorXd foldParameters(const Layout& layout, const TyingMap& tying, double shift,
                        double steepness);

}  // namespace basin
