#include "app/pictures/series_picture.h"

#include <implot.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <span>

#include "app/pictures/legend.h"
#include "app/pictures/plot.h"
#include "lab/param_text.h"

namespace basin {

namespace {

struct Extent {
  double lo = std::numeric_limits<double>::infinity();
  double hi = -std::numeric_limits<double>::infinity();
  void add(double value, bool log) {
    if (!std::isfinite(value) || (log && value <= 0)) return;
    lo = std::min(lo, value);
    hi = std::max(hi, value);
  }
  void add(const std::vector<double>& values, bool log) {
    for (double value : values) add(value, log);
  }
  bool empty() const { return !(lo <= hi); }
};

// A little room around the data, so that no line runs along the frame.
void widen(Extent& e, bool log, double share) {
  if (e.empty()) e = {log ? 0.1 : 0.0, 1};
  if (log) {
    if (e.hi / e.lo < 1.5) {
      e.lo /= 1.5;
      e.hi *= 1.5;
    }
    const double room = std::pow(e.hi / e.lo, share);
    e.lo /= room;
    e.hi *= room;
    return;
  }
  if (e.hi - e.lo < 1e-12 * std::max(1.0, std::abs(e.hi))) {
    const double half = std::max(0.5, std::abs(e.hi) * 0.1);
    e.lo -= half;
    e.hi += half;
  }
  const double room = (e.hi - e.lo) * share;
  e.lo -= room;
  e.hi += room;
}

// Of all the panels' curves together.
PlotRange rangeOf(const OutputDef& def, std::span<const Panel> panels) {
  const bool logX = def.xAxis.scale == Scale::Log, logY = def.yAxis.scale == Scale::Log;
  struct {
    Extent x, y;
  } r;
  bool bars = false, dots = false;
  const auto add = [&](const Curve& curve) {
    r.x.add(curve.x, logX);
    if (curve.style != CurveStyle::Histogram) r.y.add(curve.y, logY);
    r.y.add(curve.lo, logY);
    r.y.add(curve.hi, logY);
    dots = dots || curve.style == CurveStyle::Scatter;
    if (curve.style == CurveStyle::Bars) {
      bars = true;
      r.y.add(0.0, logY);
    }
    if (curve.style == CurveStyle::Histogram) r.y.add(0.0, logY);
  };
  for (const Panel& panel : panels) {
    for (const Curve& curve : panel.curves) add(curve);
  }
  // A dot on the frame would be half a dot.
  widen(r.x, logX, dots ? 0.02 : 0.0);
  widen(r.y, logY, 0.07);
  if (bars && !logX) {
    r.x.lo -= 0.7;
    r.x.hi += 0.7;
    // Room for the numbers above the bars.
    if (!logY) r.y.lo = std::max(r.y.lo, -0.02 * r.y.hi);
    if (!logY) r.y.hi *= 1.1;
  }
  return {r.x.lo, r.x.hi, r.y.lo, r.y.hi};
}

// Enlarges one axis so that a unit of x is drawn as long as one of y in a plot of this size.
void equalise(PlotRange& range, float width, float height) {
  const double unit =
      std::max((range.x1 - range.x0) / width, (range.y1 - range.y0) / height);
  const double x = (unit * width - (range.x1 - range.x0)) / 2;
  const double y = (unit * height - (range.y1 - range.y0)) / 2;
  range = {range.x0 - x, range.x1 + x, range.y0 - y, range.y1 + y};
}

bool onlyBars(const Panel& panel) {
  return !panel.curves.empty() && std::ranges::all_of(panel.curves, [](const Curve& c) {
    return c.style == CurveStyle::Bars && c.x.size() == 1;
  });
}

ImVec4 colourOf(const Ui& ui, const Curve& curve) {
  return toVec4(curve.role == CurveRole::Context
                    ? faded(slotColour(curve.colour, ui.colours), 0.28f)
                    : slotColour(curve.colour, ui.colours));
}

// ImPlot draws solid lines only; a dashed one is laid out in pixels, so that dashes keep their
// length under any zoom.
void dashedLine(const Curve& curve, ImVec4 colour, float width) {
  ImPlot::PushPlotClipRect();
  ImDrawList* draw = ImPlot::GetPlotDrawList();
  const ImU32 ink = ImGui::ColorConvertFloat4ToU32(colour);
  constexpr float kDash = 7, kGap = 5;
  float phase = 0;
  const ImVec2 corner = ImPlot::GetPlotPos(), extent = ImPlot::GetPlotSize();
  const auto clamped = [&](ImVec2 p) {
    return ImVec2(std::clamp(p.x, corner.x - 4000, corner.x + extent.x + 4000),
                  std::clamp(p.y, corner.y - 4000, corner.y + extent.y + 4000));
  };
  for (std::size_t i = 1; i < std::min(curve.x.size(), curve.y.size()); ++i) {
    if (!std::isfinite(curve.y[i - 1]) || !std::isfinite(curve.y[i])) continue;
    const ImVec2 a = clamped(ImPlot::PlotToPixels(curve.x[i - 1], curve.y[i - 1]));
    const ImVec2 b = clamped(ImPlot::PlotToPixels(curve.x[i], curve.y[i]));
    if (!std::isfinite(a.x + a.y + b.x + b.y)) continue;
    const float length = std::hypot(b.x - a.x, b.y - a.y);
    if (length <= 0) continue;
    for (float at = 0; at < length;) {
      const bool on = phase < kDash;
      const float stretch = std::min(length - at, (on ? kDash : kDash + kGap) - phase);
      if (on) {
        draw->AddLine({a.x + (b.x - a.x) * at / length, a.y + (b.y - a.y) * at / length},
                      {a.x + (b.x - a.x) * (at + stretch) / length,
                       a.y + (b.y - a.y) * (at + stretch) / length},
                      ink, width);
      }
      at += stretch;
      phase += stretch;
      if (phase >= kDash + kGap - 1e-3f) phase = 0;
    }
  }
  ImPlot::PopPlotClipRect();
}

// Points with no neighbour that the line could lead to: the first of a run, or one between gaps.
void lonePoints(const Curve& curve, const ImVec4& colour, float radius) {
  const std::size_t n = std::min(curve.x.size(), curve.y.size());
  const auto placed = [&](std::size_t i) {
    return i < n && std::isfinite(curve.x[i]) && std::isfinite(curve.y[i]);
  };
  for (std::size_t i = 0; i < n; ++i) {
    if (!placed(i) || placed(i + 1) || (i > 0 && placed(i - 1))) continue;
    ImPlot::SetNextMarkerStyle(ImPlotMarker_Circle, radius, colour, 0);
    ImPlot::PlotScatter("##lone", &curve.x[i], &curve.y[i], 1);
  }
}

void plotCurve(const Ui& ui, const Curve& curve, const std::string& label, bool thumbnail) {
  const ImVec4 colour = colourOf(ui, curve);
  const int n = static_cast<int>(std::min(curve.x.size(), curve.y.size()));
  const bool theory = curve.role == CurveRole::Theory;
  const float width = curve.role == CurveRole::Context ? 1.0f : thumbnail ? 1.8f : 2.2f;
  switch (curve.style) {
    case CurveStyle::Line:
      ImPlot::SetNextLineStyle(theory ? ImVec4(colour.x, colour.y, colour.z, 0) : colour, width);
      ImPlot::PlotLine(label.c_str(), curve.x.data(), curve.y.data(), n);
      if (theory) dashedLine(curve, colour, width * 0.9f);
      lonePoints(curve, colour, width);
      break;
    case CurveStyle::Scatter:
      ImPlot::SetNextMarkerStyle(ImPlotMarker_Circle, thumbnail ? 2.5f : 4.0f, colour, 0);
      ImPlot::PlotScatter(label.c_str(), curve.x.data(), curve.y.data(), n);
      break;
    case CurveStyle::Band:
      ImPlot::SetNextFillStyle(colour, 0.2f);
      ImPlot::PlotShaded(label.c_str(), curve.x.data(), curve.lo.data(), curve.hi.data(),
                         static_cast<int>(std::min({curve.x.size(), curve.lo.size(),
                                                    curve.hi.size()})));
      break;
    case CurveStyle::Bars:
      ImPlot::SetNextFillStyle(colour, theory ? 0.25f : 0.85f);
      ImPlot::PlotBars(label.c_str(), curve.x.data(), curve.y.data(), n, 0.6);
      break;
    case CurveStyle::Histogram:
      ImPlot::SetNextFillStyle(colour, 0.55f);
      ImPlot::SetNextLineStyle(colour, 1);
      if (!curve.x.empty()) {
        ImPlot::PlotHistogram(label.c_str(), curve.x.data(), static_cast<int>(curve.x.size()),
                              ImPlotBin_Sturges);
      }
      break;
  }
  const bool interval = curve.style != CurveStyle::Band && n > 0 &&
                        static_cast<int>(curve.lo.size()) >= n &&
                        static_cast<int>(curve.hi.size()) >= n;
  if (interval) {
    std::vector<double> below(n), above(n);
    for (int i = 0; i < n; ++i) {
      below[i] = curve.y[i] - curve.lo[i];
      above[i] = curve.hi[i] - curve.y[i];
    }
    ImPlot::SetNextErrorBarStyle(toVec4(ui.colours.ink), thumbnail ? 4.0f : 9.0f, 1.6f);
    ImPlot::PlotErrorBars((label + "##interval").c_str(), curve.x.data(), curve.y.data(),
                          below.data(), above.data(), n);
  }
}

std::vector<LegendRow> legendOf(const Ui& ui, const Panel& panel) {
  std::vector<LegendRow> rows;
  for (const Curve& curve : panel.curves) {
    LegendRow row{ui.tr(curve.name), slotColour(curve.colour, ui.colours), LegendRow::Sign::Solid};
    if (curve.role == CurveRole::Context) row.colour = faded(row.colour, 0.5f);
    if (curve.role == CurveRole::Theory) row.sign = LegendRow::Sign::Dashed;
    if (curve.style == CurveStyle::Scatter) row.sign = LegendRow::Sign::Dot;
    if (curve.style == CurveStyle::Bars || curve.style == CurveStyle::Histogram ||
        curve.style == CurveStyle::Band) {
      row.sign = LegendRow::Sign::Box;
    }
    addLegendRow(rows, row);
  }
  return rows;
}

// How many of the curves' places, some pixels apart, lie in each of the boxes.
std::array<int, 4> hiddenBy(const std::array<ImVec2, 4>& corners, ImVec2 box, const Panel& panel) {
  std::array<int, 4> hidden{};
  const auto look = [&](ImVec2 p) {
    for (std::size_t k = 0; k < corners.size(); ++k) {
      const ImVec2 a = corners[k];
      hidden[k] += p.x > a.x && p.x < a.x + box.x && p.y > a.y && p.y < a.y + box.y;
    }
  };
  for (const Curve& curve : panel.curves) {
    const std::size_t n = std::min(curve.x.size(), curve.y.size());
    // A few hundred points tell as much as all.
    const std::size_t stride = std::max<std::size_t>(1, n / 300);
    std::optional<ImVec2> before;
    for (std::size_t i = 0; i < n; i += stride) {
      if (!std::isfinite(curve.y[i])) {
        before.reset();
        continue;
      }
      const ImVec2 p = ImPlot::PlotToPixels(curve.x[i], curve.y[i]);
      look(p);
      // A law is a line between two points.
      if (before && curve.style == CurveStyle::Line) {
        const float apart = std::hypot(p.x - before->x, p.y - before->y);
        const int parts = static_cast<int>(std::min(apart / 12, 60.0f));
        for (int part = 1; part < parts; ++part) {
          const float t = static_cast<float>(part) / static_cast<float>(parts);
          look({before->x + (p.x - before->x) * t, before->y + (p.y - before->y) * t});
        }
      }
      before = p;
    }
  }
  return hidden;
}

// Into the corner where it hides the least of the data; true when that is some. On a full plot it
// is left out of small ones.
bool placeLegend(const Ui& ui, const Panel& panel, const std::vector<LegendRow>& rows) {
  if (rows.empty()) return false;
  const ImVec2 box = legendSize(ui, rows), corner = ImPlot::GetPlotPos(),
               extent = ImPlot::GetPlotSize();
  if (box.x > extent.x * 0.75f || box.y > extent.y * 0.85f) return true;
  constexpr float kInset = 6;
  const float left = corner.x + kInset, right = corner.x + extent.x - box.x - kInset;
  const float top = corner.y + kInset, bottom = corner.y + extent.y - box.y - kInset;
  const std::array<ImVec2, 4> places{ImVec2{right, top}, {left, top}, {right, bottom},
                                     {left, bottom}};
  const std::array<int, 4> hidden = hiddenBy(places, box, panel);
  const auto best = std::ranges::min_element(hidden) - hidden.begin();
  drawLegend(ui, ImPlot::GetPlotDrawList(), places[best], rows);
  return hidden[best] > 0;
}

// Values of all curves nearest to the pointer.
void readOut(const Ui& ui, const OutputDef& def, const Panel& panel) {
  const ImPlotPoint mouse = ImPlot::GetPlotMousePos();
  const float mouseX = ImGui::GetIO().MousePos.x;
  std::string text;
  for (const Curve& curve : panel.curves) {
    if (curve.role == CurveRole::Context || curve.x.empty() || curve.y.size() < curve.x.size()) {
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

}  // namespace

void SeriesPicture::draw(Ui& ui, const OutputDef& def, const SeriesData& data,
                         const ScreenRect& place, bool thumbnail, int brush,
                         std::vector<Poke>& pokes) {
  if (data.panels.empty()) return;
  const int count = static_cast<int>(data.panels.size());
  int columns = std::clamp(data.columns, 1, count);
  // On a narrow screen small multiples are stacked in fewer columns.
  while (columns > 1 && place.w / static_cast<float>(columns) < (thumbnail ? 40 : 130)) --columns;
  const int rows = (count + columns - 1) / columns;
  const float w = place.w / static_cast<float>(columns), h = place.h / static_cast<float>(rows);
  const std::span<const Panel> panels(data.panels);
  for (int i = 0; i < count; ++i) {
    const int row = i / columns, column = i % columns;
    ImGui::PushID(i);
    drawPanel(ui, def, data.panels[i],
              rangeOf(def, def.commonRange ? panels : panels.subspan(i, 1)),
              {place.x + w * static_cast<float>(column), place.y + h * static_cast<float>(row), w,
               h},
              thumbnail, count > 1, row == rows - 1 || i + columns >= count, column == 0,
              brush, pokes);
    ImGui::PopID();
  }
}

void SeriesPicture::drawPanel(Ui& ui, const OutputDef& def, const Panel& panel,
                              const PlotRange& wanted, const ScreenRect& place, bool thumbnail, bool several, bool lastRow,
                              bool firstColumn, int brush, std::vector<Poke>& pokes) {
  ScreenRect inner = place;
  const bool small = several && place.h < 170;
  if (!panel.title.empty() && !thumbnail) {
    const std::string whole = ui.tr(panel.title);
    const std::string title = fitted(ui, size::kSmall, whole, place.w - 12, true);
    const float centre = (place.w - textSize(ui, size::kSmall, title, true).x) / 2;
    drawText(ui, ImGui::GetWindowDrawList(), {place.x + centre, place.y + 2}, size::kSmall,
             ui.colours.ink, title, true);
    cutTip(ui, {place.x, place.y, place.w, 18}, title, whole);
    inner.y += 18;
    inner.h -= 18;
  }
  ImGui::SetCursorScreenPos({inner.x, inner.y});
  ImPlotFlags flags = ImPlotFlags_NoTitle | ImPlotFlags_NoMouseText | ImPlotFlags_NoMenus |
                      ImPlotFlags_NoLegend;
  const bool bars = onlyBars(panel);
  const bool legend = !thumbnail && !bars && inner.h > 110 && inner.w > 190;
  const std::vector<LegendRow> rows = legend ? legendOf(ui, panel) : std::vector<LegendRow>{};
  std::string key = panel.title;
  for (const LegendRow& row : rows) key += "\n" + row.name;
  // Where every corner would hide something it stands beside the plot, and stays there.
  const ImVec2 box = legendSize(ui, rows);
  const bool roomBeside = !several && inner.w - box.x >= 230 && box.y <= inner.h;
  const bool beside = roomBeside && beside_.contains(key);
  if (beside) {
    inner.w -= box.x;
    drawLegend(ui, ImGui::GetWindowDrawList(), {inner.x + inner.w, inner.y + 6}, rows);
  }
  if (thumbnail) flags |= ImPlotFlags_NoInputs;
  const PlotInput input(def.pokable);
  ImGui::PushFont(ui.fonts.sans, small ? size::kTiny : size::kSmall);
  if (!ImPlot::BeginPlot("##plot", {inner.w, inner.h}, flags)) {
    ImGui::PopFont();
    return;
  }
  ImPlotAxisFlags xFlags = ImPlotAxisFlags_NoTickMarks, yFlags = ImPlotAxisFlags_NoTickMarks;
  if (thumbnail) xFlags = yFlags = ImPlotAxisFlags_NoDecorations;
  const std::string wholeX = axisText(ui, def.xAxis), wholeY = axisText(ui, def.yAxis);
  const std::string x = fitted(ui, size::kSmall, wholeX, inner.w - 56);
  // On a low panel only the symbol fits beside the axis.
  const std::string y =
      textSize(ui, size::kSmall, wholeY).x > inner.h - 30 ? std::string(def.yAxis.symbol) : wholeY;
  const bool showX = !thumbnail && lastRow && !(bars && x.empty());
  const bool showY = !thumbnail && firstColumn && inner.h > 60;
  if (small && !lastRow) xFlags |= ImPlotAxisFlags_NoTickLabels;
  ImPlot::SetupAxes(showX && !x.empty() ? x.c_str() : nullptr,
                    showY && !y.empty() ? y.c_str() : nullptr, xFlags, yFlags);
  if (def.xAxis.scale == Scale::Log) ImPlot::SetupAxisScale(ImAxis_X1, ImPlotScale_Log10);
  if (def.yAxis.scale == Scale::Log) ImPlot::SetupAxisScale(ImAxis_Y1, ImPlotScale_Log10);
  PlotRange range = wanted;
  if (def.equalAspect) {
    // Less what the axes' numbers and titles take.
    const float frame = thumbnail ? 0.0f : 48.0f;
    equalise(range, std::max(inner.w - frame, 20.0f), std::max(inner.h - frame, 20.0f));
  }
  const bool histogram = std::ranges::any_of(
      panel.curves, [](const Curve& c) { return c.style == CurveStyle::Histogram; });
  ImPlot::SetupAxisLimits(ImAxis_X1, range.x0, range.x1,
                          free_ ? ImPlotCond_Once : ImPlotCond_Always);
  if (histogram && !free_) {
    ImPlot::SetupAxes(showX && !x.empty() ? x.c_str() : nullptr,
                      showY && !y.empty() ? y.c_str() : nullptr, xFlags,
                      yFlags | ImPlotAxisFlags_AutoFit);
  } else {
    ImPlot::SetupAxisLimits(ImAxis_Y1, range.y0, range.y1,
                            free_ ? ImPlotCond_Once : ImPlotCond_Always);
  }
  std::vector<double> places;
  std::vector<std::string> words;
  std::vector<const char*> names;
  if (bars && !thumbnail) {
    for (const Curve& curve : panel.curves) {
      places.push_back(curve.x[0]);
      words.push_back(ui.tr(curve.name));
    }
    const float part = inner.w / static_cast<float>(words.size()) - 10;
    for (std::string& word : words) {
      word = fitted(ui, small ? size::kTiny : size::kSmall, word, part);
      names.push_back(word.c_str());
    }
    ImPlot::SetupAxisTicks(ImAxis_X1, places.data(), static_cast<int>(places.size()),
                           names.data());
  }
  setUpNumbers();
  ImPlot::SetupFinish();
  int number = 0;
  for (const Curve& curve : panel.curves) {
    // ImPlot keys items by label: nameless curves stay out of the legend and apart.
    plotCurve(ui, curve, curve.name + "##" + std::to_string(number++), thumbnail);
  }
  if (bars && !thumbnail) {
    for (const Curve& curve : panel.curves) {
      const std::string text = formatNumber(curve.y[0], 2);
      const double top = curve.hi.empty() ? curve.y[0] : curve.hi[0];
      ImPlot::PlotText(text.c_str(), curve.x[0], top, {0, -10});
    }
  }
  if (ImPlot::IsPlotHovered() && !thumbnail) {
    if (zoomGesture()) free_ = true;
    if (ImGui::IsMouseDoubleClicked(ImGuiMouseButton_Left) && !def.pokable) free_ = false;
    readOut(ui, def, panel);
  }
  if (!thumbnail) {
    if (x != wholeX && ImPlot::IsAxisHovered(ImAxis_X1)) tooltip(ui, wholeX);
    if (y != wholeY && ImPlot::IsAxisHovered(ImAxis_Y1)) tooltip(ui, wholeY);
  }
  if (def.pokable && !thumbnail) plotPokes(def, brush, grabbing_, pokes);
  if (legend && !beside && placeLegend(ui, panel, rows) && roomBeside) {
    beside_.insert(key);
    ui.animating = true;
  }
  ImPlot::EndPlot();
  ImGui::PopFont();
}

}  // namespace basin
