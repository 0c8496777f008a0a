#pragma once

#include <concepts>
#include <utility>
#include <variant>
#include <vector>

#include "base/result.h"
#include "linalg/types.h"
#include "nn/activation.h"

namespace basin {

/// The shape of what one layer hands to the next: channels of height x width positions each. Unit
/// (c, y, x) is number (c * height + y) * width + x. A plain vector is n x 1 x 1, a signal of
/// length n is 1 x 1 x n.
struct FeatureShape {
  int channels = 1, height = 1, width = 1;

  Index positions() const { return Index{height} * width; }
  Index units() const { return channels * positions(); }
  bool operator==(const FeatureShape&) const = default;
};

/// A window that slides over the positions of a feature map, from -padding on in steps of `stride`
/// as long as it fits into the padded map.
struct Window {
  /// 0: as large as the map.
  int height = 1, width = 1;
  int strideY = 1, strideX = 1;
  /// Positions outside the map that a window may reach, on either side; less than the window.
  int paddingY = 0, paddingX = 0;

  /// On signals.
  static Window line(int width, int stride = 1, int padding = 0) {
    return {1, width, 1, stride, 0, padding};
  }
  /// On images.
  static Window square(int side, int stride = 1, int padding = 0) {
    return {side, side, stride, stride, padding, padding};
  }
  /// All positions at once: global pooling.
  static Window whole() { return {0, 0}; }
};

/// z = W x + b; the result is units x 1 x 1.
struct DenseLayer {
  int units = 1;
  bool bias = true;
};

/// h = sigma(z), unit by unit; `slope` as in Architecture.
struct ActivationLayer {
  Activation kind = Activation::Relu;
  double slope = 0.01;
};

/// Convolution: z(f, p) = b_f + sum over channels c and places t of the window at p of
/// w(f, c, t) x(c, p + t), with x = 0 outside the map. Not shared, every position has filters and
/// biases of its own: a locally connected layer.
struct ConvolutionLayer {
  int filters = 1;
  Window window = Window::square(3, 1, 1);
  bool bias = true;
  bool shared = true;
};

enum class PoolingKind { Max, Average };
/// The largest (the first of equals), or the mean, of the positions of the map under a window,
/// channel by channel.
struct PoolingLayer {
  PoolingKind kind = PoolingKind::Max;
  Window window = Window::square(2, 2);
};

/// Batch normalisation (Ioffe and Szegedy 2015): z = gamma (a - mean) / sqrt(variance + epsilon) +
/// beta for every channel, with the (biased) statistics of the batch and all positions in training,
/// with running averages in evaluation.
struct BatchNormLayer {
  double epsilon = 1e-5;
  /// Weight of the newest batch in the running averages, in (0, 1].
  double momentum = 0.1;
};

/// The same units as a map of another shape; needs no operation.
struct ReshapeLayer {
  FeatureShape shape;
};

/// Adds a dense connection S h from here to the network's output, which a dense layer must make.
struct OutputSkipLayer {};

struct LayerSpec;

/// Residual block (He et al. 2016): body(x) + shortcut(x); an empty shortcut is x itself.
struct ResidualLayer {
  std::vector<LayerSpec> body, shortcut;
};

/// Branches side by side on the same x, their channels concatenated (Szegedy et al. 2015).
struct BranchesLayer {
  std::vector<std::vector<LayerSpec>> branches;
};

/// One layer of a network, of any kind.
struct LayerSpec {
  using Kind =
      std::variant<DenseLayer, ActivationLayer, ConvolutionLayer, PoolingLayer, BatchNormLayer,
                   ReshapeLayer, OutputSkipLayer, ResidualLayer, BranchesLayer>;
  template <class L>
  requires(!std::same_as<L, LayerSpec>) LayerSpec(L layer) : kind(std::move(layer)) {}

  Kind kind;
};

/// The window itself, with 0 replaced by the map's extent.
Window windowOn(const FeatureShape& map, Window window);
/// Positions the window takes on a map it fits.
FeatureShape slidOver(const FeatureShape& map, const Window& window, int channels);
/// The shape a layer makes of another; a message when it cannot be applied to it.
Result<FeatureShape> shapeAfter(const LayerSpec& layer, const FeatureShape& in);
Result<FeatureShape> shapeAfter(const std::vector<LayerSpec>& layers, const FeatureShape& in);

}  // namespace basin
