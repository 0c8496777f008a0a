#pragma once

// Claim. Under batch normalisation the loss changes less along a step: the band that it runs
// through on the way to four step sizes is several times narrower, and so is the change of the
// gradient. What a step of the layers below does to a layer's gradient, "internal covariate shift",
// is no smaller.
//
// Equations. z = gamma (a - mu)/sqrt(s^2 + epsilon) + shift, and of a unit |dL/da|^2 = gamma^2/s^2
// (|g|^2 - (1.g)^2/m - (g.n)^2/m), g = dL/dz (theory/batch_norm_identity.h). At theta with the
// batch's gradient g, for 8 step sizes alpha in [eta/2, reach eta]: L_alpha = L(theta - alpha g),
// g_alpha its gradient; band [min, max] L_alpha, change max |g - g_alpha|, effective beta max
// |g - g_alpha|/(alpha |g|). Shift of layer l: |G - G'| of its weights' gradients G before and G'
// after the layers below it have made the step, mean over the hidden layers from the second on.
//
// References. Santurkar, Tsipras, Ilyas, Madry 2018 (arXiv 1805.11604); Ioffe, Szegedy 2015
// (1502.03167).
//
// What would falsify it. A gradient off the identity; networks of ten layers whose band is as wide
// with normalisation as without, for most starts; a covariate shift that normalisation makes
// smaller for most starts.

namespace basin::batchnorm {

enum class Units { Relu, Tanh };

struct Config {
  int depth = 10;
  int width = 24;
  Units activation = Units::Relu;
  double rate = 0.1;
  int batch = 64;
  int stepLimit = 300;
  double reach = 4;
  int runs = 5;
};

}  // namespace basin::batchnorm
