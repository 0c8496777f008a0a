#include "app/pictures/legend.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace basin {

namespace {

constexpr float kRow = 18;
constexpr float kSignWidth = 22;
constexpr float kName = 28;  // From an entry's left end to its name.
constexpr float kApart = 14;
constexpr float kTheoryWidth = 2.6f;

// The shapes of shaders/points.frag, which all have about the area of the circle.
void drawMark(ImDrawList* draw, gfx::Shape shape, ImVec2 c, float r, ImU32 colour) {
  const auto at = [&](float x, float y) { return ImVec2(c.x + x * r, c.y + y * r); };
  switch (shape) {
    case gfx::Shape::Circle:
      draw->AddCircleFilled(c, r, colour);
      break;
    case gfx::Shape::Square:
      draw->AddRectFilled(at(-0.86f, -0.86f), at(0.86f, 0.86f), colour);
      break;
    case gfx::Shape::Triangle:
      draw->AddTriangleFilled(at(0, -1.06f), at(1.11f, 0.86f), at(-1.11f, 0.86f), colour);
      break;
    case gfx::Shape::Diamond:
      draw->AddQuadFilled(at(0, -1.16f), at(1.16f, 0), at(0, 1.16f), at(-1.16f, 0), colour);
      break;
    case gfx::Shape::Cross:
      draw->AddLine(at(-0.78f, -0.78f), at(0.78f, 0.78f), colour, 0.72f * r);
      draw->AddLine(at(-0.78f, 0.78f), at(0.78f, -0.78f), colour, 0.72f * r);
      break;
    case gfx::Shape::Ring:
      draw->AddCircle(c, 0.78f * r, colour, 0, 0.52f * r);
      break;
  }
}

// The sign of a row from its left end.
void drawSign(ImDrawList* draw, const LegendRow& row, ImVec2 at) {
  const ImVec2 end{at.x + kSignWidth, at.y};
  float phase = 0;
  switch (row.sign) {
    case LegendRow::Sign::Solid:
      draw->AddLine(at, end, row.colour, 2.2f);
      break;
    case LegendRow::Sign::Dashed:
      drawDashes(draw, at, end, row.colour, kTheoryWidth, kDashes[row.dash % kDashCount], phase);
      break;
    case LegendRow::Sign::Dotted:
      drawDashes(draw, at, end, row.colour, 2, kDots, phase);
      break;
    case LegendRow::Sign::Mark:
      drawMark(draw, row.shape, {at.x + kSignWidth / 2, at.y}, 4.5f, row.colour);
      break;
    case LegendRow::Sign::Box:
      draw->AddRectFilled({at.x + 5, at.y - 5}, {at.x + 17, at.y + 5}, row.colour, 2);
      break;
  }
}

void drawRow(const Ui& ui, ImDrawList* draw, ImVec2 at, const LegendRow& row, float width) {
  drawSign(draw, row, {at.x, at.y + kRow / 2});
  drawText(ui, draw, {at.x + kName, at.y + 1}, size::kSmall, ui.colours.ink,
           fitted(ui, size::kSmall, row.name, width - kName));
}

// Calls `place(row, x, y)` for every row, side by side in lines; returns their number.
template <class Place>
int flow(const Ui& ui, const std::vector<LegendRow>& rows, float width, Place place) {
  float x = 0;
  int line = 0;
  for (const LegendRow& row : rows) {
    const float needed = std::min(width, kName + textSize(ui, size::kSmall, row.name).x + 1);
    if (x > 0 && x + needed > width) {
      x = 0;
      ++line;
    }
    place(row, x, kRow * static_cast<float>(line));
    x += needed + kApart;
  }
  return rows.empty() ? 0 : line + 1;
}

}  // namespace

void drawDashes(ImDrawList* draw, ImVec2 a, ImVec2 b, ImU32 colour, float width,
                const float (&pattern)[4], float& phase) {
  const float whole = pattern[0] + pattern[1] + pattern[2] + pattern[3];
  const float length = std::hypot(b.x - a.x, b.y - a.y);
  for (float at = 0; at < length;) {
    int part = 0;
    float within = phase;
    while (part < 3 && within >= pattern[part]) within -= pattern[part++];
    const float stretch = std::max(1e-2f, std::min(length - at, pattern[part] - within));
    if (part % 2 == 0) {
      const auto point = [&](float s) {
        return ImVec2(a.x + (b.x - a.x) * s / length, a.y + (b.y - a.y) * s / length);
      };
      draw->AddLine(point(at), point(std::min(length, at + stretch)), colour, width);
    }
    at += stretch;
    phase = std::fmod(phase + stretch, whole);
  }
}

void addLegendRow(std::vector<LegendRow>& rows, const LegendRow& row) {
  const auto same = [&](const LegendRow& other) {
    return other.name == row.name && other.colour == row.colour;
  };
  if (!row.name.empty() && std::ranges::none_of(rows, same)) rows.push_back(row);
}

void mergeLegend(const Ui& ui, std::vector<LegendRow>& rows, const std::vector<LegendRow>& panel) {
  const std::size_t before = rows.size();
  for (const LegendRow& row : panel) {
    const auto end = rows.begin() + static_cast<std::ptrdiff_t>(before);
    const auto known = std::find_if(
        rows.begin(), end, [&](const LegendRow& other) { return other.name == row.name; });
    if (known == end) {
      addLegendRow(rows, row);
    } else if (known->colour != row.colour) {
      known->colour = ui.colours.muted;
    }
  }
}

float legendHeight(const Ui& ui, const std::vector<LegendRow>& rows, float width) {
  const int lines = flow(ui, rows, width, [](const LegendRow&, float, float) {});
  return lines == 0 ? 0 : kRow * static_cast<float>(lines) + 4;
}

void drawLegend(const Ui& ui, ImDrawList* draw, ImVec2 at, float width,
                const std::vector<LegendRow>& rows) {
  flow(ui, rows, width, [&](const LegendRow& row, float x, float y) {
    drawRow(ui, draw, {at.x + x, at.y + y}, row, width);
  });
  if (ui.trace) {
    ui.trace->legends.push_back({at.x, at.y, width, legendHeight(ui, rows, width)});
  }
}

float legendColumnWidth(const Ui& ui, const std::vector<LegendRow>& rows) {
  float width = 0;
  for (const LegendRow& row : rows) {
    width = std::max(width, textSize(ui, size::kSmall, row.name).x);
  }
  return rows.empty() ? 0 : width + kName + 8;
}

float legendColumnHeight(const std::vector<LegendRow>& rows) {
  return kRow * static_cast<float>(rows.size());
}

void drawLegendColumn(const Ui& ui, ImDrawList* draw, ImVec2 at,
                      const std::vector<LegendRow>& rows) {
  const float width = legendColumnWidth(ui, rows);
  float y = at.y;
  for (const LegendRow& row : rows) {
    drawRow(ui, draw, {at.x, y}, row, width);
    y += kRow;
  }
  if (ui.trace) ui.trace->legends.push_back({at.x, at.y, width, legendColumnHeight(rows)});
}

}  // namespace basin
