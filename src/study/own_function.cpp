#include "study/own_function.h"

#include <algorithm>
#include <cmath>

#include "data/formula.h"
#include "data/table.h"
#include "lab/param_text.h"
#include "study/line_points.h"

namespace basin {

namespace {

constexpr int kPlaces = 1 << 13, kHandles = 8;
constexpr double kMostValue = 1000, kMostDrawn = 10;
constexpr LinePointsFrame kFrame{.lo = 0, .hi = 1, .height = kMostDrawn, .least = 2, .most = 33};

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
  auto read = readLinePoints(text, kFrame);
  if (!read.ok()) {
    own.problem = "Your samples cannot be read: " + read.error() + ".";
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
