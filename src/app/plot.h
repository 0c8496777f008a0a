#pragma once

#include <implot.h>

namespace basin {

/// While it lives, ImPlot leaves the left button alone where a picture answers gestures itself.
class PlotInput {
 public:
  explicit PlotInput(bool pokable) : before_(ImPlot::GetInputMap()) {
    ImPlotInputMap& map = ImPlot::GetInputMap();
    map.Menu = ImGuiMouseButton_COUNT - 1;  // Our own controls replace the context menu.
    map.Select = ImGuiMouseButton_Right;
    map.SelectCancel = ImGuiMouseButton_Left;
    if (pokable) map.Pan = ImGuiMouseButton_Middle;
  }
  ~PlotInput() { ImPlot::GetInputMap() = before_; }
  PlotInput(const PlotInput&) = delete;
  PlotInput& operator=(const PlotInput&) = delete;

 private:
  ImPlotInputMap before_;
};

/// True when the hovered plot is about to be zoomed or panned by wheel or drag.
inline bool zoomGesture() {
  return ImGui::GetIO().MouseWheel != 0 ||
         ImGui::IsMouseDragging(ImPlot::GetInputMap().Pan, 3.0f) ||
         ImGui::IsMouseDragging(ImGuiMouseButton_Right, 3.0f);
}

}  // namespace basin
