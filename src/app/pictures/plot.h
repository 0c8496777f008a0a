#pragma once

#include <implot.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "app/ui/ui.h"
#include "lab/lab.h"
#include "lab/param_text.h"

namespace basin {

/// A notch of the wheel enlarges by this factor; web/input/touch.mjs turns a pinch into notches.
inline constexpr double kZoomStep = 1.2;

/// While it lives, ImPlot leaves the left button alone where a picture answers gestures itself.
class PlotInput {
 public:
  explicit PlotInput(bool pokable) : before_(ImPlot::GetInputMap()) {
    ImPlotInputMap& map = ImPlot::GetInputMap();
    map.Menu = ImGuiMouseButton_COUNT - 1;  // Our own controls replace the context menu.
    map.Select = ImGuiMouseButton_Right;
    map.SelectCancel = ImGuiMouseButton_Left;
    // Two fingers hold the middle button (see web/input/touch.mjs), on a picture of any kind.
    if (pokable || ImGui::IsMouseDown(ImGuiMouseButton_Middle)) map.Pan = ImGuiMouseButton_Middle;
    // ImPlot sees only which way the wheel turns; a pinch turns it by a little at a time.
    const double notches = std::min(4.0f, std::abs(ImGui::GetIO().MouseWheel));
    map.ZoomRate = static_cast<float>(std::pow(kZoomStep, notches) - 1) / 2;
  }
  ~PlotInput() { ImPlot::GetInputMap() = before_; }
  PlotInput(const PlotInput&) = delete;
  PlotInput& operator=(const PlotInput&) = delete;

 private:
  ImPlotInputMap before_;
};

/// Turns presses and drags on the current plot into gestures, between BeginPlot and EndPlot.
/// `grabbing` lives as long as the picture; a negative `brush`, or Shift, erases.
inline void plotPokes(const OutputDef& def, int brush, bool& grabbing, std::vector<Poke>& pokes) {
  const ImPlotPoint p = ImPlot::GetPlotMousePos();
  const bool erase = brush < 0 || ImGui::GetIO().KeyShift;
  const auto poke = [&](PokeKind kind) {
    pokes.push_back({.output = std::string(def.id), .kind = kind, .x = p.x, .y = p.y,
                     .brush = std::max(0, brush)});
  };
  if (ImPlot::IsPlotHovered() && ImGui::IsMouseClicked(ImGuiMouseButton_Left)) {
    grabbing = true;
    poke(erase ? PokeKind::Erase : PokeKind::Press);
  } else if (grabbing && ImGui::IsMouseDown(ImGuiMouseButton_Left)) {
    const ImVec2 delta = ImGui::GetIO().MouseDelta;
    if (delta.x != 0 || delta.y != 0) poke(erase ? PokeKind::Erase : PokeKind::Drag);
  } else if (grabbing) {
    grabbing = false;
    poke(PokeKind::Release);
  }
}

/// Meaning and symbol of an axis, "step t".
std::string axisText(const Ui& ui, const Axis& axis);

/// The ticks of one axis with their texts.
struct Ticks {
  std::vector<double> values;
  std::vector<std::string> texts;
};

/// As many ticks of an axis over [lo, hi] as have room on `length` points, side by side or (`up`)
/// above each other, in text of this size.
Ticks ticksFor(const Ui& ui, const Axis& axis, double lo, double hi, float length, bool up,
               float textHeight);

/// Gives an axis of the plot being set up these ticks.
void setUpTicks(int axis, const Ticks& ticks);

/// Takes down where the present plot and its axes' texts lie, for tests (Ui::trace). `named`: x has
/// names, not numbers.
void tracePlot(const Ui& ui, bool named = false);

/// True when the hovered plot is about to be zoomed or panned by wheel or drag.
inline bool zoomGesture() {
  return ImGui::GetIO().MouseWheel != 0 ||
         ImGui::IsMouseDragging(ImPlot::GetInputMap().Pan, 3.0f) ||
         ImGui::IsMouseDragging(ImGuiMouseButton_Right, 3.0f);
}

}  // namespace basin
