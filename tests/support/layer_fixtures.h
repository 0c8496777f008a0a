#pragma once

#include <algorithm>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "nn/window_taps.h"
#include "support/network_fixtures.h"

namespace basin::fixtures {

inline void append(std::vector<LayerSpec>& list, std::vector<LayerSpec> more) {
  for (LayerSpec& layer : more) list.push_back(std::move(layer));
}

/// Hidden layers of dense, batch normalisation and activation; two classes of points in the plane.
inline Architecture batchNormNet(int hidden, int width, Activation activation) {
  std::vector<LayerSpec> list;
  for (int l = 0; l < hidden; ++l) {
    append(list, {DenseLayer{width, false}, BatchNormLayer{}, ActivationLayer{activation}});
  }
  list.push_back(DenseLayer{2});
  return Architecture::ofLayers({2, 1, 1}, list);
}

/// A signal seen through windows of five, the largest answer of each filter, a dense output. `kind`
/// is "dense", "local" (no sharing) or "shared".
inline Architecture signalNet(const std::string& kind, int length, int filters,
                              Activation activation) {
  const int answers = length - 4;
  std::vector<LayerSpec> list;
  if (kind == "dense") {
    append(list, {DenseLayer{filters * answers}, ReshapeLayer{{filters, 1, answers}}});
  } else {
    list.push_back(ConvolutionLayer{filters, Window::line(5), true, kind == "shared"});
  }
  append(list, {ActivationLayer{activation}, PoolingLayer{PoolingKind::Max, Window::whole()},
                DenseLayer{1}});
  return Architecture::ofLayers({1, 1, length}, list);
}

/// The small Alexnet of Zhang et al. 2017 without response normalisation: twice a 5 x 5 convolution
/// and max-pooling, two dense hidden layers; widths divided by `shrink`.
inline Architecture alexnetSmall(int side, int shrink, Activation activation) {
  const auto width = [=](int full) { return std::max(full / shrink, 1); };
  std::vector<LayerSpec> list;
  for (int i = 0; i < 2; ++i) {
    append(list, {ConvolutionLayer{width(64), Window::square(5, 1, 2)}, ActivationLayer{activation},
                  PoolingLayer{PoolingKind::Max, Window::square(3, 2, 1)}});
  }
  for (int units : {384, 192}) {
    append(list, {DenseLayer{width(units)}, ActivationLayer{activation}});
  }
  list.push_back(DenseLayer{10});
  return Architecture::ofLayers({3, side, side}, list);
}

/// The small Inception of Zhang et al. 2017: convolutions of 1 and 3 side by side, halved twice by
/// a convolution beside a max-pooling, the mean over all positions; widths divided by `shrink`.
inline Architecture inceptionSmall(int side, int shrink, bool batchNorm, Activation activation) {
  const auto convolution = [=](int filters, int size, int stride) {
    std::vector<LayerSpec> list{ConvolutionLayer{
        std::max(filters / shrink, 1), Window::square(size, stride, size / 2), !batchNorm}};
    if (batchNorm) list.push_back(BatchNormLayer{});
    list.push_back(ActivationLayer{activation});
    return list;
  };
  const auto inception = [&](int ones, int threes) -> LayerSpec {
    return BranchesLayer{{convolution(ones, 1, 1), convolution(threes, 3, 1)}};
  };
  const auto halve = [&](int filters) -> LayerSpec {
    return BranchesLayer{
        {convolution(filters, 3, 2), {PoolingLayer{PoolingKind::Max, Window::square(3, 2, 1)}}}};
  };
  std::vector<LayerSpec> list = convolution(96, 3, 1);
  append(list,
         {inception(32, 32), inception(32, 48), halve(80), inception(112, 48), inception(96, 64),
          inception(80, 80), inception(48, 96), halve(96), inception(176, 160), inception(176, 160),
          PoolingLayer{PoolingKind::Average, Window::whole()}, DenseLayer{10}});
  return Architecture::ofLayers({3, side, side}, list);
}

/// Distance of the nearest pre-activation of a piecewise activation from zero, and of the largest
/// two numbers under a max-pooling window from each other: how far a point is from kinks.
inline double distanceToLayerKinks(Network<double>& network, const Vector<double>& theta,
                                   const Matrix<double>& X) {
  network.forward(theta, X);
  double nearest = std::numeric_limits<double>::infinity();
  for (const OperationSpec& operation : network.layout().operations()) {
    const Index column = operation.inputs[0].column;
    const Matrix<double> in =
        column < 0 ? X : Matrix<double>(network.value({operation.inShape, column}));
    if (const auto* layer = std::get_if<ActivationLayer>(&operation.kind)) {
      if (layer->kind == Activation::Relu) nearest = std::min(nearest, in.cwiseAbs().minCoeff());
    }
    const auto* pooling = std::get_if<PoolingLayer>(&operation.kind);
    if (!pooling || pooling->kind != PoolingKind::Max) continue;
    const Index positions = operation.inShape.positions();
    std::vector<std::vector<Index>> windows(static_cast<size_t>(operation.outShape.positions()));
    for (const WindowTap& tap : windowTaps(operation.inShape, pooling->window)) {
      windows[tap.to].push_back(tap.from);
    }
    for (Index b = 0; b < in.rows(); ++b) {
      for (Index c = 0; c < operation.inShape.channels; ++c) {
        for (const auto& window : windows) {
          std::vector<double> values;
          for (Index from : window) values.push_back(in(b, c * positions + from));
          std::sort(values.rbegin(), values.rend());
          if (values.size() > 1) nearest = std::min(nearest, values[0] - values[1]);
        }
      }
    }
  }
  return nearest;
}

/// A problem on a network of layers, away from kinks; biases, scales and shifts are random, too.
inline Problem makeLayerProblem(const Architecture& architecture, Loss loss, Index examples,
                                const std::string& tying = "none", double margin = 1e-4) {
  Problem p{Network<double>(architecture, makeTying(tying, Layout(architecture))),
            {.kind = loss},
            {},
            {},
            {}};
  const Layout& layout = p.network.layout();
  for (uint64_t seed = 1;; ++seed) {
    Rng rng(seed);
    makeData<double>(loss, examples, layout.input().shape.units(), layout.output().shape.units(),
                     rng, p.X, p.Y);
    initialise<double>(layout, p.network.tying(), {.scheme = InitScheme::LeCun, .biasStd = 0.3},
                       rng, p.theta);
    for (double& t : p.theta) t += 0.1 * rng.normal();
    Vector<double> averages(p.network.averages().size());
    for (double& a : averages) a = rng.uniform(0.2, 1.5);
    p.network.setAverages(averages);
    bool clear = true;
    for (const bool training : {false, true}) {
      p.network.setTraining(training);
      clear = clear && distanceToLayerKinks(p.network, p.theta, p.X) > margin;
    }
    if (clear) return p;
  }
}

}  // namespace basin::fixtures
