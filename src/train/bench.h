#pragma once

#include <string>
#include <vector>

namespace basin {

/// One measured training speed.
struct BenchRow {
  /// Network and scalar type, for example "2-4-2-1 tanh float".
  std::string name;
  /// Complete SGD steps a second, taking the next batch included.
  double stepsPerSecond = 0;
  /// Examples a step.
  int batch = 0;
};

/// Trains each benchmark network in float and double for about `secondsPerRow` (> 0) of wall time.
std::vector<BenchRow> runTrainingBenchmarks(double secondsPerRow);

}  // namespace basin
