#include "app/pictures/legend.h"

#include <algorithm>

namespace basin {

namespace {
constexpr float kRow = 18;
constexpr float kSign = 34;

// The sign of a row, 19 points wide, from its left end.
void drawSign(ImDrawList* draw, const LegendRow& row, ImVec2 at) {
  switch (row.sign) {
    case LegendRow::Sign::Solid:
      draw->AddLine(at, {at.x + 19, at.y}, row.colour, 2.6f);
      break;
    case LegendRow::Sign::Dashed:
      for (float x = 0; x < 19; x += 7.5f) {
        draw->AddLine({at.x + x, at.y}, {at.x + x + 4.5f, at.y}, row.colour, 2.2f);
      }
      break;
    case LegendRow::Sign::Dot:
      draw->AddCircleFilled({at.x + 9.5f, at.y}, 4.5f, row.colour);
      break;
    case LegendRow::Sign::Box:
      draw->AddRectFilled({at.x + 4, at.y - 5}, {at.x + 15, at.y + 5}, row.colour, 2);
      break;
  }
}

}  // namespace

void addLegendRow(std::vector<LegendRow>& rows, const LegendRow& row) {
  if (row.name.empty()) return;
  if (std::ranges::find(rows, row.name, &LegendRow::name) != rows.end()) return;
  rows.push_back(row);
}

ImVec2 legendSize(const Ui& ui, const std::vector<LegendRow>& rows) {
  float width = 0;
  for (const LegendRow& row : rows) {
    width = std::max(width, textSize(ui, size::kSmall, row.name).x);
  }
  return {width + kSign + 10, kRow * static_cast<float>(rows.size()) + 8};
}

void drawLegend(const Ui& ui, ImDrawList* draw, ImVec2 a, const std::vector<LegendRow>& rows) {
  const ImVec2 extent = legendSize(ui, rows);
  draw->AddRectFilled(a, {a.x + extent.x, a.y + extent.y}, faded(ui.colours.panel, 0.84f), 6);
  float y = a.y + 4;
  for (const LegendRow& row : rows) {
    drawSign(draw, row, {a.x + 7, y + kRow / 2});
    drawText(ui, draw, {a.x + kSign, y + 1}, size::kSmall, ui.colours.ink, row.name);
    y += kRow;
  }
}

void drawLegendLine(const Ui& ui, ImDrawList* draw, ImVec2 at, float width,
                    const std::vector<LegendRow>& rows) {
  float x = at.x;
  for (const LegendRow& row : rows) {
    const float needed = kSign + textSize(ui, size::kSmall, row.name).x + 8;
    const float room = &row == &rows.back() ? 0.0f : 18.0f;
    if (x + needed + room > at.x + width + 8) {
      // What has no room is named on hover.
      drawText(ui, draw, {x + 4, at.y + 1}, size::kSmall, ui.colours.muted, "…");
      std::string names;
      for (const LegendRow& each : rows) names += (names.empty() ? "" : "\n") + each.name;
      cutTip(ui, {at.x, at.y, width, kRow}, "", names);
      return;
    }
    drawSign(draw, row, {x + 4, at.y + kRow / 2});
    drawText(ui, draw, {x + kSign - 4, at.y + 1}, size::kSmall, ui.colours.muted, row.name);
    x += needed;
  }
}

}  // namespace basin
