#pragma once

#include <vector>

#include "base/bench_row.h"

namespace basin {

/// Trains each benchmark network in float and double for about `secondsPerRow` (> 0) of wall time.
std::vector<BenchRow> runTrainingBenchmarks(double secondsPerRow);

}  // namespace basin
