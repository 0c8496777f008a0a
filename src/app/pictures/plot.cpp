#include "app/pictures/plot.h"

#include <implot_internal.h>

#include "app/pictures/ticks.h"

namespace basin {

std::string axisText(const Ui& ui, const Axis& axis) {
  std::string text = ui.tr(axis.meaning);
  if (!axis.symbol.empty() && axis.meaning != axis.symbol) {
    text += (text.empty() ? "" : " ") + std::string(axis.symbol);
  }
  return text;
}

Ticks ticksFor(const Ui& ui, const Axis& axis, double lo, double hi, float length, bool up,
               float textHeight) {
  constexpr float kAcross = 62, kUp = 34, kBetween = 10;
  const bool log = axis.scale == Scale::Log && lo > 0;
  const auto placeOf = [&](double value) {
    const double share = log ? std::log(value / lo) / std::log(hi / lo) : (value - lo) / (hi - lo);
    return static_cast<float>(share) * length;
  };
  Ticks ticks;
  for (int count = std::max(2, static_cast<int>(length / (up ? kUp : kAcross)));; --count) {
    ticks.values = axisTicks(axis, lo, hi, count);
    ticks.texts = tickTexts(axis, ticks.values);
    bool fits = true;
    for (std::size_t i = 1; i < ticks.values.size(); ++i) {
      const float apart = placeOf(ticks.values[i]) - placeOf(ticks.values[i - 1]);
      const float needed = up ? textHeight
                              : (textSize(ui, textHeight, ticks.texts[i - 1]).x +
                                 textSize(ui, textHeight, ticks.texts[i]).x) / 2 + kBetween;
      fits = fits && apart >= needed;
    }
    if (fits) break;
    if (count > 2) continue;
    // As few as there can be, and still too close: the outermost say most.
    if (ticks.values.size() > 2) {
      ticks.values = {ticks.values.front(), ticks.values.back()};
      ticks.texts = tickTexts(axis, ticks.values);
    }
    break;
  }
  return ticks;
}

void setUpTicks(int axis, const Ticks& ticks) {
  if (ticks.values.empty()) return;
  std::vector<const char*> texts;
  for (const std::string& text : ticks.texts) texts.push_back(text.c_str());
  ImPlot::SetupAxisTicks(axis, ticks.values.data(), static_cast<int>(texts.size()), texts.data());
}

void tracePlot(const Ui& ui, bool named) {
  if (!ui.trace) return;
  const ImPlotPlot& plot = *ImPlot::GetCurrentPlot();
  const ImRect& area = plot.PlotRect;
  ui.trace->plots.push_back({area.Min.x, area.Min.y, area.GetWidth(), area.GetHeight()});
  const float pad = ImPlot::GetStyle().LabelPadding.y;
  for (int i : {ImAxis_X1, ImAxis_Y1}) {
    const ImPlotAxis& axis = plot.Axes[i];
    const bool across = i == ImAxis_X1;
    int shown = 0;
    for (int j = 0; axis.HasTickLabels() && j < axis.Ticker.TickCount(); ++j) {
      const ImPlotTick& tick = axis.Ticker.Ticks[j];
      const float lo = across ? area.Min.x : area.Min.y, hi = across ? area.Max.x : area.Max.y;
      if (!tick.ShowLabel || tick.PixelPos < lo - 1 || tick.PixelPos > hi + 1) continue;
      ++shown;
      const ImVec2 size = tick.LabelSize;
      const ScreenRect place =
          across ? ScreenRect{tick.PixelPos - size.x / 2, axis.Datum1 + pad, size.x, size.y}
                 : ScreenRect{axis.Datum1 - ImPlot::GetStyle().LabelPadding.x - size.x,
                              tick.PixelPos - size.y / 2, size.x, size.y};
      ui.trace->texts.push_back({axis.Ticker.GetText(j), place, axis.ColorTxt});
    }
    if (axis.HasTickLabels() && shown < 2 && !(named && across)) ++ui.trace->emptyAxes;
    if (!axis.HasLabel()) continue;
    const char* name = plot.GetAxisLabel(axis);
    const ImVec2 size = ImGui::CalcTextSize(name), centre = area.GetCenter();
    const ImPlotStyle& style = ImPlot::GetStyle();
    const ImVec2 numbers = axis.HasTickLabels()
                               ? ImVec2(axis.Ticker.MaxSize.x + style.LabelPadding.x,
                                        axis.Ticker.MaxSize.y + style.LabelPadding.y)
                               : ImVec2();
    const ScreenRect place =
        across ? ScreenRect{centre.x - size.x / 2,
                            axis.Datum1 + numbers.y + style.LabelPadding.y, size.x, size.y}
               : ScreenRect{axis.Datum1 - numbers.x - style.LabelPadding.x - size.y,
                            centre.y - size.x / 2, size.y, size.x};
    ui.trace->texts.push_back({name, place, axis.ColorTxt});
  }
}

}  // namespace basin
