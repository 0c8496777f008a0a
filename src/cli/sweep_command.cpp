#include <algorithm>
#include <condition_variable>
#include <cstdio>
#include <map>
#include <mutex>
#include <optional>
#include <thread>

#include "cli/commands.h"
#include "cli/interrupt.h"
#include "cli/print.h"
#include "cli/row_file.h"
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

const char* stateText(const OutputData& output) {
  const auto* check = std::get_if<CheckData>(&output);
  const CheckState state = check ? check->state : CheckState::Pending;
  return state == CheckState::Holds ? "true" : state == CheckState::Fails ? "false" : "";
}

// One name a column: a scalar that is called as a parameter is, "loss", says that it is the scalar.
std::vector<std::string> columns(const SweepPlan& plan) {
  std::vector<std::string> names;
  for (const ParamDef& def : plan.lab->params) names.emplace_back(def.id);
  for (const char* name : {"seed", "steps", "status"}) names.emplace_back(name);
  if (plan.until) names.emplace_back("reached");
  for (int metric : plan.metrics) {
    const std::string id(plan.lab->outputs[static_cast<std::size_t>(metric)].id);
    const bool taken = std::ranges::find(names, id) != names.end();
    names.push_back(taken ? "scalar." + id : id);
  }
  for (const OutputDef& def : plan.lab->outputs) {
    if (def.kind != OutputKind::Check) continue;
    names.push_back("check." + std::string(def.id));
    names.push_back("check." + std::string(def.id) + ".measured");
  }
  return names;
}

std::string header(const SweepPlan& plan) {
  std::string text;
  for (const std::string& name : columns(plan)) text += (text.empty() ? "" : ",") + name;
  return text + "\n";
}

// The cells that say which run a row is of: parameters and seed.
std::string settingCells(const SweepPlan& plan, const Recipe& recipe) {
  std::string text;
  for (std::size_t p = 0; p < recipe.params.size(); ++p) {
    text += csvCell(formatValue(plan.lab->params[p], recipe.params[p])) + ",";
  }
  return text + std::to_string(recipe.seed) + ",";
}

// Nothing when it was interrupted.
std::optional<Row> runRow(const SweepPlan& plan, std::uint64_t i) {
  const Recipe recipe = runRecipe(plan, i);
  Session session(*plan.lab, recipe.params, recipe.seed);
  const Arrival arrival = drive(session, recipe, plan.until);
  if (arrival == Arrival::Interrupted) return std::nullopt;
  const Frame frame = session.frame();
  Row row{settingCells(plan, recipe) + std::to_string(frame.step) + "," +
          std::string(nameOf(frame.status))};
  if (plan.until) row.text += arrival == Arrival::Condition ? ",true" : ",false";
  for (int metric : plan.metrics) {
    const auto* scalar = std::get_if<ScalarData>(&frame.outputs[static_cast<std::size_t>(metric)]);
    row.text += "," + (scalar ? csvNumber(scalar->value) : "nan");
  }
  for (std::size_t o = 0; o < frame.outputs.size(); ++o) {
    if (plan.lab->outputs[o].kind != OutputKind::Check) continue;
    const auto* check = std::get_if<CheckData>(&frame.outputs[o]);
    const std::string state = stateText(frame.outputs[o]);
    row.text += "," + state + "," + (check ? csvNumber(check->measured) : "nan");
    row.checkFails = row.checkFails || state == "false";
  }
  row.text += "\n";
  return row;
}

// Whether a row that was read has a failing check: the cells of checks are the last ones, two each.
bool failsIn(const SweepPlan& plan, std::string_view row) {
  const auto checks =
      std::ranges::count(plan.lab->outputs, OutputKind::Check, &OutputDef::kind);
  bool fails = false;
  for (std::ptrdiff_t cell = 0; cell < 2 * checks; ++cell) {
    const auto comma = row.rfind(',');
    fails = fails || (cell % 2 == 1 && row.substr(comma + 1) == "false");
    row = row.substr(0, comma);
  }
  return fails;
}

// What is wrong with a text among the parameters, in the first run or at another value of its axis.
std::string inputProblem(const SweepPlan& plan) {
  const auto isText = [&](int param) {
    return plan.lab->params[static_cast<std::size_t>(param)].kind == ParamKind::Text;
  };
  const Recipe first = runRecipe(plan, 0);
  const auto problemOf = [&](const std::vector<ParamValue>& params) {
    return Session(*plan.lab, params, first.seed).inputProblem().text;
  };
  if (std::ranges::count(plan.lab->params, ParamKind::Text, &ParamDef::kind) == 0) return {};
  if (std::string problem = problemOf(first.params); !problem.empty()) return problem;
  for (const VariedParam& axis : plan.axes) {
    if (!isText(axis.param)) continue;
    for (const ParamValue& value : axis.values) {
      std::vector<ParamValue> params = first.params;
      params[static_cast<std::size_t>(axis.param)] = value;
      if (std::string problem = problemOf(params); !problem.empty()) return problem;
    }
  }
  return {};
}

