#include "study/own_function.h"

#include <algorithm>
#include <cmath>

#include "data/formula.h"
#include "data/table.h"
#include "lab/param_text.h"

namespace basin {

namespace {

constexpr int kPlaces = 1 << 13, kHandles = 8;
constexpr double kMostValue = 1000, kMostDrawn = 10, kLeastApart = 1e-3;
constexpr std::size_t kMostSamples = 33;

// Why no curve goes through samples, which are ordered by x; empty where one does.
std::string obstacleIn(const std::vector<Sample>& samples) {
  if (samples.size() < 2) return "there are fewer than two";
  if (samples.size() > kMostSamples) {
    return "there are more than " + std::to_string(kMostSamples);
  }
  for (const Sample& s : samples) {
    if (!(s.x >= 0 && s.x <= 1)) return "x is not from 0 to 1";
    if (!(std::abs(s.y) <= kMostDrawn)) return "y is not from −10 to 10";
  }
  const auto meet = [](const Sample& a, const Sample& b) { return b.x - a.x < kLeastApart; };
  const bool apart = std::ranges::adjacent_find(samples, meet) == samples.end();
  return apart ? "" : "two of them are at the same x";
}

}  // namespace

OwnFunction functionOfFormula(const std::string& text) {
  OwnFunction own;
  auto formula = Formula::parse(text);
  if (!formula.ok()) {
    own.problem = "Your formula cannot be read: " + formula.error() + ".";
    return own;
  }
  for (int i = 0; i <= kPlaces; ++i) {
    const double x = static_cast<double>(i) / kPlaces;
    if (std::abs(formula.value()(x)) <= kMostValue) continue;
    own.problem = "Your formula has no value, or one beyond 1000, at x = " + formatNumber(x) + ".";
    return own;
  }
  own.f = std::move(formula.value());
  return own;
}

OwnFunction functionOfSamples(const std::string& text) {
  OwnFunction own;
  auto read = readSamples(text);
  std::string why = read.ok() ? "" : read.error();
  if (read.ok()) {
    std::ranges::sort(read.value(), {}, &Sample::x);
    why = obstacleIn(read.value());
  }
  if (!why.empty()) {
    own.problem = "Your samples cannot be read: " + why + ".";
    return own;
  }
  own.samples = std::move(read.value());
  own.f = NaturalSpline(own.samples);
  return own;
}

std::vector<Sample> handlesOf(const LineFunction& f) {
  std::vector<Sample> handles;
  for (int i = 0; i <= kHandles; ++i) {
    const double x = static_cast<double>(i) / kHandles;
    handles.push_back({x, std::clamp(f(x), -kMostDrawn, kMostDrawn)});
  }
  return handles;
}

std::optional<std::string> drawn(std::vector<Sample> samples, const Poke& poke) {
  const bool draws = poke.kind == PokeKind::Press || poke.kind == PokeKind::Drag;
  if (!draws || !std::isfinite(poke.x) || !std::isfinite(poke.y)) return std::nullopt;
  const auto away = [&](const Sample& s) { return std::abs(s.x - poke.x); };
  std::ranges::min_element(samples, {}, away)->y = std::clamp(poke.y, -kMostDrawn, kMostDrawn);
  return writeSamples(samples);
}

}  // namespace basin
