#pragma once

#include <optional>
#include <string>
#include <vector>

#include "lab/lab.h"
#include "theory/line_target.h"

namespace basin {

/// A function on [0, 1] that a reader wrote as a formula, or as samples that a smooth curve joins.
struct OwnFunction {
  LineFunction f = [](double) { return 0.0; };
  std::vector<Sample> samples{};  ///< By x; of a formula none.
  std::string problem{};          ///< A whole sentence where it cannot be used (InputProblem).
};

/// Of a formula with a value of at most 1000 in size at 8193 places.
OwnFunction functionOfFormula(const std::string& text);
/// Of 2 to 33 samples "x,y; x,y" with x in [0, 1] and y in [-10, 10], joined by NaturalSpline.
OwnFunction functionOfSamples(const std::string& text);

/// Samples of f at nine places, y held to [-10, 10]: what a pointer takes hold of.
std::vector<Sample> handlesOf(const LineFunction& f);
/// The samples as text with the nearest one moved to where the pointer presses or drags; nothing
/// for other gestures.
std::optional<std::string> drawn(std::vector<Sample> samples, const Poke& poke);

}  // namespace basin
