#include "app/ui/targets.h"

#include <imgui_internal.h>

namespace basin {

namespace {

std::vector<Target>* collected = nullptr;
ImGuiID lastId = 0;
ImRect lastPlace;

ScreenRect toScreenRect(const ImRect& r) {
  return {r.Min.x, r.Min.y, r.GetWidth(), r.GetHeight()};
}

}  // namespace

TargetCollector::TargetCollector(std::vector<Target>& targets) {
  targets.clear();
  collected = &targets;
  ImGui::GetCurrentContext()->TestEngineHookItems = true;
}

TargetCollector::~TargetCollector() {
  collected = nullptr;
  ImGui::GetCurrentContext()->TestEngineHookItems = false;
}

}  // namespace basin

// What ImGui calls when it is built for tests: each item's place, then the name of what can be pressed.

void ImGuiTestEngineHook_ItemAdd(ImGuiContext*, ImGuiID id, const ImRect& place,
                                 const ImGuiLastItemData*) {
  basin::lastId = id;
  basin::lastPlace = place;
}

void ImGuiTestEngineHook_ItemInfo(ImGuiContext* context, ImGuiID id, const char* label,
                                  ImGuiItemStatusFlags) {
  const ImGuiWindow* window = context->CurrentWindow;
  if (!basin::collected || id != basin::lastId || id == window->ID) return;
  ImRect seen = basin::lastPlace;
  seen.ClipWithFull(window->ClipRect);
  if (seen.GetWidth() < 1 || seen.GetHeight() < 1) return;
  const bool disabled = context->LastItemData.ItemFlags & ImGuiItemFlags_Disabled;
  basin::collected->push_back({label, window->Name,
                               basin::toScreenRect(basin::lastPlace), basin::toScreenRect(seen),
                               !disabled});
}

void ImGuiTestEngineHook_Log(ImGuiContext*, const char*, ...) {}

const char* ImGuiTestEngine_FindItemDebugLabel(ImGuiContext*, ImGuiID) { return nullptr; }
