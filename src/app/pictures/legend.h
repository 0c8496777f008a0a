#pragma once

#include <string>
#include <vector>

#include "app/ui/ui.h"
#include "lab/frame.h"

namespace basin {

/// One line of a legend: how it is drawn, in which colour, and its name.
struct LegendRow {
  enum class Sign { Solid, Dashed, Dot, Box };
  std::string name;
  ImU32 colour;
  Sign sign = Sign::Solid;
};

/// Adds a row unless the legend has that name already, or the name is empty.
void addLegendRow(std::vector<LegendRow>& rows, const LegendRow& row);

/// Size of the box the rows need.
ImVec2 legendSize(const Ui& ui, const std::vector<LegendRow>& rows);

/// Draws the rows in a half-transparent box at `at`.
void drawLegend(const Ui& ui, ImDrawList* draw, ImVec2 at, const std::vector<LegendRow>& rows);

/// Draws the rows in one line, as many as fit into `width`.
void drawLegendLine(const Ui& ui, ImDrawList* draw, ImVec2 at, float width,
                    const std::vector<LegendRow>& rows);

}  // namespace basin
