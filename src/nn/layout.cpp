#include "nn/layout.h"

#include <string>

#include "base/check.h"

namespace basin {
namespace {

// Those write the derivative by what they read over the derivative by what they make.
bool worksInPlace(const OperationSpec& operation) {
  return std::holds_alternative<ActivationLayer>(operation.kind) ||
         std::holds_alternative<BatchNormLayer>(operation.kind);
}

}  // namespace

// Walks through the layers and lays out what it meets. Until the end, ports are numbers of values.
struct Layout::Builder {
  struct Ends {
    std::vector<int> from;
    int to = 0;
  };

  Layout& layout;
  std::vector<Ends> ends;          // of every operation
  std::vector<int> weightLayerOf;  // of every value: the weight layer it is the answer of, or -1
  int current = 0;                 // the value the next layer is applied to
  FeatureShape shape;              // and its shape, which may be another than the value was made in

  int newValue(const FeatureShape& made) {
    layout.values_.push_back({made});
    weightLayerOf.push_back(-1);
    return static_cast<int>(layout.values_.size()) - 1;
  }

  OperationSpec& add(decltype(OperationSpec::kind) kind, std::vector<int> from, int to,
                     const FeatureShape& inShape) {
    OperationSpec operation{.kind = std::move(kind),
                            .inShape = inShape,
                            .outShape = layout.values_[static_cast<size_t>(to)].shape};
    layout.operations_.push_back(std::move(operation));
    ends.push_back({std::move(from), to});
    return layout.operations_.back();
  }

  // An operation on the current value whose result becomes the current one.
  OperationSpec& append(decltype(OperationSpec::kind) kind, const FeatureShape& made) {
    const int to = newValue(made), from = current;
    const FeatureShape before = shape;
    current = to;
    shape = made;
    return add(std::move(kind), {from}, to, before);
  }

  Index take(Index count) {
    const Index at = layout.weightCount_;
    layout.weightCount_ += count;
    return at;
  }

  void placeWeights(LayerBlock block, bool bias, OperationSpec& operation) {
    block.weight = take(block.weights());
    if (bias) block.bias = take(block.biases());
    block.value = block.activated = current;
    operation.block = block;
    weightLayerOf.back() = static_cast<int>(layout.layers_.size());
    layout.layers_.push_back(block);
  }

  void lay(const DenseLayer& layer) {
    const Index in = shape.units();
    auto& operation = append(layer, {layer.units, 1, 1});
    placeWeights({.in = in, .out = layer.units, .fanOut = layer.units}, layer.bias, operation);
  }

  void lay(const ConvolutionLayer& layer) {
    const Window w = windowOn(shape, layer.window);
    const Index places = Index{w.height} * w.width, in = shape.channels * places;
    const FeatureShape made = slidOver(shape, w, layer.filters);
    auto& operation = append(layer, made);
    placeWeights({.in = in,
                  .out = layer.filters,
                  .matrices = layer.shared ? 1 : made.positions(),
                  .fanOut = layer.filters * places},
                 layer.bias, operation);
  }

  void lay(const ActivationLayer& layer) {
    int from = current;
    append(layer, shape);
    const int l = weightLayerOf[static_cast<size_t>(from)];
    if (l >= 0) layout.layers_[static_cast<size_t>(l)].activated = current;
    weightLayerOf.back() = l;
  }

  void lay(const PoolingLayer& layer) {
    append(layer, slidOver(shape, layer.window, shape.channels));
  }

  void lay(const BatchNormLayer& layer) {
    const Index channels = shape.channels, averages = layout.averageCount_;
    const int l = weightLayerOf[static_cast<size_t>(current)];
    NormBlock& norm = append(layer, shape).norm;
    norm = {channels, take(channels), take(channels), averages, averages + channels};
    layout.averageCount_ += 2 * channels;
    layout.norms_.push_back(norm);
    weightLayerOf.back() = l;
  }

  void lay(const ReshapeLayer& layer) { shape = layer.shape; }

  // The matrices lie at the end, so they and the output are filled in when the rest is known.
  void lay(const OutputSkipLayer&) { add(OutputSkip{}, {current}, 0, shape); }

