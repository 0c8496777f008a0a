#include <cstdio>

#include "cli/arguments.h"
#include "cli/commands.h"
#include "cli/print.h"
#include "io/bench_json.h"
#include "io/lab_json.h"
#include "io/text.h"
#include "lab/param_text.h"
#include "lab/registry.h"
#include "theory/bench.h"
#include "train/bench.h"

namespace basin::cli {

namespace {

constexpr double kBenchSecondsPerRow = 1;

}  // namespace

int badUsage(const std::string& message) {
  showProgress("");
  std::fprintf(stderr, "basin: %s\n", oneLine(message).c_str());
  return kBadUsage;
}

int list(const std::vector<std::string>& arguments) {
  auto parsed = parseArguments(arguments, {{"json", false}}, false);
  if (!parsed.ok()) return badUsage(parsed.error());
  if (!parsed.value().words.empty())
    return badUsage("list takes no lab; 'basin describe LAB' does");
  if (find(parsed.value(), "json")) {
    writeOut(labListJson());
    return kAllHold;
  }
  std::vector<std::vector<std::string>> rows;
  for (const LabDef* lab : labs()) {
    rows.push_back({std::string(lab->id), std::string(lab->title), std::string(lab->claim)});
  }
  printTable(rows, {}, "");
  return kAllHold;
}

int describe(const std::vector<std::string>& arguments) {
  auto parsed = parseArguments(arguments, {{"json", false}}, false);
  if (!parsed.ok()) return badUsage(parsed.error());
  if (parsed.value().words.size() != 1)
    return badUsage("describe needs one lab: basin describe LAB");
  auto lab = requireLab(parsed.value().words.front());
  if (!lab.ok()) return badUsage(lab.error());
  if (find(parsed.value(), "json")) {
    writeOut(labJson(*lab.value()));
    return kAllHold;
  }
  printLab(*lab.value());
  return kAllHold;
}

int bench(const std::vector<std::string>& arguments) {
  auto parsed = parseArguments(arguments, {{"json", false}}, false);
  if (!parsed.ok()) return badUsage(parsed.error());
  if (!parsed.value().words.empty()) return badUsage("bench takes no lab");
  showProgress("measuring ...");
  auto rows = runTrainingBenchmarks(kBenchSecondsPerRow);
  const auto tasks = runTheoryBenchmarks();
  showProgress("");
  if (find(parsed.value(), "json")) {
    rows.insert(rows.end(), tasks.begin(), tasks.end());
    {
    writeOut(benchJson(rows));
    return kAllHold;
  }
  }
  std::vector<std::vector<std::string>> table = {{"network", "batch", "steps/s"}};
  for (const BenchRow& row : rows) {
    table.push_back({row.name, std::to_string(row.batch), formatNumber(row.stepsPerSecond)});
  }
  printTable(table, {false, true, true}, "");
  std::vector<std::vector<std::string>> times = {{"task", "ms"}};
  for (const BenchRow& row : tasks) times.push_back({row.name, formatNumber(1e3 * row.seconds)});
  writeOut("\n");
  printTable(times, {false, true}, "");
  return kAllHold;
}

}  // namespace basin::cli
