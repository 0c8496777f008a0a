#include <string>
#include <vector>

#include "cli/commands.h"
#include "cli/print.h"
#include "io/recipe.h"
#include "io/text.h"
#include "io/version.h"

namespace basin::cli {

namespace {

constexpr std::string_view kUsage = R"(Basin: experiments in the theory of deep learning.

  basin list [--json]             every lab: id, title, one line
  basin describe LAB [--json]     parameters, outputs, presets, references
  basin run LAB [--PARAM VALUE]... [--preset NAME] [--seed N] [--steps N]
            [--until SCALAR>=V] [--from FILE] [--json FILE|-] [--csv DIR]
                                  runs to the lab's own end, or N steps; prints
                                  scalars and a table of checks
  basin sweep LAB --vary PARAM=a,b,c|lo:hi:n ... [--seeds A:B] [--jobs N]
            [--shard I/N] [--metric SCALAR]... [--steps N]
            [--until SCALAR>=V] [--csv FILE|-] [--resume]
                                  runs every combination with every seed; one
                                  row of CSV each, in the same order always
  basin bench [--json]            training speed of a few networks

--from FILE goes on from a saved session (JSON). --json - and --csv - write to
standard output. --until ends a run at the first step where a scalar is (>=, <=,
> or <) V. A step is the smallest piece of a lab's work, not always one of
descent; scalars tell where the descent is.

--seeds A:B are the seeds from A to B: five of them are 1:5, and 5 alone is the
seed 5; without it the seed is 1. lo:hi:n are n values spaced as the parameter's
slider is, evenly or, over decades, by equal ratios. Rows of a sweep into FILE
are in FILE.part until it is over: after Ctrl-C, a crash or a power cut the same
command with --resume does what is left. Shard 1 has the heading, so that the
shards' files put behind one another are one table.

Exit status: 0 all checks hold, 1 a check fails or --until was not reached,
2 wrong usage or nowhere to write, 130 interrupted.
)";

int dispatch(const std::vector<std::string>& arguments) {
  if (arguments.empty()) {
    return badUsage("which command? 'basin --help' lists them: list, describe, run, sweep, bench");
  }
  const std::string& name = arguments.front();
  const std::vector<std::string> rest(arguments.begin() + 1, arguments.end());
  for (const std::string& argument : arguments) {
    if (argument == "--help" || argument == "-h" || name == "help") {
      writeOut(kUsage);
      return kAllHold;
    }
  }
  if (name == "--version") {
    writeOut("basin " + std::string(kVersion) + "\n");
    return kAllHold;
  }
  if (name == "list") return list(rest);
  if (name == "describe") return describe(rest);
  if (name == "run") return run(rest);
  if (name == "sweep") return sweep(rest);
  if (name == "bench") return bench(rest);
  const std::string nearest = nearestWord(name, {"list", "describe", "run", "sweep", "bench"});
  return badUsage("unknown command " + quote(name) +
                  (nearest.empty() ? "; it is one of list, describe, run, sweep, bench"
                                   : "; did you mean " + nearest + "?"));
}

}  // namespace

}  // namespace basin::cli

int main(int count, char** values) {
  using namespace basin::cli;
  // Who reads no further, as head does, ends it by SIGPIPE, quietly.
  const int status = dispatch({values + 1, values + count});
  if (outputProblem().empty()) return status;
  return badUsage("cannot write to standard output: " + outputProblem());
}
