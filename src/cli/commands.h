#pragma once

#include <string>
#include <vector>

namespace basin::cli {

/// Exit status of the command, as scripts rely on it.
/// kInterrupted is what shells expect of a command that Ctrl-C ended.
enum ExitStatus { kAllHold = 0, kCheckFails = 1, kBadUsage = 2, kInterrupted = 130 };

/// The sub-commands; arguments are those behind the sub-command's name.
int list(const std::vector<std::string>& arguments);
int describe(const std::vector<std::string>& arguments);
int run(const std::vector<std::string>& arguments);
int sweep(const std::vector<std::string>& arguments);
int bench(const std::vector<std::string>& arguments);

/// Prints the one line about wrong usage on stderr; returns kBadUsage.
int badUsage(const std::string& message);

}  // namespace basin::cli
