#include "io/recipe.h"

#include <algorithm>

#include "io/text.h"
#include "lab/param_text.h"
#include "lab/registry.h"

namespace basin {

namespace {

// Insertions, deletions, substitutions and swaps of neighbours from one word to another (optimal
// string alignment).
std::size_t editDistance(std::string_view a, std::string_view b) {
  std::vector<std::vector<std::size_t>> d(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
  for (std::size_t i = 0; i <= a.size(); ++i) d[i][0] = i;
  for (std::size_t j = 0; j <= b.size(); ++j) d[0][j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t substituted = d[i - 1][j - 1] + (a[i - 1] != b[j - 1] ? 1 : 0);
      d[i][j] = std::min({d[i - 1][j] + 1, d[i][j - 1] + 1, substituted});
      const bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (swapped) d[i][j] = std::min(d[i][j], d[i - 2][j - 2] + 1);
    }
  }
  return d[a.size()][b.size()];
}

}  // namespace

const Preset* findPreset(const LabDef& lab, std::string_view id) {
  for (const Preset& preset : lab.presets) {
    if (preset.id == id) return &preset;
  }
  return nullptr;
}

std::vector<ParamValue> firstParams(const LabDef& lab) {
  return lab.presets.empty() ? defaultParams(lab) : presetParams(lab, lab.presets.front());
}

std::string nearestWord(std::string_view word, const std::vector<std::string_view>& candidates) {
  std::string_view best;
  std::size_t least = 0;
  if (word.size() > 64) return {};
  for (std::string_view candidate : candidates) {
    const std::size_t distance = editDistance(word, candidate);
    const std::size_t limit = std::max<std::size_t>(1, std::max(word.size(), candidate.size()) / 3);
    if (distance <= limit && (best.empty() || distance < least)) {
      best = candidate;
      least = distance;
    }
  }
  return std::string(best);
}

Recipe firstRecipe(const LabDef& lab) {
  return {.lab = std::string(lab.id),
          .params = firstParams(lab),
          .seed = kDefaultSeed,
          .events = {},
          .steps = 0};
}

Recipe recipeOf(const Frame& frame) {
  return {.lab = frame.lab,
          .params = frame.initial,
          .seed = frame.seed,
          .events = frame.events,
          .steps = frame.step};
}

Result<void> validateRecipe(const Recipe& recipe) {
  const LabDef* lab = findLab(recipe.lab);
  if (!lab) return Failure{"lab: there is no lab " + quote(recipe.lab)};
  if (recipe.params.size() != lab->params.size()) {
    return Failure{"params: lab " + recipe.lab + " has " + std::to_string(lab->params.size()) +
                   " parameters, not " + std::to_string(recipe.params.size())};
  }
  for (std::size_t i = 0; i < recipe.params.size(); ++i) {
    if (auto error = rangeError(lab->params[i], recipe.params[i])) return Failure{*error};
  }
  if (recipe.seed > kMaxSeed) return Failure{"seed: must be at most 2^53 - 1"};
  if (recipe.steps > kMaxSeed) return Failure{"steps: must be at most 2^53 - 1"};
  std::uint64_t step = 0;
  for (const Event& event : recipe.events) {
    if (event.param < 0 || event.param >= static_cast<int>(lab->params.size())) {
      return Failure{"events: there is no parameter number " + std::to_string(event.param)};
    }
    const ParamDef& def = lab->params[event.param];
    if (def.effect != Effect::Live) {
      return Failure{"events: " + std::string(def.id) + " cannot change while the lab runs"};
    }
    if (event.step < step || event.step > recipe.steps) {
      return Failure{"events: step " + std::to_string(event.step) + " is out of order"};
    }
    step = event.step;
    if (auto error = rangeError(def, event.value)) return Failure{"events: " + *error};
  }
  return {};
}

}  // namespace basin
