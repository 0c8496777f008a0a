#include "train/bench.h"

#include <algorithm>
#include <chrono>

#include "nn/init.h"
#include "train/sgd_runner.h"

namespace basin {
namespace {

struct Case {
  const char* name;
  std::vector<int> widths;
  Activation activation;
  Loss loss;
  int batch, examples;
  double rate;
};

double secondsSince(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

template <class S>
SgdRunner<S> makeRunner(const Case& c) {
  const Rng seed(1);
  Rng data = seed.split(0), weights = seed.split(1);
  Matrix<S> X(c.examples, c.widths.front());
  Matrix<S> Y = Matrix<S>::Zero(c.examples, c.widths.back());
  for (Index i = 0; i < X.size(); ++i) X.data()[i] = S(data.uniform(-1, 1));
  for (Index i = 0; i < c.examples; ++i) {
    if (c.loss == Loss::CrossEntropy) {
      Y(i, data.below(c.widths.back())) = S(1);
    } else {
      Y(i, 0) = X(i, 0) * X(i, 1) > S(0) ? S(1) : S(-1);
    }
  }
  const Architecture architecture{.widths = c.widths, .activation = c.activation};
  Network<S> network(architecture);
  Vector<S> theta;
  initialise<S>(network.layout(), network.tying(), {}, weights, theta);
  return SgdRunner<S>(std::move(network), Batches<S>(X, Y, c.batch, seed.split(2)),
                      {.kind = c.loss}, {.rate = c.rate}, std::move(theta));
}

// The best of several slices: other work on the machine only ever slows one down.
template <class S>
BenchRow measure(const Case& c, double seconds, const char* scalar) {
  SgdRunner<S> runner = makeRunner<S>(c);
  long long block = 1;
  for (;;) {
    const auto start = std::chrono::steady_clock::now();
    runner.run(block);
    if (secondsSince(start) > seconds / 12) break;
    block *= 2;
  }
  double best = 0;
  const auto start = std::chrono::steady_clock::now();
  do {
    const auto slice = std::chrono::steady_clock::now();
    runner.run(block);
    best = std::max(best, static_cast<double>(block) / secondsSince(slice));
  } while (secondsSince(start) < seconds * 5 / 6);
  return {.name = std::string(c.name) + " " + scalar, .stepsPerSecond = best, .batch = c.batch};
}

}  // namespace

std::vector<BenchRow> runTrainingBenchmarks(double secondsPerRow) {
  const Case cases[] = {
      {"2-4-2-1 tanh", {2, 4, 2, 1}, Activation::Tanh, Loss::Squared, 10, 500, 0.03},
      {"2-8-8-8-1 tanh", {2, 8, 8, 8, 1}, Activation::Tanh, Loss::Squared, 10, 500, 0.03},
      {"2-50-50-1 tanh", {2, 50, 50, 1}, Activation::Tanh, Loss::Squared, 10, 500, 0.01},
      {"784-128-10 relu", {784, 128, 10}, Activation::Relu, Loss::CrossEntropy, 64, 2048, 0.01}};
  std::vector<BenchRow> rows;
  for (const Case& c : cases) {
    rows.push_back(measure<float>(c, secondsPerRow, "float"));
    rows.push_back(measure<double>(c, secondsPerRow, "double"));
  }
  return rows;
}

}  // namespace basin
