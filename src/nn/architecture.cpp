#include "nn/architecture.h"

#include <algorithm>
#include <string>
#include <utility>

#include "base/check.h"

namespace basin {
namespace {

bool computes(const LayerSpec& layer) {
  return !std::holds_alternative<ReshapeLayer>(layer.kind) &&
         !std::holds_alternative<OutputSkipLayer>(layer.kind);
}

bool hasOutputSkip(const std::vector<LayerSpec>& layers) {
  for (const LayerSpec& layer : layers) {
    if (std::holds_alternative<OutputSkipLayer>(layer.kind)) return true;
    if (const auto* residual = std::get_if<ResidualLayer>(&layer.kind)) {
      if (hasOutputSkip(residual->body) || hasOutputSkip(residual->shortcut)) return true;
    }
    if (const auto* parallel = std::get_if<BranchesLayer>(&layer.kind)) {
      for (const auto& branch : parallel->branches) {
        if (hasOutputSkip(branch)) return true;
      }
    }
  }
  return false;
}

}  // namespace

Architecture Architecture::ofLayers(const FeatureShape& input, std::vector<LayerSpec> layers) {
  Architecture architecture;
  architecture.sequence = std::move(layers);
  architecture.input = input;
  return architecture;
}

FeatureShape Architecture::inputShape() const {
  return sequence.empty() ? FeatureShape{widths.front(), 1, 1} : input;
}

int Architecture::outputs() const {
  if (sequence.empty()) return widths.back();
  const auto shape = shapeAfter(sequence, input);
  CHECK(shape.ok(), shape.error());
  return static_cast<int>(shape.value().units());
}

std::vector<LayerSpec> Architecture::layerList() const {
  if (!sequence.empty()) return sequence;
  std::vector<LayerSpec> list;
  for (int l = 0; l < layers(); ++l) {
    const bool normalised = batchNorm && l < hiddenLayers();
    list.push_back(DenseLayer{widths[static_cast<std::size_t>(l) + 1], bias && !normalised});
    if (normalised) list.push_back(BatchNormLayer{.momentum = 1});
    if (l < hiddenLayers()) list.push_back(ActivationLayer{activation, slope});
    // The last hidden layer feeds the output anyway.
    if (skip && l + 1 < hiddenLayers()) list.push_back(OutputSkipLayer{});
  }
  return list;
}

Result<void> Architecture::validate() const {
  if (sequence.empty()) {
    if (widths.size() < 2) return Failure{"a network needs at least an input and an output width"};
    if (widths.front() < 1) {
      return Failure{"layer width " + std::to_string(widths.front()) + " is below 1"};
    }
    // Also where no layer is hidden.
    const auto activated = shapeAfter(ActivationLayer{activation, slope}, {});
    if (!activated.ok()) return Failure{activated.error()};
  } else if (input.channels < 1 || input.height < 1 || input.width < 1) {
    return Failure{"an input shape needs at least one unit"};
  }
  const std::vector<LayerSpec> list = layerList();
  const auto shape = shapeAfter(list, inputShape());
  if (!shape.ok()) return Failure{shape.error()};
  if (std::none_of(list.begin(), list.end(), computes)) {
    return Failure{"a network needs a layer that computes"};
  }
  if (hasOutputSkip(list) && !std::holds_alternative<DenseLayer>(list.back().kind)) {
    return Failure{"a network with skips to the output must end in a dense layer"};
  }
  return {};
}

}  // namespace basin
