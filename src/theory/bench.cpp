#include "theory/bench.h"

#include <algorithm>
#include <chrono>
#include <limits>

#include "nn/init.h"
#include "theory/landscape_plane.h"
#include "theory/tangent_kernel.h"
#include "theory/wide_network.h"
#include "train/network_objective.h"

namespace basin {

namespace {

template <class Task>
BenchRow timed(std::string name, Task task) {
  double best = std::numeric_limits<double>::infinity();
  for (int k = 0; k < 3; ++k) {
    const auto start = std::chrono::steady_clock::now();
    task();
    best = std::min(
        best, std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
  }
  return {.name = std::move(name), .seconds = best};
}

MatrixXd normals(Index rows, Index columns, Rng rng) {
  MatrixXd out(rows, columns);
  for (Index i = 0; i < out.size(); ++i) out.data()[i] = rng.normal();
  return out;
}

}  // namespace

std::vector<BenchRow> runTheoryBenchmarks() {
  const Rng seed(1);
  std::vector<BenchRow> rows;
  {
    const MatrixXd X = normals(1000, 10, seed.split(0));
    rows.push_back(timed("exact kernel, 1000 points, 5 ReLU layers",
                         [&] { exactKernels({.depth = 5, .bias = 0.1}, X); }));
  }
  const MatrixXd X = normals(64, 10, seed.split(1));
  for (const int depth : {1, 2}) {
    WideNetwork<double> network({.depth = depth}, 4096, X.cols(), seed.split(2));
    rows.push_back(timed("empirical kernel, 64 points, width 4096, " + std::to_string(depth) +
                             (depth == 1 ? " layer" : " layers"),
                         [&] { network.tangentKernel(X); }));
  }
  {
    Network<double> network({.widths = {2, 32, 32, 1}, .activation = Activation::Tanh});
    Rng weights = seed.split(3), directions = seed.split(4);
    VectorXd theta;
    initialise<double>(network.layout(), network.tying(), {}, weights, theta);
    LandscapePlane plane{theta, randomDirection(network, theta, true, directions),
                         randomDirection(network, theta, true, directions)};
    const MatrixXd inputs = normals(256, 2, seed.split(5));
    const MatrixXd targets = inputs.col(0).cwiseProduct(inputs.col(1));
    NetworkObjective<double> objective(std::move(network), inputs, targets,
                                       {.kind = Loss::Squared});
    rows.push_back(timed("plane of 61 x 61, 2-32-32-1 tanh, 256 examples", [&] {
      PlaneScan scan(plane, 1, 1, 61);
      scan.advance(objective, 61 * 61);
    }));
  }
  return rows;
}

}  // namespace basin
