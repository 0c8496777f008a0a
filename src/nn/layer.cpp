#include "nn/layer.h"

#include <string>

namespace basin {
namespace {

std::string text(const FeatureShape& s) {
  return std::to_string(s.channels) + " x " + std::to_string(s.height) + " x " +
         std::to_string(s.width);
}

Result<FeatureShape> slide(const FeatureShape& in, const Window& given, int channels) {
  const Window w = windowOn(in, given);
  if (given.height < 0 || given.width < 0) return Failure{"a window below 0 x 0"};
  if (w.strideY < 1 || w.strideX < 1) return Failure{"a window's stride below 1"};
  if (w.paddingY < 0 || w.paddingX < 0 || w.paddingY >= w.height || w.paddingX >= w.width) {
    return Failure{"a window's padding is outside [0, window)"};
  }
  if (w.height > in.height + 2 * w.paddingY || w.width > in.width + 2 * w.paddingX) {
    return Failure{"a window of " + std::to_string(w.height) + " x " + std::to_string(w.width) +
                   " does not fit on " + text(in)};
  }
  return slidOver(in, w, channels);
}

Result<FeatureShape> apply(const DenseLayer& layer, const FeatureShape&) {
  if (layer.units < 1) {
    return Failure{"layer width " + std::to_string(layer.units) + " is below 1"};
  }
  return FeatureShape{layer.units, 1, 1};
}

Result<FeatureShape> apply(const ActivationLayer& layer, const FeatureShape& in) {
  if (!(layer.slope >= 0 && layer.slope <= 1)) {
    return Failure{"slope " + std::to_string(layer.slope) + " is outside [0, 1]"};
  }
  return in;
}

Result<FeatureShape> apply(const ConvolutionLayer& layer, const FeatureShape& in) {
  if (layer.filters < 1) return Failure{"a convolution needs at least one filter"};
  return slide(in, layer.window, layer.filters);
}

Result<FeatureShape> apply(const PoolingLayer& layer, const FeatureShape& in) {
  return slide(in, layer.window, in.channels);
}

Result<FeatureShape> apply(const BatchNormLayer& layer, const FeatureShape& in) {
  if (!(layer.epsilon > 0)) return Failure{"batch normalisation needs an epsilon above 0"};
  if (!(layer.momentum > 0 && layer.momentum <= 1)) {
    return Failure{"momentum " + std::to_string(layer.momentum) + " is outside (0, 1]"};
  }
  return in;
}

Result<FeatureShape> apply(const ReshapeLayer& layer, const FeatureShape& in) {
  const FeatureShape& to = layer.shape;
  if (to.channels < 1 || to.height < 1 || to.width < 1 || to.units() != in.units()) {
    return Failure{text(in) + " cannot be reshaped to " + text(to)};
  }
  return to;
}

Result<FeatureShape> apply(const OutputSkipLayer&, const FeatureShape& in) {
  return in;
}

Result<FeatureShape> apply(const ResidualLayer& layer, const FeatureShape& in) {
  const auto body = shapeAfter(layer.body, in), shortcut = shapeAfter(layer.shortcut, in);
  if (!body.ok()) return body;
  if (!shortcut.ok()) return shortcut;
  if (body.value() != shortcut.value()) {
    return Failure{"a residual block adds " + text(body.value()) + " to " + text(shortcut.value())};
  }
  return body;
}

Result<FeatureShape> apply(const BranchesLayer& layer, const FeatureShape& in) {
  if (layer.branches.empty()) return Failure{"no branches to concatenate"};
  FeatureShape whole;
  for (std::size_t i = 0; i < layer.branches.size(); ++i) {
    const auto end = shapeAfter(layer.branches[i], in);
    if (!end.ok()) return end;
    const FeatureShape& shape = end.value();
    if (i == 0) {
      whole = shape;
    } else if (shape.height != whole.height || shape.width != whole.width) {
      return Failure{"branches that end as " + text(whole) + " and " + text(shape) +
                     " cannot be concatenated"};
    } else {
      whole.channels += shape.channels;
    }
  }
  return whole;
}

}  // namespace

Window windowOn(const FeatureShape& map, Window window) {
  if (window.height == 0) window.height = map.height;
  if (window.width == 0) window.width = map.width;
  return window;
}

FeatureShape slidOver(const FeatureShape& map, const Window& window, int channels) {
  const Window w = windowOn(map, window);
  return {channels, (map.height + 2 * w.paddingY - w.height) / w.strideY + 1,
          (map.width + 2 * w.paddingX - w.width) / w.strideX + 1};
}

Result<FeatureShape> shapeAfter(const LayerSpec& layer, const FeatureShape& in) {
  return std::visit([&](const auto& kind) { return apply(kind, in); }, layer.kind);
}

Result<FeatureShape> shapeAfter(const std::vector<LayerSpec>& layers, const FeatureShape& in) {
  FeatureShape shape = in;
  for (const LayerSpec& layer : layers) {
    const auto next = shapeAfter(layer, shape);
    if (!next.ok()) return next;
    shape = next.value();
  }
  return shape;
}

}  // namespace basin
