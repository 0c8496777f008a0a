#pragma once

#include <vector>

#include "base/bench_row.h"

namespace basin {

/// Times the tools behind the kernel and landscape labs at the sizes a reader waits for: an exact
/// kernel on 1000 points, the empirical kernel of the widest networks, a plane of a playground's
/// network. The fastest of three of each.
std::vector<BenchRow> runTheoryBenchmarks();

}  // namespace basin
