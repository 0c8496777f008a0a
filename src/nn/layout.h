#pragma once

#include <variant>
#include <vector>

#include "nn/architecture.h"

namespace basin {

/// Where one layer's weights lie in the flat weight vector: W is out x in, column-major, at
/// `weight`; the bias, `out` long, at `bias`, or bias = -1 without one. Of a convolution `out` are
/// the filters and `in` the places under a window, channel by channel; a locally connected layer
/// has as many such matrices (and biases), one after another, as positions.
struct LayerBlock {
  Index in = 0, out = 0;
  Index weight = 0;
  Index bias = -1;
  Index matrices = 1;
  /// Numbers a unit's answer goes into: `out`, times the places under a window.
  Index fanOut = 0;
  /// The values the layer makes: pre-activations, and those once activated (the same if they are
  /// not).
  int value = 0, activated = 0;

  Index weights() const { return in * out * matrices; }
  Index biases() const { return out * matrices; }
};

/// Where the skip matrix S (out x in, column-major) from a hidden layer to the output lies.
struct SkipBlock {
  /// Weight layer whose activation feeds the skip, 0 = first hidden layer.
  int layer = 0;
  Index in = 0, out = 0;
  Index weight = 0;
};

/// Where gamma and beta of a batch normalisation lie in the flat weight vector, and its running
/// means and variances in the vector of running averages, each `channels` long.
struct NormBlock {
  Index channels = 0;
  Index scale = 0, shift = 0;
  Index mean = 0, variance = 0;
};

/// What flows through a network: its input (the first) and what operations make of it. Every unit
/// has a column of the batch's numbers in the network's workspaces.
struct ValueBlock {
  FeatureShape shape;
  /// First column among all values; the input, which stays where it is, has -1.
  Index column = -1;
  /// First column among all derivatives by values; nobody asks for those by the input.
  Index delta = -1;
};

/// One end of an operation: the value it reads or makes.
struct Port {
  Index units = 0;
  Index column = -1, delta = -1;
  /// The derivative by the value is added to what an operation further on has left there.
  bool add = false;
};

/// x + y + ...; and one after another, as channels.
struct Sum {};
struct Concatenation {};
/// S h is added to an output that already holds a dense layer's answer.
struct OutputSkip {};

/// One operation of a network, in words; nn/operation.h makes it work.
struct OperationSpec {
  std::variant<DenseLayer, OutputSkip, ActivationLayer, ConvolutionLayer, PoolingLayer,
               BatchNormLayer, Sum, Concatenation>
      kind;
  std::vector<Port> inputs = {};
  Port output = {};
  FeatureShape inShape = {}, outShape = {};
  /// The weights, where there are any.
  LayerBlock block = {};
  NormBlock norm = {};
};

/// A network laid out: positions of all weights in the flat weight vector (layer by layer W then b,
/// scales and shifts where they occur, at the end the skip matrices), and its operations over the
/// values between them.
class Layout {
 public:
  /// The architecture must be valid.
  explicit Layout(const Architecture& architecture);

  const std::vector<LayerBlock>& layers() const { return layers_; }
  const std::vector<SkipBlock>& skips() const { return skips_; }
  const std::vector<NormBlock>& norms() const { return norms_; }
  Index weightCount() const { return weightCount_; }
  /// Index of the weight from unit `from` to unit `to` of a layer.
  Index weightIndex(int layer, Index to, Index from) const {
    return layers_[layer].weight + to + from * layers_[layer].out;
  }
  /// Index of the bias of unit `to`; the layer must have biases.
  Index biasIndex(int layer, Index to) const { return layers_[layer].bias + to; }

  /// Operations in their order; derivatives go back in the reverse one.
  const std::vector<OperationSpec>& operations() const { return operations_; }
  /// Those that wait for the output, to be finished in this order when all have gone forward:
  /// skips.
  const std::vector<int>& finishing() const { return finishing_; }
  const std::vector<ValueBlock>& values() const { return values_; }
  const ValueBlock& input() const { return values_.front(); }
  const ValueBlock& output() const { return values_[static_cast<std::size_t>(output_)]; }
  /// The value that element i of the list of layers ends with.
  const ValueBlock& after(int i) const { return values_[static_cast<std::size_t>(ends_[i])]; }
  /// Columns of all values, and of all derivatives by them.
  Index columns() const { return columns_; }
  Index deltaColumns() const { return deltaColumns_; }
  /// Length of the vector of running averages.
  Index averageCount() const { return averageCount_; }

 private:
  struct Builder;

  std::vector<LayerBlock> layers_;
  std::vector<SkipBlock> skips_;
  std::vector<NormBlock> norms_;
  Index weightCount_ = 0, averageCount_ = 0;
  std::vector<OperationSpec> operations_;
  std::vector<int> finishing_;
  std::vector<ValueBlock> values_;
  std::vector<int> ends_;
  int output_ = 0;
  Index columns_ = 0, deltaColumns_ = 0;
};

}  // namespace basin
