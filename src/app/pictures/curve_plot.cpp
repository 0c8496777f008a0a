#include "app/pictures/curve_plot.h"

#include <implot.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <string>

#include "gfx/colormap.h"

namespace basin {

namespace {

ImU32 paled(const Ui& ui, ImU32 colour) {
  const gfx::Rgba c =
      gfx::paled(toRgba(colour), toRgba(ui.colours.panel), gfx::kLeastContrast);
  return ImGui::ColorConvertFloat4ToU32({c.r, c.g, c.b, 1});
}

// ImPlot draws solid lines only; others are laid out in pixels, so that dashes keep their length
// under any zoom.
void brokenLine(const Curve& curve, ImU32 colour, float width, const float (&pattern)[4]) {
  ImPlot::PushPlotClipRect();
  ImDrawList* draw = ImPlot::GetPlotDrawList();
  float phase = 0;
  const ImVec2 corner = ImPlot::GetPlotPos(), extent = ImPlot::GetPlotSize();
  const auto clamped = [&](ImVec2 p) {
    return ImVec2(std::clamp(p.x, corner.x - 4000, corner.x + extent.x + 4000),
                  std::clamp(p.y, corner.y - 4000, corner.y + extent.y + 4000));
  };
  const std::vector<ImVec2> places = placesOf(curve);
  for (std::size_t i = 1; i < places.size(); ++i) {
    if (!std::isfinite(places[i - 1].x + places[i - 1].y + places[i].x + places[i].y)) continue;
    drawDashes(draw, clamped(places[i - 1]), clamped(places[i]), colour, width, pattern, phase);
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

int rankOf(const Curve& curve) {
  switch (curve.role) {
    case CurveRole::Guide:
      return 0;
    case CurveRole::Context:
      return 1;
    case CurveRole::Measured:
      // Bands and bars would cover lines.
      return curve.style == CurveStyle::Line || curve.style == CurveStyle::Scatter ? 3 : 2;
    case CurveRole::Theory:
      return 4;
  }
  return 3;
}

}  // namespace

std::vector<CurveLook> looksOf(const Ui& ui, const Panel& panel) {
  std::vector<CurveLook> looks;
  std::vector<std::string_view> theories;
  for (const Curve& curve : panel.curves) {
    CurveLook look{.colour = slotColour(curve.colour, ui.colours), .width = 2.2f};
    switch (curve.role) {
      case CurveRole::Measured:
        break;
      case CurveRole::Theory: {
        look.colour = ui.colours.ink;
        look.width = 2.6f;
        auto known = std::ranges::find(theories, std::string_view(curve.name));
        if (known == theories.end()) known = theories.insert(known, curve.name);
        look.dash = static_cast<int>(known - theories.begin()) % kDashCount;
        // One law for several measurements shows, between its dashes, which is whose.
        const bool several = std::ranges::any_of(panel.curves, [&](const Curve& other) {
          return other.role == CurveRole::Theory && other.name == curve.name &&
                 other.colour != curve.colour;
        });
        if (several) look.gaps = slotColour(curve.colour, ui.colours);
        break;
      }
      case CurveRole::Context:
        look.colour = paled(ui, look.colour);
        look.width = 1.2f;
        break;
      case CurveRole::Guide:
        look.colour = ui.colours.muted;
        look.width = 2;
        break;
    }
    looks.push_back(look);
  }
  return looks;
}

std::vector<int> drawingOrder(const Panel& panel) {
  std::vector<int> order(panel.curves.size());
  std::iota(order.begin(), order.end(), 0);
  std::ranges::stable_sort(order, {}, [&](int i) { return rankOf(panel.curves[i]); });
  return order;
}

bool onlyBars(const Panel& panel) {
  return !panel.curves.empty() && std::ranges::all_of(panel.curves, [](const Curve& c) {
    return c.style == CurveStyle::Bars && c.x.size() == 1;
  });
}

LegendRow legendRow(const Ui& ui, const Curve& curve, const CurveLook& look) {
  using Sign = LegendRow::Sign;
  const Sign line = curve.role == CurveRole::Theory  ? Sign::Dashed
                    : curve.role == CurveRole::Guide ? Sign::Dotted
                                                     : Sign::Solid;
  const Sign sign = curve.style == CurveStyle::Line      ? line
                    : curve.style == CurveStyle::Scatter ? Sign::Mark
                                                         : Sign::Box;
  return {.name = ui.tr(curve.name), .colour = look.colour, .sign = sign, .dash = look.dash};
}

std::vector<ImVec2> placesOf(const Curve& curve) {
  const std::size_t n = std::min(curve.x.size(), curve.y.size());
  std::vector<ImVec2> places(n);
  for (std::size_t i = 0; i < n; ++i) {
    places[i] = std::isfinite(curve.x[i]) && std::isfinite(curve.y[i])
                    ? ImPlot::PlotToPixels(curve.x[i], curve.y[i])
                    : ImVec2(std::numeric_limits<float>::quiet_NaN(), 0);
  }
  return places;
}

void plotCurve(const Ui& ui, const Curve& curve, const CurveLook& look, int number,
               bool thumbnail) {
  const std::string label = "##" + std::to_string(number);
  const ImVec4 colour = toVec4(look.colour);
  const int n = static_cast<int>(std::min(curve.x.size(), curve.y.size()));
  const bool theory = curve.role == CurveRole::Theory;
  const bool solid = !theory && curve.role != CurveRole::Guide;
  const float width = thumbnail ? 0.8f * look.width : look.width;
  switch (curve.style) {
    case CurveStyle::Line:
      ImPlot::SetNextLineStyle(solid ? colour : ImVec4(0, 0, 0, 0), width);
      ImPlot::PlotLine(label.c_str(), curve.x.data(), curve.y.data(), n);
      if (look.gaps) {
        ImPlot::SetNextLineStyle(toVec4(look.gaps), 0.6f * width);
        ImPlot::PlotLine((label + "gaps").c_str(), curve.x.data(), curve.y.data(), n);
      }
      if (theory) brokenLine(curve, look.colour, width, kDashes[look.dash]);
      if (curve.role == CurveRole::Guide) brokenLine(curve, look.colour, width, kDots);
      lonePoints(curve, colour, width);
      break;
    case CurveStyle::Scatter:
      ImPlot::SetNextMarkerStyle(ImPlotMarker_Circle, thumbnail ? 2.5f : 4.0f, colour, 0);
      ImPlot::PlotScatter(label.c_str(), curve.x.data(), curve.y.data(), n);
      break;
    case CurveStyle::Band: {
      const int m =
          static_cast<int>(std::min({curve.x.size(), curve.lo.size(), curve.hi.size()}));
      ImPlot::SetNextFillStyle(colour, 0.2f);
      ImPlot::PlotShaded(label.c_str(), curve.x.data(), curve.lo.data(), curve.hi.data(), m);
      // The veil alone would hardly be seen.
      for (const std::vector<double>* edge : {&curve.lo, &curve.hi}) {
        ImPlot::SetNextLineStyle(toVec4(paled(ui, look.colour)), 1);
        ImPlot::PlotLine((label + (edge == &curve.lo ? "lo" : "hi")).c_str(), curve.x.data(),
                         edge->data(), m);
      }
      break;
    }
    case CurveStyle::Bars:
      ImPlot::SetNextFillStyle(colour, theory ? 0.12f : 0.85f);
      ImPlot::SetNextLineStyle(colour, theory ? 2.0f : 1.0f);
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
    ImPlot::PlotErrorBars((label + "interval").c_str(), curve.x.data(), curve.y.data(),
                          below.data(), above.data(), n);
  }
}

}  // namespace basin
