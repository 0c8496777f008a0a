#include "app/ui/theme.h"

#include <implot.h>

#include <algorithm>

namespace basin {

namespace {

constexpr ImU32 rgb(unsigned hex) {
  return IM_COL32((hex >> 16) & 255, (hex >> 8) & 255, hex & 255, 255);
}

constexpr Palette kLight{.paper = rgb(0xF6F5F1), .panel = rgb(0xFFFFFF), .sunk = rgb(0xEFEDE7),
                         .line = rgb(0xE2DFD8), .ink = rgb(0x1F242B), .muted = rgb(0x666C75),
                         .accent = rgb(0x0A7680), .accentInk = rgb(0xFFFFFF),
                         .accentSoft = rgb(0xDDEFF0), .good = rgb(0x1B7F4B), .bad = rgb(0xB3261E),
                         .warn = rgb(0x8A5A00), .backdrop = gfx::Backdrop::Light};
constexpr Palette kDark{.paper = rgb(0x15181C), .panel = rgb(0x1C2026), .sunk = rgb(0x252B32),
                        .line = rgb(0x2D333B), .ink = rgb(0xE9E7E2), .muted = rgb(0x9BA3AE),
                        .accent = rgb(0x4FC3CC), .accentInk = rgb(0x0E1518),
                        .accentSoft = rgb(0x1F3A3E), .good = rgb(0x5CC98D), .bad = rgb(0xFF8A80),
                        .warn = rgb(0xE8B75A), .backdrop = gfx::Backdrop::Dark};

void applyPlotTheme(const Palette& c) {
  ImPlotStyle& style = ImPlot::GetStyle();
  style = ImPlotStyle();
  style.LineWeight = 2;
  style.MarkerSize = 3.5f;
  style.PlotBorderSize = 0;
  style.MinorAlpha = 0.3f;
  style.PlotPadding = {12, 5};
  style.LabelPadding = {5, 4};
  style.LegendPadding = {6, 6};
  style.LegendInnerPadding = {6, 4};
  style.FitPadding = {0.02f, 0.08f};
  style.PlotMinSize = {60, 40};
  style.Colors[ImPlotCol_FrameBg] = {0, 0, 0, 0};
  style.Colors[ImPlotCol_PlotBg] = {0, 0, 0, 0};
  style.Colors[ImPlotCol_PlotBorder] = toVec4(c.line);
  style.Colors[ImPlotCol_LegendBg] = toVec4(faded(c.panel, 0.88f));
  style.Colors[ImPlotCol_LegendBorder] = toVec4(faded(c.line, 0));
  style.Colors[ImPlotCol_LegendText] = toVec4(c.ink);
  style.Colors[ImPlotCol_TitleText] = toVec4(c.ink);
  style.Colors[ImPlotCol_InlayText] = toVec4(c.ink);
  style.Colors[ImPlotCol_AxisText] = toVec4(c.muted);
  style.Colors[ImPlotCol_AxisGrid] = toVec4(c.line);
  style.Colors[ImPlotCol_AxisTick] = toVec4(c.line);
  style.Colors[ImPlotCol_AxisBg] = {0, 0, 0, 0};
  style.Colors[ImPlotCol_AxisBgHovered] = toVec4(faded(c.accentSoft, 0.6f));
  style.Colors[ImPlotCol_AxisBgActive] = toVec4(c.accentSoft);
  style.Colors[ImPlotCol_Selection] = toVec4(c.accent);
  style.Colors[ImPlotCol_Crosshairs] = toVec4(c.muted);
}

}  // namespace

const Palette& palette(bool dark) { return dark ? kDark : kLight; }

ImVec4 toVec4(ImU32 colour) { return ImGui::ColorConvertU32ToFloat4(colour); }

gfx::Rgba toRgba(ImU32 colour) {
  const ImVec4 v = toVec4(colour);
  return {v.x, v.y, v.z, v.w};
}

ImU32 faded(ImU32 colour, float opacity) {
  ImVec4 v = toVec4(colour);
  v.w *= std::clamp(opacity, 0.0f, 1.0f);
  return ImGui::ColorConvertFloat4ToU32(v);
}

ImU32 mixed(ImU32 a, ImU32 b, float t) {
  const ImVec4 u = toVec4(a), v = toVec4(b);
  t = std::clamp(t, 0.0f, 1.0f);
  return ImGui::ColorConvertFloat4ToU32({u.x + (v.x - u.x) * t, u.y + (v.y - u.y) * t,
                                         u.z + (v.z - u.z) * t, u.w + (v.w - u.w) * t});
}

ImU32 slotColour(int slot, const Palette& colours) {
  const gfx::Rgba c = gfx::categoryInk(slot, colours.backdrop);
  return ImGui::ColorConvertFloat4ToU32({c.r, c.g, c.b, 1});
}

void applyTheme(const Palette& c, bool touch) {
  ImGuiStyle& style = ImGui::GetStyle();
  style = ImGuiStyle();
  style.FontSizeBase = size::kText;
  style.WindowRounding = style.ChildRounding = style.PopupRounding = size::kRadius;
  style.FrameRounding = size::kButtonRadius;
  style.GrabRounding = size::kButtonRadius;
  style.ScrollbarRounding = 6;
  style.ScrollbarSize = 9;
  style.WindowBorderSize = 0;
  style.ChildBorderSize = 0;
  style.PopupBorderSize = 1;
  style.FrameBorderSize = 0;
  style.WindowPadding = {14, 12};
  style.FramePadding = {10, touch ? (44 - size::kText) / 2 : 6.0f};
  style.ItemSpacing = {8, 8};
  style.TouchExtraPadding = touch ? ImVec2(6, 6) : ImVec2(0, 0);
  style.DisabledAlpha = 0.45f;
  style.HoverDelayShort = 0.2f;
  style.Colors[ImGuiCol_Text] = toVec4(c.ink);
  style.Colors[ImGuiCol_TextDisabled] = toVec4(c.muted);
  style.Colors[ImGuiCol_TextLink] = toVec4(c.accent);
  style.Colors[ImGuiCol_WindowBg] = toVec4(c.paper);
  style.Colors[ImGuiCol_ChildBg] = {0, 0, 0, 0};
  style.Colors[ImGuiCol_PopupBg] = toVec4(c.panel);
  style.Colors[ImGuiCol_Border] = toVec4(c.line);
  style.Colors[ImGuiCol_FrameBg] = toVec4(c.sunk);
  style.Colors[ImGuiCol_FrameBgHovered] = toVec4(mixed(c.sunk, c.ink, 0.06f));
  style.Colors[ImGuiCol_FrameBgActive] = toVec4(mixed(c.sunk, c.ink, 0.1f));
  style.Colors[ImGuiCol_Button] = toVec4(c.sunk);
  style.Colors[ImGuiCol_ButtonHovered] = toVec4(mixed(c.sunk, c.ink, 0.07f));
  style.Colors[ImGuiCol_ButtonActive] = toVec4(mixed(c.sunk, c.ink, 0.14f));
  style.Colors[ImGuiCol_Header] = toVec4(c.accentSoft);
  style.Colors[ImGuiCol_HeaderHovered] = toVec4(c.accentSoft);
  style.Colors[ImGuiCol_HeaderActive] = toVec4(c.accentSoft);
  style.Colors[ImGuiCol_CheckMark] = toVec4(c.accent);
  style.Colors[ImGuiCol_SliderGrab] = toVec4(c.accent);
  style.Colors[ImGuiCol_SliderGrabActive] = toVec4(c.accent);
  style.Colors[ImGuiCol_Separator] = toVec4(c.line);
  style.Colors[ImGuiCol_ScrollbarBg] = {0, 0, 0, 0};
  style.Colors[ImGuiCol_ScrollbarGrab] = toVec4(mixed(c.line, c.ink, 0.1f));
  style.Colors[ImGuiCol_ScrollbarGrabHovered] = toVec4(mixed(c.line, c.ink, 0.25f));
  style.Colors[ImGuiCol_ScrollbarGrabActive] = toVec4(mixed(c.line, c.ink, 0.35f));
  style.Colors[ImGuiCol_NavCursor] = toVec4(c.accent);
  style.Colors[ImGuiCol_TextSelectedBg] = toVec4(faded(c.accent, 0.3f));
  style.Colors[ImGuiCol_ModalWindowDimBg] = toVec4(faded(IM_COL32_BLACK, 0.35f));
  applyPlotTheme(c);
}

}  // namespace basin
