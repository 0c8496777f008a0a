#pragma once

#include <string>
#include <vector>

#include "base/bench_row.h"

namespace basin {

/// The benchmark table as a JSON array: {name, batch, stepsPerSecond} for training, {name, seconds}
/// for tasks.
std::string benchJson(const std::vector<BenchRow>& rows);

}  // namespace basin
