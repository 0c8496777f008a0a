#include "study/network_setup.h"

#include <limits>

#include "study/network_data.h"

namespace basin {

LossSpec NetworkSetup::lossSpec() const {
  if (!classifies()) return {.kind = Loss::Squared};
  return {.kind = loss, .power = hingePower};
}

Architecture NetworkSetup::architecture() const {
  Architecture architecture;
  architecture.widths = {static_cast<int>(networkInputs(*this).size())};
  for (const int width : hidden) architecture.widths.push_back(width);
  architecture.widths.push_back(lossSpec().kind == Loss::CrossEntropy ? 2 : 1);
  architecture.activation = activation;
  architecture.slope = slope;
  architecture.bias = bias;
  architecture.batchNorm = batchNorm;
  architecture.skip = skip;
  return architecture;
}

bool NetworkSetup::isSmooth() const {
  switch (activation) {
    case Activation::Threshold:
    case Activation::Relu:
    case Activation::LeakyRelu:
      return false;
    default:
      break;
  }
  const LossSpec spec = lossSpec();
  if (spec.kind == Loss::Hinge) return false;
  return spec.kind != Loss::PolynomialHinge || spec.power >= 3;
}

double NetworkSetup::stabilityBound() const {
  switch (optimiser) {
    case Optimiser::Adam:
      return std::numeric_limits<double>::quiet_NaN();
    case Optimiser::Momentum:
      return 2 * (1 + momentum) / rate;
    default:
      return 2 / rate;
  }
}

}  // namespace basin
