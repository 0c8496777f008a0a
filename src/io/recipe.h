#pragma once

#include <cstdint>

#include "base/result.h"
#include "lab/session.h"

namespace basin {

/// The seed every face uses when none is given.
inline constexpr std::uint64_t kDefaultSeed = 1;

/// Largest seed and number of steps any face takes: 2^53 - 1, exact in JSON and JavaScript as well.
inline constexpr std::uint64_t kMaxSeed = (std::uint64_t{1} << 53) - 1;

/// Parameters a visitor sees: those of the first preset, else the defaults.
std::vector<ParamValue> firstParams(const LabDef& lab);

/// The preset with this id, or null.
const Preset* findPreset(const LabDef& lab, std::string_view id);

/// The candidate most like `word` (edit distance of at most a third of its length), or empty.
std::string nearestWord(std::string_view word, const std::vector<std::string_view>& candidates);

/// A recipe at step 0 with the visitor's parameters and the default seed.
Recipe firstRecipe(const LabDef& lab);

/// What restores the session that published this frame.
Recipe recipeOf(const Frame& frame);

/// Whether a session can be made from the recipe: known lab, every value of the right type and
/// in range, events in order of step, for live parameters, none behind the last step.
Result<void> validateRecipe(const Recipe& recipe);

}  // namespace basin
