#include "app/pictures/series_picture.h"

#include <implot.h>
#include <implot_internal.h>

#include <algorithm>
#include <cmath>

#include "app/pictures/legend.h"
#include "app/pictures/plot.h"
#include "lab/param_text.h"

namespace basin {

namespace {

constexpr float kLeastPlot = 60;    // A lower or narrower one shows nothing.
constexpr float kLeastColumn = 130;
constexpr float kMoreLine = 16;
constexpr float kLowCard = 200;     // A lower card has its legend beside the plot.

bool isEmpty(const Panel& panel) {
  return std::ranges::all_of(panel.curves, [](const Curve& c) { return c.x.empty(); });
}

std::vector<LegendRow> legendOf(const Ui& ui, const SeriesData& data, int shown,
                                const LineLabels& labels) {
  std::vector<LegendRow> rows;
  for (const Panel& panel : std::span(data.panels).first(static_cast<std::size_t>(shown))) {
    if (onlyBars(panel)) continue;
    const std::vector<CurveLook> looks = looksOf(ui, panel);
    std::vector<LegendRow> own;
    for (std::size_t i = 0; i < looks.size(); ++i) {
      const Curve& curve = panel.curves[i];
      if (!labels.onLine(curve)) addLegendRow(own, legendRow(ui, curve, looks[i]));
    }
    mergeLegend(ui, rows, own);
  }
  return rows;
}

// Values of all curves nearest to the pointer.
void readOut(const Ui& ui, const OutputDef& def, const Panel& panel) {
  const ImPlotPoint mouse = ImPlot::GetPlotMousePos();
  const float mouseX = ImGui::GetIO().MousePos.x;
  std::string text;
  for (const Curve& curve : panel.curves) {
    if (curve.role == CurveRole::Context || curve.role == CurveRole::Guide ||
         curve.x.empty() || curve.y.size() < curve.x.size()) {
      continue;
    }
    std::size_t best = 0;
    for (std::size_t i = 1; i < curve.x.size(); ++i) {
      if (std::abs(curve.x[i] - mouse.x) < std::abs(curve.x[best] - mouse.x)) best = i;
    }
    const float away = std::abs(ImPlot::PlotToPixels(curve.x[best], curve.y[best]).x - mouseX);
    if (away > 40 || !std::isfinite(curve.y[best])) continue;
    if (text.empty()) {
      text = (def.xAxis.symbol.empty() ? ui.tr(def.xAxis.meaning) : std::string(def.xAxis.symbol)) +
             " = " + formatNumber(curve.x[best]);
    }
    const std::string_view name = curve.name.empty() ? def.label : std::string_view(curve.name);
    text += "\n" + ui.tr("{1}: {2}", {name, formatNumber(curve.y[best])});
    if (curve.lo.size() > best && curve.hi.size() > best) {
      text += "  [" + formatNumber(curve.lo[best]) + ", " + formatNumber(curve.hi[best]) + "]";
    }
  }
  if (!text.empty()) tooltip(ui, text);
}

void traceCurves(const Ui& ui, const Panel& panel, const std::vector<CurveLook>& looks) {
  if (!ui.trace) return;
  for (std::size_t i = 0; i < looks.size(); ++i) {
    const Curve& curve = panel.curves[i];
    PictureTrace::Line line{curve.name, looks[i].colour, {}, {}, curve.style == CurveStyle::Line};
    for (const ImVec2& p : placesOf(curve)) {
      line.x.push_back(p.x);
      line.y.push_back(p.y);
    }
    ui.trace->lines.push_back(std::move(line));
  }
}

}  // namespace

SeriesPicture::Grid SeriesPicture::gridOf(const Ui& ui, const OutputDef& def,
                                          const SeriesData& data, float width, float height,
                                          bool thumbnail) const {
  const int count = static_cast<int>(data.panels.size());
  const auto titled = [](const Panel& panel) { return !panel.title.empty(); };
  Grid grid;
  grid.thumbnail = thumbnail;
  grid.columns = std::clamp(data.columns, 1, count);
  const float least = thumbnail ? 40 : kLeastColumn;
  // On a narrow screen small multiples are stacked in fewer columns.
  while (grid.columns > 1 && width / static_cast<float>(grid.columns) < least) --grid.columns;
  const ImPlotStyle& style = ImPlot::GetStyle();
  const auto arrange = [&] {
    grid.rows = (count + grid.columns - 1) / grid.columns;
    const float row = height / static_cast<float>(grid.rows);
    const bool small = count > 1 && row < 170;
    grid.text = small ? size::kTiny : size::kSmall;
    grid.title = !thumbnail && std::ranges::any_of(data.panels, titled) ? 18.0f : 0.0f;
    grid.numbers = thumbnail ? 0 : grid.text + style.LabelPadding.y;
    const bool named = !axisText(ui, def.xAxis).empty() && !std::ranges::all_of(data.panels, onlyBars);
    grid.name = !thumbnail && named ? grid.text + style.LabelPadding.y : 0;
    grid.everyNumbers = !small || grid.rows == 1 || !def.commonRange;
    const auto fixed = [&] {
      const auto rows = static_cast<float>(grid.rows);
      return rows * (grid.title + 2 * style.PlotPadding.y) + grid.name +
             grid.numbers * (grid.everyNumbers ? rows : 1);
    };
    grid.plot = (height - fixed()) / static_cast<float>(grid.rows);
    if (grid.plot < kLeastPlot && grid.name > 0) {
      // The name is still told on hover.
      grid.name = 0;
      grid.plot = (height - fixed()) / static_cast<float>(grid.rows);
    }
  };
  arrange();
  while (!thumbnail && grid.plot < kLeastPlot && grid.columns < count &&
         width / static_cast<float>(grid.columns + 1) >= kLeastColumn) {
    ++grid.columns;
    arrange();
  }
  grid.shown = count;
  if (!thumbnail && grid.plot < kLeastPlot && grid.rows > 1) {
    // As many rows as can be read; the card enlarged shows the others.
    const float each = grid.title + 2 * style.PlotPadding.y + grid.numbers;
    grid.rows = std::max(1, static_cast<int>((height - grid.name) / (each + kLeastPlot)));
    grid.shown = std::min(count, grid.rows * grid.columns);
    grid.everyNumbers = true;
    grid.plot = (height - grid.name) / static_cast<float>(grid.rows) - each;
  }
  return grid;
}

void SeriesPicture::draw(Ui& ui, const OutputDef& def, const SeriesData& data,
                         const ScreenRect& whole, bool thumbnail, int brush,
                         std::vector<Poke>& pokes, std::string_view whenEmpty) {
  if (data.panels.empty()) return;
  labels_.begin(data);
  ImDrawList* draw = ImGui::GetWindowDrawList();
  ScreenRect place = whole;
  const int count = static_cast<int>(data.panels.size());
  std::vector<LegendRow> rows;
  if (!thumbnail) rows = legendOf(ui, data, count, labels_);
  const float column = legendColumnWidth(ui, rows);
  if (!rows.empty() && place.h < kLowCard && place.w - column > 240 &&
      legendColumnHeight(rows) <= place.h) {
    place.w -= column + 6;
    drawLegendColumn(ui, draw, {place.x + place.w + 6, place.y + 6}, rows);
  } else if (!rows.empty()) {
    const float height = legendHeight(ui, rows, place.w - 16);
    place.h -= height;
    drawLegend(ui, draw, {place.x + 8, place.y + place.h + 2}, place.w - 16, rows);
  }
  Grid grid = gridOf(ui, def, data, place.w, place.h, thumbnail);
  if (grid.shown < count) {
    place.h -= kMoreLine;
    grid = gridOf(ui, def, data, place.w, place.h, thumbnail);
    const std::string more = ui.tr("{1} more when enlarged", {std::to_string(count - grid.shown)});
    drawText(ui, draw, {place.x + 8, place.y + place.h + 1}, size::kTiny, ui.colours.muted, more);
  }
  const float w = place.w / static_cast<float>(grid.columns);
  float top = place.y;
  for (int row = 0; row < grid.rows; ++row) {
    for (int i = row * grid.columns; i < std::min(grid.shown, (row + 1) * grid.columns); ++i) {
      const float left = place.x + w * static_cast<float>(i % grid.columns);
      ImGui::PushID(i);
      drawPanel(ui, def, data, i, grid, {left, top, w, 0}, brush, pokes, whenEmpty);
      ImGui::PopID();
    }
    const bool last = row == grid.rows - 1;
    top += grid.title + grid.plot + 2 * ImPlot::GetStyle().PlotPadding.y +
           (grid.everyNumbers || last ? grid.numbers : 0);
  }
}

void SeriesPicture::drawPanel(Ui& ui, const OutputDef& def, const SeriesData& data, int index,
                              const Grid& grid, ScreenRect place, int brush,
                              std::vector<Poke>& pokes, std::string_view whenEmpty) {
  const Panel& panel = data.panels[static_cast<std::size_t>(index)];
  const std::span<const Panel> panels(data.panels);
  const bool thumbnail = grid.thumbnail, bars = onlyBars(panel);
  ImDrawList* window = ImGui::GetWindowDrawList();
  if (!panel.title.empty() && !thumbnail) {
    const std::string whole = ui.tr(panel.title);
    const std::string title = fitted(ui, size::kSmall, whole, place.w - 12, true);
    const float centre = (place.w - textSize(ui, size::kSmall, title, true).x) / 2;
    drawText(ui, window, {place.x + centre, place.y + 2}, size::kSmall, ui.colours.ink, title,
             true);
    cutTip(ui, {place.x, place.y, place.w, 18}, title, whole);
  }
  place.y += grid.title;
  // A panel with nothing below it names the axis; all plots of the picture are equally high.
  const bool lowest = index + grid.columns >= grid.shown;
  const bool lastRow = index / grid.columns == grid.rows - 1;
  const bool numbers = grid.everyNumbers || lowest;
  place.h = grid.plot + 2 * ImPlot::GetStyle().PlotPadding.y + (numbers ? grid.numbers : 0) +
            (lastRow ? grid.name : 0);
  ImGui::SetCursorScreenPos({place.x, place.y});
  ImPlotFlags flags = ImPlotFlags_NoTitle | ImPlotFlags_NoMouseText | ImPlotFlags_NoMenus |
                      ImPlotFlags_NoLegend;
  if (thumbnail) flags |= ImPlotFlags_NoInputs;
  const PlotInput input(def.pokable);
  ImGui::PushFont(ui.fonts.sans, grid.text);
  if (!ImPlot::BeginPlot("##plot", {place.w, place.h}, flags)) {
    ImGui::PopFont();
    return;
  }
  ImPlotAxisFlags xFlags = ImPlotAxisFlags_NoTickMarks, yFlags = ImPlotAxisFlags_NoTickMarks;
  if (thumbnail) xFlags = yFlags = ImPlotAxisFlags_NoDecorations;
  if (!numbers) xFlags |= ImPlotAxisFlags_NoTickLabels;
  const std::string wholeX = axisText(ui, def.xAxis), wholeY = axisText(ui, def.yAxis);
  const std::string x = fitted(ui, grid.text, wholeX, place.w - 56);
  // On a low panel only the symbol fits beside the axis.
  const std::string y = textSize(ui, grid.text, wholeY).x > grid.plot
                            ? std::string(def.yAxis.symbol)
                            : wholeY;
  const bool showX = grid.name > 0 && lastRow && !bars;
  const bool showY = !thumbnail && index % grid.columns == 0;
  const bool histogram = std::ranges::any_of(
      panel.curves, [](const Curve& c) { return c.style == CurveStyle::Histogram; });
  const bool fitY = histogram && !free_;
  ImPlot::SetupAxes(showX && !x.empty() ? x.c_str() : nullptr,
                    showY && !y.empty() ? y.c_str() : nullptr, xFlags,
                    fitY ? yFlags | ImPlotAxisFlags_AutoFit : yFlags);
  if (def.xAxis.scale == Scale::Log) ImPlot::SetupAxisScale(ImAxis_X1, ImPlotScale_Log10);
  if (def.yAxis.scale == Scale::Log) ImPlot::SetupAxisScale(ImAxis_Y1, ImPlotScale_Log10);
  PlotRange range = rangeOf(def, def.commonRange ? panels : panels.subspan(index, 1));
  // Less what the axes' numbers and titles take.
  const float frame = thumbnail ? 20.0f : 64.0f, wide = std::max(place.w - frame, 20.0f);
  if (def.equalAspect) equalise(range, wide, std::max(grid.plot, 20.0f));
  const ImPlotCond when = free_ ? ImPlotCond_Once : ImPlotCond_Always;
  ImPlot::SetupAxisLimits(ImAxis_X1, range.x0, range.x1, when);
  if (!fitY) ImPlot::SetupAxisLimits(ImAxis_Y1, range.y0, range.y1, when);
  const ImPlotPlot& plot = *ImPlot::GetCurrentPlot();
  const ImPlotRange spanX = plot.Axes[ImAxis_X1].Range, spanY = plot.Axes[ImAxis_Y1].Range;
  Ticks across;
  if (bars && !thumbnail) {
    // A bar takes one unit of x.
    const float part = wide / static_cast<float>(spanX.Max - spanX.Min) - 8;
    for (const Curve& curve : panel.curves) {
      across.values.push_back(curve.x[0]);
      across.texts.push_back(fitted(ui, grid.text, ui.tr(curve.name), part));
    }
  } else if (!thumbnail) {
    across = ticksFor(ui, def.xAxis, spanX.Min, spanX.Max, wide, false, grid.text);
  }
  const Ticks up = thumbnail ? Ticks()
                             : ticksFor(ui, def.yAxis, spanY.Min, spanY.Max, grid.plot, true,
                                        grid.text);
  setUpTicks(ImAxis_X1, across);
  setUpTicks(ImAxis_Y1, up);
  ImPlot::SetupFinish();
  const std::vector<CurveLook> looks = looksOf(ui, panel);
  for (int i : drawingOrder(panel)) plotCurve(ui, panel.curves[i], looks[i], i, thumbnail);
  if (bars && !thumbnail) {
    for (const Curve& curve : panel.curves) {
      const std::string text = formatNumber(curve.y[0], 2);
      const double top = curve.hi.empty() ? curve.y[0] : curve.hi[0];
      ImPlot::PlotText(text.c_str(), curve.x[0], top, {0, -10});
    }
  }
  if (!thumbnail) {
    tracePlot(ui, bars);
    traceCurves(ui, panel, looks);
    // The next frame has a legend for what found no place on its curve.
    if (labels_.write(ui, panel, looks, index)) ui.animating = true;
    if (isEmpty(panel) && !whenEmpty.empty()) {
      const ImVec2 corner = ImPlot::GetPlotPos(), extent = ImPlot::GetPlotSize();
      const std::string text = fitted(ui, size::kSmall, whenEmpty, extent.x - 8);
      const ImVec2 needed = textSize(ui, size::kSmall, text);
      drawText(ui, ImPlot::GetPlotDrawList(),
               {corner.x + (extent.x - needed.x) / 2, corner.y + (extent.y - needed.y) / 2},
               size::kSmall, ui.colours.muted, text);
    }
    if (x != wholeX && ImPlot::IsAxisHovered(ImAxis_X1)) tooltip(ui, wholeX);
    if (y != wholeY && ImPlot::IsAxisHovered(ImAxis_Y1)) tooltip(ui, wholeY);
  }
  if (ImPlot::IsPlotHovered() && !thumbnail) {
    if (zoomGesture()) free_ = true;
    if (ImGui::IsMouseDoubleClicked(ImGuiMouseButton_Left) && !def.pokable) free_ = false;
    readOut(ui, def, panel);
  }
  if (def.pokable && !thumbnail) {
    // The pointer has a place in each panel's coordinates; a gesture is in those where it began.
    bool grabbing = grabbed_ == index;
    const bool before = grabbing;
    plotPokes(def, brush, grabbing, pokes);
    if (grabbing != before) grabbed_ = grabbing ? index : -1;
  }
  ImPlot::EndPlot();
  ImGui::PopFont();
}

}  // namespace basin
