#include <cstdio>
#include <memory>
#include <optional>

#include "cli/arguments.h"
#include "cli/commands.h"
#include "cli/drive.h"
#include "cli/interrupt.h"
#include "cli/print.h"
#include "io/csv.h"
#include "io/json.h"
#include "io/text.h"
#include "lab/param_text.h"
#include "lab/registry.h"

namespace basin::cli {

namespace {

struct Plan {
  Recipe recipe;
  std::optional<std::uint64_t> steps;  // None: to the lab's own end.
  std::optional<Until> until;
};

Result<std::string> readFile(const std::string& path) {
  const auto close = [](std::FILE* file) { std::fclose(file); };
  const std::unique_ptr<std::FILE, decltype(close)> file(std::fopen(path.c_str(), "rb"), close);
  std::string text;
  char buffer[1 << 16];
  // Twice the largest saved session that is accepted: what never ends is not read to its end.
  while (file && text.size() < (1U << 25)) {
    const std::size_t count = std::fread(buffer, 1, sizeof buffer, file.get());
    text.append(buffer, count);
    if (count < sizeof buffer) break;
  }
  if (!file || std::ferror(file.get())) return Failure{"cannot read " + quote(path, 200)};
  return text;
}

Result<Plan> makePlan(const Arguments& arguments) {
  Plan plan;
  const std::string* from = find(arguments, "from");
  if (arguments.words.size() > 1) {
    return Failure{"one lab at a time: " + quote(arguments.words[1]) + " is one too many"};
  }
  if (from) {
    auto text = readFile(*from);
    if (!text.ok()) return Failure{text.error()};
    auto recipe = parseRecipeJson(text.value());
    if (!recipe.ok()) return Failure{"--from " + *from + ": " + recipe.error()};
    plan.recipe = std::move(recipe).value();
    if (!arguments.words.empty() && arguments.words.front() != plan.recipe.lab) {
      return Failure{"--from " + *from + ": a session of lab " + plan.recipe.lab + ", not " +
                     arguments.words.front()};
    }
    if (plan.recipe.steps > 0) plan.steps = plan.recipe.steps;
  } else {
    if (arguments.words.empty()) return Failure{"run needs a lab: basin run LAB"};
    auto lab = requireLab(arguments.words.front());
    if (!lab.ok()) return Failure{lab.error()};
    plan.recipe = firstRecipe(*lab.value());
  }
  auto params = readParams(*findLab(plan.recipe.lab), arguments, std::move(plan.recipe.params));
  if (!params.ok()) return Failure{params.error()};
  plan.recipe.params = std::move(params).value();
  if (const std::string* seed = find(arguments, "seed")) {
    auto count = readCount("seed", *seed);
    if (!count.ok()) return Failure{count.error()};
    plan.recipe.seed = count.value();
  }
  if (const std::string* steps = find(arguments, "steps")) {
    auto count = readCount("steps", *steps);
    if (!count.ok()) return Failure{count.error()};
    plan.steps = count.value();
  }
  if (const std::string* text = find(arguments, "until")) {
    auto until = readUntil(*findLab(plan.recipe.lab), *text);
    if (!until.ok()) return Failure{until.error()};
    plan.until = until.value();
  }
  plan.recipe.steps = plan.steps.value_or(kMaxSeed);
  return plan;
}

bool anyFails(const Frame& frame) {
  for (const OutputData& output : frame.outputs) {
    const auto* check = std::get_if<CheckData>(&output);
    if (check && check->state == CheckState::Fails) return true;
  }
  return false;
}

}  // namespace

int run(const std::vector<std::string>& arguments) {
  auto parsed = parseArguments(
      arguments, {{"preset"}, {"seed"}, {"steps"}, {"until"}, {"from"}, {"json"}, {"csv"}}, true);
  if (!parsed.ok()) return badUsage(parsed.error());
  auto plan = makePlan(parsed.value());
  if (!plan.ok()) return badUsage(plan.error());

  const std::string* json = find(parsed.value(), "json");
  const std::string* csv = find(parsed.value(), "csv");
  if (csv) {
    if (auto may = mayWriteFiles(*csv); !may.ok()) return badUsage(may.error());
  }
  if (json && *json != "-") {
    if (auto may = mayWriteFile(*json); !may.ok()) return badUsage(may.error());
  }
  const Recipe& recipe = plan.value().recipe;
  Session session(*findLab(recipe.lab), recipe.params, recipe.seed);
  if (const auto problem = session.inputProblem(); !problem.empty()) return badUsage(problem.text);
  catchInterrupts();
  const Arrival arrival = drive(session, recipe, plan.value().until, [&] {
    showProgress(std::string(session.lab().title) + ": step " + std::to_string(session.step()));
  });
  showProgress("");
  const Frame frame = session.frame();
  // What was reached is written all the same: a session saved as JSON goes on with --from.
  if (arrival == Arrival::Interrupted) {
    std::fprintf(stderr, "basin: interrupted at step %llu\n",
                 static_cast<unsigned long long>(frame.step));
  }
  const bool missed = plan.value().until && arrival == Arrival::End;
  if (missed) {
    std::fprintf(stderr, "basin: until: %s was not reached in %llu steps\n",
                 oneLine(*find(parsed.value(), "until")).c_str(),
                 static_cast<unsigned long long>(frame.step));
  }
  if (csv) {
    if (auto done = writeFiles(*csv, frameCsv(frame)); !done.ok()) return badUsage(done.error());
  }
  if (json && *json == "-") {
    writeOut(frameJson(frame));
  } else {
    if (json) {
      if (auto done = writeFile(*json, frameJson(frame)); !done.ok()) return badUsage(done.error());
    }
    printRun(frame);
  }
  if (arrival == Arrival::Interrupted) return kInterrupted;
  return missed || anyFails(frame) ? kCheckFails : kAllHold;
}

}  // namespace basin::cli
