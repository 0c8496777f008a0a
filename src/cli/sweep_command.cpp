#include <condition_variable>
#include <cstdio>
#include <map>
#include <mutex>
#include <thread>

#include "cli/commands.h"
#include "cli/interrupt.h"
#include "cli/print.h"
#include "cli/sweep_plan.h"
#include "io/csv.h"
#include "io/names.h"
#include "io/text.h"
#include "lab/param_text.h"

namespace basin::cli {

namespace {

struct Row {
  std::string text;
  bool checkFails = false;
};

std::string header(const SweepPlan& plan) {
  std::string text;
  for (const ParamDef& def : plan.lab->params) text += std::string(def.id) + ",";
  text += "seed,steps,status";
  for (int metric : plan.metrics) text += "," + std::string(plan.lab->outputs[metric].id);
  for (const OutputDef& def : plan.lab->outputs) {
    if (def.kind == OutputKind::Check) text += "," + std::string(def.id);
  }
  return text + "\n";
}

Row runRow(const SweepPlan& plan, std::uint64_t i) {
  const Recipe recipe = runRecipe(plan, i);
  Session session(*plan.lab, recipe.params, recipe.seed);
  session.advance(recipe.steps);
  const Frame frame = session.frame();
  Row row;
  for (std::size_t p = 0; p < frame.params.size(); ++p) {
    row.text += csvCell(formatValue(plan.lab->params[p], frame.params[p])) + ",";
  }
  row.text += std::to_string(frame.seed) + "," + std::to_string(frame.step) + "," +
              std::string(nameOf(frame.status));
  for (int metric : plan.metrics) {
    const auto* scalar = std::get_if<ScalarData>(&frame.outputs[metric]);
    row.text += "," + (scalar ? csvNumber(scalar->value) : "nan");
  }
  for (std::size_t o = 0; o < frame.outputs.size(); ++o) {
    if (plan.lab->outputs[o].kind != OutputKind::Check) continue;
    const auto* check = std::get_if<CheckData>(&frame.outputs[o]);
    const CheckState state = check ? check->state : CheckState::Pending;
    row.text += state == CheckState::Holds ? ",true" : state == CheckState::Fails ? ",false" : ",";
    row.checkFails = row.checkFails || state == CheckState::Fails;
  }
  row.text += "\n";
  return row;
}

// Runs a shard on several threads and hands the rows out in the order of the runs.
class Sweeper {
 public:
  explicit Sweeper(const SweepPlan& plan)
      : plan_(plan), runs_(runCount(plan)), next_(plan.shard - 1), wanted_(plan.shard - 1) {}

  // Calls `sink` with each row; stops when it returns false. True when no check failed.
  template <class Sink>
  bool execute(Sink sink) {
    std::vector<std::thread> threads;
    for (unsigned i = 0; i < plan_.jobs; ++i) threads.emplace_back([this] { work(); });
    bool allHold = true;
    std::unique_lock lock(mutex_);
    while (wanted_ < runs_ && !stop_) {
      ready_.wait(lock, [this] { return rows_.contains(wanted_); });
      const Row row = std::move(rows_.extract(wanted_).mapped());
      wanted_ += plan_.shards;
      allHold = allHold && !row.checkFails;
      lock.unlock();
      const bool goOn = sink(row.text);
      lock.lock();
      stop_ = !goOn;
      room_.notify_all();
    }
    stop_ = true;
    lock.unlock();
    room_.notify_all();
    for (std::thread& thread : threads) thread.join();
    return allHold;
  }

 private:
  void work() {
    std::unique_lock lock(mutex_);
    for (;;) {
      // Not far ahead of the row that is waited for: rows kept back cost memory.
      room_.wait(lock, [this] { return stop_ || next_ >= runs_ || rows_.size() < kMostKept; });
      if (stop_ || next_ >= runs_) return;
      const std::uint64_t i = next_;
      next_ += plan_.shards;
      lock.unlock();
      Row row = runRow(plan_, i);
      lock.lock();
      rows_.emplace(i, std::move(row));
      ready_.notify_one();
    }
  }

  static constexpr std::size_t kMostKept = 4096;

  const SweepPlan& plan_;
  std::uint64_t runs_;
  std::uint64_t next_;
  std::uint64_t wanted_;
  std::mutex mutex_;
  std::condition_variable ready_;
  std::condition_variable room_;
  std::map<std::uint64_t, Row> rows_;
  bool stop_ = false;
};

}  // namespace

int sweep(const std::vector<std::string>& arguments) {
  auto parsed = parseArguments(
      arguments,
      {{"preset"}, {"vary"}, {"seeds"}, {"steps"}, {"jobs"}, {"shard"}, {"metric"}, {"csv"}}, true);
  if (!parsed.ok()) return badUsage(parsed.error());
  auto plan = makeSweepPlan(parsed.value());
  if (!plan.ok()) return badUsage(plan.error());
  const std::string* csv = find(parsed.value(), "csv");
  const bool toFile = csv && *csv != "-";
  if (toFile) {
    if (auto may = mayWriteFile(*csv); !may.ok()) return badUsage(may.error());
  }

  std::string table = header(plan.value());
  bool written = toFile || writeOut(table);
  const std::uint64_t shards = plan.value().shards;
  const std::uint64_t runs = runCount(plan.value());
  const std::uint64_t total = (runs + shards - plan.value().shard) / shards;
  std::uint64_t done = 0;
  catchInterrupts();
  const bool allHold = Sweeper(plan.value()).execute([&](const std::string& row) {
    if (toFile) {
      table += row;
    } else {
      written = written && writeOut(row);
    }
    ++done;
    showProgress("run " + std::to_string(done) + " of " + std::to_string(total));
    return written && !interrupted();
  });
  showProgress("");
  if (!written) return badUsage("cannot write to standard output");
  if (toFile) {
    if (auto saved = writeFile(*csv, table); !saved.ok()) return badUsage(saved.error());
  }
  if (done < total) {
    std::fprintf(stderr, "basin: interrupted after run %llu of %llu\n",
                 static_cast<unsigned long long>(done), static_cast<unsigned long long>(total));
    return kInterrupted;
  }
  return allHold ? kAllHold : kCheckFails;
}

}  // namespace basin::cli
