#pragma once

#include <vector>

#include "base/result.h"
#include "nn/layer.h"

namespace basin {

/// The shape of a network: fully connected by widths, where the output layer is affine and hidden
/// layers are activated, or any list of layers.
struct Architecture {
  /// Input width, hidden widths (none: an affine map), output width; at least two, all >= 1.
  std::vector<int> widths = {2, 4, 2, 1};
  Activation activation = Activation::Tanh;
  /// Negative-side slope of LeakyRelu, in [0, 1].
  double slope = 0.01;
  bool bias = true;
  /// Normalises every hidden layer over the batch before it is activated (Ioffe and Szegedy 2015);
  /// those layers have no bias then, which the normalisation would take away. Its running averages
  /// are the statistics of the last batch folded in.
  bool batchNorm = false;
  /// Wires every hidden layer to the output as well:
  /// z_out = W_L h_last + sum over the earlier hidden layers of S_l h_l + b.
  bool skip = false;
  /// Layers one after another; where there are any, they are the network, on inputs of shape
  /// `input`, and nothing above counts.
  std::vector<LayerSpec> sequence = {};
  FeatureShape input = {};

  /// A network that is a list of layers.
  static Architecture ofLayers(const FeatureShape& input, std::vector<LayerSpec> layers);

  /// Shape of an example.
  FeatureShape inputShape() const;
  int inputs() const { return static_cast<int>(inputShape().units()); }
  int outputs() const;
  /// Number of weight layers of a fully connected network, hidden layers + 1.
  int layers() const { return static_cast<int>(widths.size()) - 1; }
  int hiddenLayers() const { return layers() - 1; }
  /// The list of layers, also of a fully connected network.
  std::vector<LayerSpec> layerList() const;
  /// A message when the shape is not usable.
  Result<void> validate() const;
};

}  // namespace basin