  void lay(const ResidualLayer& layer) {
    join(Sum{}, {layer.body, layer.shortcut}, [](FeatureShape&, const FeatureShape&) {});
  }

  void lay(const BranchesLayer& layer) {
    join(Concatenation{}, layer.branches,
         [](FeatureShape& whole, const FeatureShape& next) { whole.channels += next.channels; });
  }

  template <class Grow>
  void join(decltype(OperationSpec::kind) kind, const std::vector<std::vector<LayerSpec>>& branches,
            Grow grow) {
    const int from = current;
    const FeatureShape before = shape;
    std::vector<int> results;
    FeatureShape whole;
    for (const auto& branch : branches) {
      current = from;
      shape = before;
      for (const LayerSpec& layer : branch) layAny(layer);
      if (results.empty()) {
        whole = shape;
      } else {
        grow(whole, shape);
      }
      results.push_back(current);
    }
    current = newValue(whole);
    shape = whole;
    add(std::move(kind), std::move(results), current, before);
  }

  void layAny(const LayerSpec& layer) {
    std::visit([this](const auto& kind) { lay(kind); }, layer.kind);
  }

  void placeSkips() {
    for (size_t i = 0; i < ends.size(); ++i) {
      OperationSpec& operation = layout.operations_[i];
      if (!std::holds_alternative<OutputSkip>(operation.kind)) continue;
      layout.finishing_.push_back(static_cast<int>(i));
      ends[i].to = layout.output_;
      operation.outShape = layout.output().shape;
      const Index in = operation.inShape.units(), out = operation.outShape.units();
      operation.block = {.in = in, .out = out, .weight = take(in * out), .fanOut = out};
      layout.skips_.push_back({.layer = weightLayerOf[static_cast<size_t>(ends[i].from[0])],
                               .in = in,
                               .out = out,
                               .weight = operation.block.weight});
    }
  }

  void placeValues() {
    std::vector<int> readers(layout.values_.size(), 0);
    ++readers[static_cast<size_t>(layout.output_)];
    for (const Ends& e : ends) {
      for (int from : e.from) ++readers[static_cast<size_t>(from)];
    }
    for (size_t v = 1; v < layout.values_.size(); ++v) {
      layout.values_[v].column = layout.columns_;
      layout.columns_ += layout.values_[v].shape.units();
    }
    // From the end, so that the result of an operation in place has its columns before its input.
    for (size_t i = ends.size(); i-- > 0;) {
      if (std::holds_alternative<OutputSkip>(layout.operations_[i].kind)) continue;
      ValueBlock& made = layout.values_[static_cast<size_t>(ends[i].to)];
      if (made.delta < 0) {
        made.delta = layout.deltaColumns_;
        layout.deltaColumns_ += made.shape.units();
      }
      const int from = ends[i].from[0];
      if (worksInPlace(layout.operations_[i]) && from != 0 &&
          readers[static_cast<size_t>(from)] == 1) {
        layout.values_[static_cast<size_t>(from)].delta = made.delta;
      }
    }
  }

  void placePorts() {
    std::vector<char> written(layout.values_.size(), 0);
    const auto port = [&](int v) {
      const ValueBlock& value = layout.values_[static_cast<size_t>(v)];
      return Port{value.shape.units(), value.column, value.delta};
    };
    for (size_t i = ends.size(); i-- > 0;) {
      OperationSpec& operation = layout.operations_[i];
      operation.output = port(ends[i].to);
      for (int from : ends[i].from) {
        operation.inputs.push_back(port(from));
        char& before = written[static_cast<size_t>(from)];
        operation.inputs.back().add = before;
        before = 1;
      }
    }
  }
};

Layout::Layout(const Architecture& architecture) {
  const auto valid = architecture.validate();
  CHECK(valid.ok(), valid.error());
  Builder builder{*this, {}, {}, 0, architecture.inputShape()};
  builder.newValue(builder.shape);
  for (const LayerSpec& layer : architecture.layerList()) {
    builder.layAny(layer);
    ends_.push_back(builder.current);
  }
  output_ = builder.current;
  builder.placeSkips();
  builder.placeValues();
  builder.placePorts();
}

}  // namespace basin