// Runs a shard on several threads and hands the rows out in the order of the runs.
class Sweeper {
 public:
  // Leaves out the first `done` runs of the shard.
  Sweeper(const SweepPlan& plan, std::uint64_t done)
      : plan_(plan),
        runs_(runCount(plan)),
        next_(plan.shard - 1 + done * plan.shards),
        wanted_(next_) {}

  // Calls `sink` with each row; stops when it returns false, or when it is interrupted: then runs
  // under way are given up. True when no check failed.
  template <class Sink>
  bool execute(Sink sink) {
    std::vector<std::thread> threads;
    for (unsigned i = 0; i < plan_.jobs; ++i) threads.emplace_back([this] { work(); });
    bool allHold = true;
    std::unique_lock lock(mutex_);
    while (wanted_ < runs_) {
      ready_.wait(lock, [this] { return stop_ || rows_.contains(wanted_); });
      if (!rows_.contains(wanted_)) break;
      const Row row = std::move(rows_.extract(wanted_).mapped());
      wanted_ += plan_.shards;
      allHold = allHold && !row.checkFails;
      lock.unlock();
      const bool goOn = sink(row.text);
      lock.lock();
      room_.notify_all();
      if (!goOn) break;
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
      std::optional<Row> row = runRow(plan_, i);
      lock.lock();
      if (row) {
        rows_.emplace(i, std::move(*row));
      } else {
        stop_ = true;
      }
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
  auto parsed = parseArguments(arguments,
                               {{"preset"}, {"vary"}, {"seeds"}, {"steps"}, {"until"}, {"jobs"},
                                {"shard"}, {"metric"}, {"csv"}, {"resume", false}},
                               true);
  if (!parsed.ok()) return badUsage(parsed.error());
  auto planned = makeSweepPlan(parsed.value());
  if (!planned.ok()) return badUsage(planned.error());
  const SweepPlan& plan = planned.value();
  if (const std::string text = inputProblem(plan); !text.empty()) return badUsage(text);
  const std::string* csv = find(parsed.value(), "csv");
  const bool toFile = csv && *csv != "-";
  const bool resumes = find(parsed.value(), "resume") != nullptr;
  if (resumes && !toFile) return badUsage("resume: only a sweep into a file, --csv FILE, goes on");
  if (toFile) {
    if (auto may = mayWriteFile(*csv); !may.ok()) return badUsage(may.error());
  }

  // Of several shards the first alone has the heading: put behind one another they are one table.
  const std::string heading = plan.shard == 1 ? header(plan) : "";
  const std::uint64_t runs = runCount(plan);
  const std::uint64_t total = (runs + plan.shards - plan.shard) / plan.shards;
  std::uint64_t done = 0;
  bool allHold = true;
  std::optional<RowFile> file;
  if (toFile) {
    const auto lengthOf = [&](std::uint64_t n,
                              std::string_view rest) -> std::optional<std::size_t> {
      const std::uint64_t i = plan.shard - 1 + n * plan.shards;
      const std::string cells = i < runs ? settingCells(plan, runRecipe(plan, i)) : "";
      if (cells.empty() || !rest.starts_with(cells)) return std::nullopt;
      // No cell behind the settings holds a line's end.
      const auto end = rest.find('\n', cells.size());
      if (end == std::string_view::npos) return 0;
      allHold = allHold && !failsIn(plan, rest.substr(0, end));
      return end + 1;
    };
    auto opened = resumes ? RowFile::resume(*csv, heading, lengthOf, done)
                          : RowFile::begin(*csv, heading);
    if (!opened.ok()) return badUsage(opened.error());
    file = std::move(opened).value();
  } else if (!writeOut(heading)) {
    return kBadUsage;
  }

  std::string problem;
  catchInterrupts();
  const auto sink = [&](const std::string& row) {
    if (file) {
      if (auto added = file->add(row); !added.ok()) problem = added.error();
    } else {
      writeOut(row);
    }
    if (!problem.empty() || !outputProblem().empty()) return false;
    ++done;
    showProgress("run " + std::to_string(done) + " of " + std::to_string(total));
    return !interrupted();
  };
  allHold = Sweeper(plan, done).execute(sink) && allHold;
  showProgress("");
  if (file && problem.empty()) {
    if (auto finished = file->finish(); !finished.ok()) problem = finished.error();
  }
  if (!problem.empty()) return badUsage(problem);
  if (done < total) {
    std::fprintf(stderr, "basin: interrupted after run %llu of %llu%s\n",
                 static_cast<unsigned long long>(done), static_cast<unsigned long long>(total),
                 file ? "; --resume goes on" : "");
    return kInterrupted;
  }
  return allHold ? kAllHold : kCheckFails;
}

}  // namespace basin::cli
