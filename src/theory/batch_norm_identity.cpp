#include "theory/batch_norm_identity.h"

#include <algorithm>
#include <cmath>

#include "base/check.h"

namespace basin {

BatchNormGradient batchNormGradient(const VectorXd& a, const VectorXd& g, double gamma,
                                    double epsilon) {
  CHECK(a.size() >= 1 && a.size() == g.size(), "as many derivatives as answers");
  const auto m = static_cast<double>(a.size());
  const VectorXd centred = a.array() - a.mean();
  const double variance = centred.squaredNorm() / m;
  const double product = g.dot(centred), sum = g.sum();
  return {.factor = gamma * gamma / (variance + epsilon),
          .square = g.squaredNorm(),
          .mean = sum * sum / m,
          .normal = (2 - variance / (variance + epsilon)) * product * product /
                    (m * (variance + epsilon))};
}

std::vector<NormalisedLayer> normalisedLayers(const Network<double>& network,
                                              const VectorXd& theta) {
  const Architecture& shape = network.architecture();
  const Layout& layout = network.layout();
  CHECK(shape.batchNorm && !shape.skip && network.tying().isIdentity(),
        "a fully connected network with batch normalisation");
  std::vector<NormalisedLayer> layers(static_cast<std::size_t>(shape.hiddenLayers()));
  for (std::size_t l = 0; l < layers.size(); ++l) {
    const int layer = static_cast<int>(l);
    const LayerBlock& next = layout.layers()[l + 1];
    const Eigen::Map<const MatrixXd> W(theta.data() + next.weight, next.out, next.in);
    const MatrixXd a = network.preActivation(layer), h = network.activation(layer);
    // A hidden layer is three elements of the list: dense, normalisation, activation.
    const MatrixXd z = network.after(3 * layer + 1);
    const MatrixXd back = network.preActivationGradient(layer);
    MatrixXd g = network.preActivationGradient(layer + 1) * W;
    multiplyByDerivative<double>(shape.activation, shape.slope, g.size(), z.data(), h.data(),
                                 g.data());
    for (Index u = 0; u < a.cols(); ++u) {
      const BatchNormGradient unit = batchNormGradient(
          a.col(u), g.col(u), theta[layout.norms()[l].scale + u], BatchNormLayer{}.epsilon);
      const double measured = back.col(u).squaredNorm();
      layers[l].measured += measured;
      layers[l].predicted += unit.value();
      layers[l].whole += unit.whole();
      if (unit.whole() > 0) {
        layers[l].error =
            std::max(layers[l].error, std::abs(measured - unit.value()) / unit.whole());
      }
    }
  }
  return layers;
}

}  // namespace basin
