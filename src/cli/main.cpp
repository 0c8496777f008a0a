#include <csignal>
#include <cstdio>
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
            [--from FILE] [--json FILE|-] [--csv DIR]
                                  runs to the lab's own end, or N steps; prints
                                  scalars and a table of checks
  basin sweep LAB --vary PARAM=a,b,c|lo:hi:n ... [--seeds A:B] [--jobs N]
            [--shard I/N] [--metric SCALAR]... [--steps N] [--csv FILE|-]
                                  runs every combination with every seed; one
                                  row of CSV each, in the same order always
  basin bench [--json]            training speed of a few networks

--from FILE goes on from a saved session (JSON). --json - and --csv - write to
standard output. Seeds are whole numbers, 1 when not given. Ctrl-C ends a run
or a sweep with what there is so far.
Exit status: 0 all checks hold, 1 a check fails, 2 wrong usage, 130 interrupted.
)";

int dispatch(const std::vector<std::string>& arguments) {
  if (arguments.empty()) {
    return badUsage("which command? 'basin --help' lists them: list, describe, run, sweep, bench");
  }
  const std::string& name = arguments.front();
  const std::vector<std::string> rest(arguments.begin() + 1, arguments.end());
  for (const std::string& argument : arguments) {
    if (argument == "--help" || argument == "-h" || name == "help") {
      return writeOut(kUsage) ? kAllHold : kBadUsage;
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
  // Writing into a closed pipe is reported by the write itself.
  std::signal(SIGPIPE, SIG_IGN);
  return basin::cli::dispatch({values + 1, values + count});
}
