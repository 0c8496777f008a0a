#pragma once

#include <optional>
#include <vector>

#include "cli/arguments.h"
#include "cli/drive.h"

namespace basin::cli {

/// One parameter and the values it takes.
struct VariedParam {
  int param = 0;
  std::vector<ParamValue> values;
};

/// All runs of a sweep: every combination of the axes' values (the first axis slowest), each with
/// every seed (fastest), of which one shard may be asked for.
struct SweepPlan {
  const LabDef* lab = nullptr;
  std::vector<ParamValue> base;
  std::vector<VariedParam> axes;
  std::uint64_t firstSeed = kDefaultSeed;
  std::uint64_t lastSeed = kDefaultSeed;
  std::optional<std::uint64_t> steps;
  std::optional<Until> until;
  std::vector<int> metrics;  ///< Indices of scalar outputs.
  std::uint64_t shard = 1;   ///< 1..shards; run i belongs to shard i mod shards + 1.
  std::uint64_t shards = 1;
  unsigned jobs = 1;
};

/// Reads --vary, --seeds, --steps, --until, --metric, --shard, --jobs, --preset and parameters.
Result<SweepPlan> makeSweepPlan(const Arguments& arguments);

/// Number of runs in all shards together.
std::uint64_t runCount(const SweepPlan& plan);

/// The recipe of run i, to the lab's own end or the plan's steps.
Recipe runRecipe(const SweepPlan& plan, std::uint64_t i);

}  // namespace basin::cli
