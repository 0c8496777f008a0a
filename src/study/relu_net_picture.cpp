#include "study/relu_net_picture.h"

#include <utility>

namespace basin {

namespace {

constexpr int kPlaces = 257;  // kinks at multiples of 2^-8 are drawn where they are

}  // namespace

NodePicture picturedOnLine(const std::function<double(double)>& f) {
  NodePicture picture{kPlaces, 1, {}};
  for (int i = 0; i < kPlaces; ++i) {
    picture.values.push_back(static_cast<float>(f(i / (kPlaces - 1.0))));
  }
  return picture;
}

Net picturedUnits(const ReluNet& network, std::string title) {
  Net net{std::move(title), {}, {}};
  MatrixXd values = VectorXd::LinSpaced(kPlaces, 0, 1);
  net.nodes.push_back({.layer = 0, .label = "x", .picture = picturedOnLine(std::identity())});
  int before = 0;
  for (std::size_t l = 0; l < network.layers.size(); ++l) {
    values = network.after(l, values);
    const int first = static_cast<int>(net.nodes.size());
    for (std::size_t u = 0; u < network.layers[l].size(); ++u) {
      const ReluNet::Sum& unit = network.layers[l][u];
      const auto made = values.col(static_cast<Index>(u));
      net.nodes.push_back({.layer = static_cast<int>(l) + 1,
                           .label = l + 1 == network.layers.size() ? "f" : "",
                           .value = unit.bias,
                           .picture = {kPlaces, 1, {made.begin(), made.end()}}});
      for (const ReluNet::Wire& wire : unit.wires) {
        if (wire.weight == 0) continue;
        net.edges.push_back({before + wire.from, first + static_cast<int>(u), wire.weight});
      }
    }
    before = first;
  }
  return net;
}

}  // namespace basin
