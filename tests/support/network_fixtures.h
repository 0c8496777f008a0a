#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <string>

#include "base/rng.h"
#include "nn/init.h"
#include "nn/network.h"

namespace basin::fixtures {

/// Data that suits a loss: targets +-1 for margin losses, one-hot for cross-entropy.
template <class S>
void makeData(Loss loss, Index n, Index inputs, Index outputs, Rng& rng, Matrix<S>& X,
              Matrix<S>& Y) {
  X.resize(n, inputs);
  Y.setZero(n, outputs);
  for (Index i = 0; i < X.size(); ++i) X.data()[i] = S(rng.normal());
  for (Index i = 0; i < n; ++i) {
    if (loss == Loss::CrossEntropy) {
      Y(i, rng.below(static_cast<int>(outputs))) = 1;
      continue;
    }
    for (Index k = 0; k < outputs; ++k) {
      Y(i, k) = isMarginLoss(loss) ? S(rng.sign()) : S(rng.normal());
    }
  }
}

/// Ways of tying under test: the built-in ones, a map no factory makes, and weights that are fixed.
inline constexpr std::array kTyings = {"none",   "negative", "shared", "convolutional",
                                       "custom", "fixed"};

inline TyingMap makeTying(const std::string& name, const Layout& layout) {
  if (const auto known = tyingFromName(name)) return TyingMap::make(*known, layout);
  if (name == "fixed") {
    std::vector<std::pair<Index, double>> fixed;
    for (Index i = 2; i < layout.weightCount(); i += 3) {
      fixed.emplace_back(i, 0.3 * static_cast<double>(i % 5 - 2));
    }
    return TyingMap::negative(layout).withFixed(fixed);
  }
  // Weight i is theta[i / 2], minus theta of its neighbour in every third row; every seventh is 0.
  TyingMap::Rows rows(static_cast<size_t>(layout.weightCount()));
  const Index parameters = (layout.weightCount() + 1) / 2;
  for (Index i = 0; i < layout.weightCount(); ++i) {
    auto& row = rows[static_cast<size_t>(i)];
    if (i % 7 == 6) continue;
    row.push_back({i / 2, i % 5 == 4 ? -1 : 1});
    if (i % 3 == 2) row.push_back({(i / 2 + 1) % parameters, -1});
  }
  return TyingMap::custom(layout, rows).value();
}

/// Smallest distance of any pre-activation from zero, and of any margin from 1: how far a point is
/// from the kinks of the piecewise activations and losses.
template <class S>
double distanceToKinks(Network<S>& network, const Vector<S>& theta, const Matrix<S>& X,
                       const Matrix<S>& Y) {
  const Matrix<S> f = network.forward(theta, X);
  double nearest = (f.array() * Y.array() - S(1)).abs().minCoeff();
  for (int l = 0; l + 1 < network.architecture().layers(); ++l) {
    nearest = std::min(nearest, double(network.preActivation(l).cwiseAbs().minCoeff()));
  }
  return nearest;
}

/// Whether after a forward pass every hidden layer answers something.
inline bool isAlive(const Network<double>& network) {
  for (int l = 0; l + 1 < network.architecture().layers(); ++l) {
    if (network.activation(l).cwiseAbs().maxCoeff() == 0) return false;
  }
  return true;
}

/// A network with data and parameters away from kinks.
struct Problem {
  Network<double> network;
  LossSpec loss;
  Matrix<double> X, Y;
  Vector<double> theta;
};

inline Problem makeProblem(Activation activation, Loss loss, const std::string& tying, bool skip,
                           bool bias = true) {
  const int outputs = loss == Loss::CrossEntropy ? 3 : loss == Loss::Squared ? 2 : 1;
  const Architecture architecture{.widths = {2, 5, 4, 4, 4, outputs},
                                  .activation = activation,
                                  .slope = 0.1,
                                  .bias = bias,
                                  .skip = skip};
  const Layout layout(architecture);
  Problem p{Network<double>(architecture, makeTying(tying, layout)), {.kind = loss, .power = 3},
            {}, {}, {}};
  for (uint64_t seed = 1;; ++seed) {
    Rng rng(seed);
    // Seven examples: not a multiple of the packet, so padding is at work.
    makeData<double>(loss, 7, 2, outputs, rng, p.X, p.Y);
    // Four layers of exponentials in a row need small weights to stay where differences are exact.
    const double gain = activation == Activation::Exp ? 0.3 : 0.9;
    initialise<double>(layout, p.network.tying(), {.gain = gain, .biasStd = 0.3}, rng, p.theta);
    if (distanceToKinks(p.network, p.theta, p.X, p.Y) > 2e-3 && isAlive(p.network) &&
        p.network.forward(p.theta, p.X).cwiseAbs().maxCoeff() < 3) {
      return p;
    }
  }
}

inline std::string describe(Activation a, Loss l, const std::string& tying, bool skip) {
  return std::string(activationName(a)) + " " + std::string(lossName(l)) + " " + tying +
         (skip ? " skip" : "");
}

}  // namespace basin::fixtures
