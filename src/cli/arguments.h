#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "io/recipe.h"

namespace basin::cli {

/// An option as given: its name without dashes and its value (empty for a switch).
struct Option {
  std::string name;
  std::string value;
};

/// What an option is called and whether a value follows it.
struct OptionDef {
  std::string_view name;
  bool takesValue = true;
};

/// A command's arguments: words in order and options, which come as `--name value` or
/// `--name=value` anywhere.
struct Arguments {
  std::vector<std::string> words;
  std::vector<Option> options;
};

/// Splits the arguments behind the command's name. `known` are the command's own options; when a
/// lab can be named, the lab in the first word adds one option a parameter. The message names the
/// unknown option and the nearest known one.
Result<Arguments> parseArguments(const std::vector<std::string>& arguments,
                                 const std::vector<OptionDef>& known, bool namesLab);

/// The last value given to an option, or null.
const std::string* find(const Arguments& arguments, std::string_view name);

/// All values given to an option, in order.
std::vector<std::string> findAll(const Arguments& arguments, std::string_view name);

/// The lab with this id; the message names the nearest one.
Result<const LabDef*> requireLab(std::string_view id);

/// A count from 0 to 2^53 - 1 of an option such as --seed.
Result<std::uint64_t> readCount(std::string_view option, std::string_view text);

/// The lab's first parameters, overlaid with --preset and the parameters given as options, each
/// tested against its range.
Result<std::vector<ParamValue>> readParams(const LabDef& lab, const Arguments& arguments,
                                           std::vector<ParamValue> base);

/// The output of a lab's scalar with this id; the message of `option` lists them all.
Result<int> scalarIndex(const LabDef& lab, std::string_view option, std::string_view id);

/// The value of one parameter, tested against its range.
Result<ParamValue> readParam(const ParamDef& def, std::string_view text);

}  // namespace basin::cli
