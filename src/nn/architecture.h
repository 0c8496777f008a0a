#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "linalg/types.h"
#include "nn/activation.h"

namespace basin {

/// The shape of a fully connected network; the output layer is affine, hidden layers are activated.
struct Architecture {
  /// Input width, hidden widths (none: an affine map), output width; at least two, all >= 1.
  std::vector<int> widths = {2, 4, 2, 1};
  Activation activation = Activation::Tanh;
  /// Negative-side slope of LeakyRelu, in [0, 1].
  double slope = 0.01;
  bool bias = true;
  /// Wires every hidden layer to the output as well:
  /// z_out = W_L h_last + sum over the earlier hidden layers of S_l h_l + b.
  bool skip = false;

  int inputs() const { return widths.front(); }
  int outputs() const { return widths.back(); }
  /// Number of weight layers, hidden layers + 1.
  int layers() const { return static_cast<int>(widths.size()) - 1; }
  int hiddenLayers() const { return layers() - 1; }
  /// A message when the shape is not usable.
  Result<void> validate() const;
};

/// Where one layer's weights lie in the flat weight vector: W is out x in, column-major, at
/// `weight`; the bias, `out` long, at `bias`, or bias = -1 without one.
struct LayerBlock {
  Index in = 0, out = 0;
  Index weight = 0;
  Index bias = -1;
};

/// Where the skip matrix S (out x in, column-major) from a hidden layer to the output lies.
struct SkipBlock {
  /// Weight layer whose activation feeds the skip, 0 = first hidden layer.
  int layer = 0;
  Index in = 0, out = 0;
  Index weight = 0;
};

/// Positions of all weights, biases and skip matrices in the flat weight vector: layer by layer W
/// then b, then the skip matrices.
class Layout {
 public:
  /// The architecture must be valid.
  explicit Layout(const Architecture& architecture);

  const std::vector<LayerBlock>& layers() const { return layers_; }
  const std::vector<SkipBlock>& skips() const { return skips_; }
  Index weightCount() const { return weightCount_; }
  /// Index of the weight from unit `from` to unit `to` of a layer.
  Index weightIndex(int layer, Index to, Index from) const {
    return layers_[layer].weight + to + from * layers_[layer].out;
  }
  /// Index of the bias of unit `to`; the layer must have biases.
  Index biasIndex(int layer, Index to) const { return layers_[layer].bias + to; }

 private:
  std::vector<LayerBlock> layers_;
  std::vector<SkipBlock> skips_;
  Index weightCount_ = 0;
};

}  // namespace basin
