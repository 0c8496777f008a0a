#include "nn/operation.h"

#include "nn/activation_operation.h"
#include "nn/batch_norm_operation.h"
#include "nn/convolution_operation.h"
#include "nn/dense_operation.h"
#include "nn/join_operations.h"
#include "nn/pooling_operation.h"

namespace basin {
namespace {

// What works as each kind of OperationSpec says.
template <class S>
struct Maker {
  using Made = std::unique_ptr<Operation<S>>;
  const OperationSpec& spec;

  Made operator()(const DenseLayer&) const { return std::make_unique<DenseOperation<S>>(spec); }
  Made operator()(const OutputSkip&) const {
    return std::make_unique<OutputSkipOperation<S>>(spec);
  }
  Made operator()(const ActivationLayer& layer) const {
    return std::make_unique<ActivationOperation<S>>(spec, layer);
  }
  Made operator()(const ConvolutionLayer& layer) const {
    return std::make_unique<ConvolutionOperation<S>>(spec, layer);
  }
  Made operator()(const PoolingLayer& layer) const {
    if (layer.kind == PoolingKind::Max) {
      return std::make_unique<MaxPoolingOperation<S>>(spec, layer);
    }
    return std::make_unique<AveragePoolingOperation<S>>(spec, layer);
  }
  Made operator()(const BatchNormLayer& layer) const {
    return std::make_unique<BatchNormOperation<S>>(spec, layer);
  }
  Made operator()(const Sum&) const { return std::make_unique<SumOperation<S>>(spec); }
  Made operator()(const Concatenation&) const {
    return std::make_unique<ConcatenationOperation<S>>(spec);
  }
};

}  // namespace

template <class S>
AnyOperation<S>::AnyOperation(const OperationSpec& spec)
    : operation_(std::visit(Maker<S>{spec}, spec.kind)) {}

template class AnyOperation<float>;
template class AnyOperation<double>;

}  // namespace basin
