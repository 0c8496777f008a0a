#include "labs/convergence/sgd_cost/study.h"

#include "theory/counted_gradient.h"

namespace basin::sgd_cost {

namespace {

std::vector<Work> countWork() {
  std::vector<Work> all;
  for (const int layers : {1, 2, 3}) {
    for (const int width : {2, 4, 8, 16, 32, 64}) {
      std::vector<int> widths(static_cast<std::size_t>(layers) + 2, width);
      widths.front() = 4;
      widths.back() = 1;
      const Layout layout({.widths = widths, .activation = Activation::Tanh});
      const VectorXd theta = VectorXd::Constant(layout.weightCount(), 0.1);
      const CountedGradient counted =
          countedGradient(layout, theta, VectorXd::Ones(4), VectorXd::Ones(1));
      all.push_back({layers, width, static_cast<double>(layout.weightCount()),
                     static_cast<double>(counted.flop())});
    }
  }
  return all;
}

}  // namespace

Study::Study(const Config& config, std::uint64_t seed)
    : config_(config), race_(config, seed), networks_(config.count, seed), work_(countWork()) {}

void Study::step() {
  race_.step();
  networks_.trainTo(race_.finished() ? 1 : race_.progress());
}

}  // namespace basin::sgd_cost
