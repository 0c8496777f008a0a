#include "study/set_drawing.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace basin {

namespace {

void add(auto& line, double x, double y) {
  line.x.push_back(x);
  line.y.push_back(y);
}

Path circle(double x, double y, double radius) {
  Path path{.name = {}, .x = {}, .y = {}};
  for (int k = 0; k <= 60; ++k) {
    const double angle = 2 * std::numbers::pi * k / 60;
    add(path, x + radius * std::cos(angle), y + radius * std::sin(angle));
  }
  return path;
}

}  // namespace

SetDrawing drawSets(const SetSystem& system) {
  SetDrawing drawing;
  Marks& at = drawing.elements;
  const auto lines = fanoPlane().subsets;
  const bool plane =
      system.elements == 7 && std::ranges::all_of(system.subsets, [&](const auto& s) {
        return std::ranges::count(lines, s) > 0;
      });
  const int corners = plane ? 3 : system.elements;
  for (int i = 0; i < corners; ++i) {
    const double angle = 2 * std::numbers::pi * (0.25 - static_cast<double>(i) / corners);
    add(at, std::cos(angle), std::sin(angle));
  }
  if (plane) {
    // Elements 0, 1, 3 are corners; 2, 4, 5 middles of sides, on the line that is a circle.
    const auto x = at.x, y = at.y;
    at.x = {x[0], x[1], -x[2] / 2, x[2], -x[1] / 2, -x[0] / 2, 0};
    at.y = {y[0], y[1], -y[2] / 2, y[2], -y[1] / 2, -y[0] / 2, 0};
  }
  for (const auto& subset : system.subsets) {
    const auto first = static_cast<std::size_t>(subset.front());
    if (subset.size() == 1) {
      drawing.subsets.push_back(circle(at.x[first], at.y[first], 0.1));
    } else if (plane && subset == lines.back()) {
      drawing.subsets.push_back(circle(0, 0, 0.5));
    } else {
      Path path{.name = {}, .x = {}, .y = {}};
      for (const int i : subset) {
        add(path, at.x[static_cast<std::size_t>(i)], at.y[static_cast<std::size_t>(i)]);
      }
      // A polygon is closed; of three points on a line this draws the line.
      if (subset.size() > 2) add(path, at.x[first], at.y[first]);
      drawing.subsets.push_back(std::move(path));
    }
  }
  return drawing;
}

}  // namespace basin
