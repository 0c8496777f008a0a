#include "support/random_values.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>

namespace basin::tests {

namespace {

constexpr std::array<std::string_view, 18> kPieces = {
    "a",  "Z", "0", " ", "&",  "=",  "%",   "#",
    "+",  ",", "\"", "\\", "\n", "é", "λ", "😀", "%41", "/"};

double randomReal(Rng& rng, const Range& range) {
  switch (rng.below(4)) {
    case 0:
      return range.lo;
    case 1:
      return range.hi;
    default:
      if (range.scale == Scale::Linear) return rng.uniform(range.lo, range.hi);
      return range.lo * std::pow(range.hi / range.lo, rng.uniform());
  }
}

}  // namespace

std::string randomText(Rng& rng, int most) {
  std::string text;
  for (int i = rng.below(most + 1); i > 0; --i) {
    text += kPieces[rng.below(static_cast<int>(kPieces.size()))];
  }
  return text;
}

ParamValue randomValue(Rng& rng, const ParamDef& def) {
  const auto whole = [&] { return std::floor(randomReal(rng, {def.range.lo, def.range.hi})); };
  switch (def.kind) {
    case ParamKind::Real:
      return std::min(std::max(randomReal(rng, def.range), def.range.lo), def.range.hi);
    case ParamKind::Integer:
      return static_cast<std::int64_t>(whole());
    case ParamKind::Boolean:
      return rng.below(2) == 1;
    case ParamKind::Choice:
      return static_cast<std::int64_t>(rng.below(static_cast<int>(def.choices.size())));
    case ParamKind::IntegerList: {
      std::vector<int> list(rng.below(def.maxLength + 1));
      for (int& item : list) item = static_cast<int>(whole());
      return list;
    }
    case ParamKind::Text: {
      std::string text = randomText(rng, def.maxLength);
      while (static_cast<int>(text.size()) > def.maxLength) text = randomText(rng, def.maxLength);
      return text;
    }
  }
  return {};
}

std::vector<ParamValue> randomParams(Rng& rng, const LabDef& lab) {
  std::vector<ParamValue> params;
  for (const ParamDef& def : lab.params) params.push_back(randomValue(rng, def));
  return params;
}

}  // namespace basin::tests
