#pragma once

#include <functional>
#include <optional>
#include <string_view>

#include "base/result.h"
#include "lab/session.h"

namespace basin::cli {

/// A condition on a scalar output, "ID>=V" with >=, <=, > or <, at whose first step a run ends.
struct Until {
  enum class Sign { AtLeast, AtMost, Above, Below };

  int output = 0;
  Sign sign = Sign::AtLeast;
  double bound = 0;

  /// False while the scalar has no value.
  bool reached(const Session& session) const;
};

/// Reads --until; the message names the lab's scalars where the one asked for is none of them.
Result<Until> readUntil(const LabDef& lab, std::string_view text);

/// How a drive has ended: the recipe's steps or the lab's own end, the condition, or Ctrl-C.
enum class Arrival { End, Condition, Interrupted };

/// Advances a session made from `recipe` in bunches of some 50 ms, after each of which `tell` is
/// called and an interruption heard; step by step where there is a condition.
Arrival drive(Session& session, const Recipe& recipe, const std::optional<Until>& until,
              const std::function<void()>& tell = {});

}  // namespace basin::cli
