#pragma once

#include <string>
#include <vector>

#include "app/ui/ui.h"
#include "gfx/particles.h"

namespace basin {

/// One entry of a legend: how it is drawn, in which colour, and its name.
struct LegendRow {
  enum class Sign { Solid, Dashed, Dotted, Mark, Box };
  std::string name;
  ImU32 colour;
  Sign sign = Sign::Solid;
  gfx::Shape shape = gfx::Shape::Circle;  ///< Of a Mark.
  int dash = 0;                           ///< Which pattern of dashes (kDashes).
};

/// The dash patterns of a panel's first, second, ... theory, and the dots of a guide, in points.
inline constexpr float kDashes[][4] = {{7, 5, 7, 5}, {14, 5, 14, 5}, {10, 4, 3, 4}};
inline constexpr int kDashCount = 3;
inline constexpr float kDots[4] = {2, 4, 2, 4};

/// Draws a polyline in pieces; `phase` is how far into the pattern it begins and where it ended.
void drawDashes(ImDrawList* draw, ImVec2 a, ImVec2 b, ImU32 colour, float width,
                const float (&pattern)[4], float& phase);

/// Adds a row unless the legend has the same already, or its name is empty.
void addLegendRow(std::vector<LegendRow>& rows, const LegendRow& row);

/// Adds the rows of another panel. Where a name has another colour there its sign becomes grey.
void mergeLegend(const Ui& ui, std::vector<LegendRow>& rows, const std::vector<LegendRow>& panel);

/// The height of the rows side by side in lines of a width; 0 without rows.
float legendHeight(const Ui& ui, const std::vector<LegendRow>& rows, float width);

/// Draws them so, from their left top corner. Nothing is left out.
void drawLegend(const Ui& ui, ImDrawList* draw, ImVec2 at, float width,
                const std::vector<LegendRow>& rows);

/// The width of the rows below each other.
float legendColumnWidth(const Ui& ui, const std::vector<LegendRow>& rows);
/// Their height.
float legendColumnHeight(const std::vector<LegendRow>& rows);
/// Draws them so.
void drawLegendColumn(const Ui& ui, ImDrawList* draw, ImVec2 at,
                      const std::vector<LegendRow>& rows);

}  // namespace basin
