#include "nn/architecture.h"

#include "base/check.h"

namespace basin {

Result<void> Architecture::validate() const {
  if (widths.size() < 2) return Failure{"a network needs at least an input and an output width"};
  for (int width : widths) {
    if (width < 1) return Failure{"layer width " + std::to_string(width) + " is below 1"};
  }
  if (!(slope >= 0 && slope <= 1)) {
    return Failure{"slope " + std::to_string(slope) + " is outside [0, 1]"};
  }
  return {};
}

Layout::Layout(const Architecture& architecture) {
  CHECK(architecture.validate().ok(), architecture.validate().error());
  const auto& widths = architecture.widths;
  for (size_t l = 0; l + 1 < widths.size(); ++l) {
    LayerBlock block{.in = widths[l], .out = widths[l + 1], .weight = weightCount_};
    weightCount_ += block.in * block.out;
    if (architecture.bias) {
      block.bias = weightCount_;
      weightCount_ += block.out;
    }
    layers_.push_back(block);
  }
  if (!architecture.skip) return;
  // The last hidden layer feeds the output anyway.
  for (int l = 0; l + 1 < architecture.hiddenLayers(); ++l) {
    SkipBlock block{.layer = l, .in = widths[l + 1], .out = widths.back(), .weight = weightCount_};
    weightCount_ += block.in * block.out;
    skips_.push_back(block);
  }
}

}  // namespace basin
