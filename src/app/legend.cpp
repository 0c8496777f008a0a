#include "app/legend.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace basin {

namespace {
constexpr float kRow = 18;
constexpr float kSign = 34;
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
    const float mid = y + kRow / 2;
    switch (row.sign) {
      case LegendRow::Sign::Solid:
        draw->AddLine({a.x + 7, mid}, {a.x + 26, mid}, row.colour, 2.6f);
        break;
      case LegendRow::Sign::Dashed:
        for (float x = 7; x < 26; x += 7.5f) {
          draw->AddLine({a.x + x, mid}, {a.x + x + 4.5f, mid}, row.colour, 2.2f);
        }
        break;
      case LegendRow::Sign::Dot:
        draw->AddCircleFilled({a.x + 16.5f, mid}, 4.5f, row.colour);
        break;
      case LegendRow::Sign::Box:
        draw->AddRectFilled({a.x + 11, mid - 5}, {a.x + 22, mid + 5}, row.colour, 2);
        break;
    }
    drawText(ui, draw, {a.x + kSign, y + 1}, size::kSmall, ui.colours.ink, row.name);
    y += kRow;
  }
}

std::string tickText(double value) {
  if (std::abs(value) < 1e-12) return "0";
  char text[32];
  std::snprintf(text, sizeof text, "%.4g", value);
  std::string shown(text);
  if (shown.front() == '-') shown.replace(0, 1, "−");
  return shown;
}

}  // namespace basin
