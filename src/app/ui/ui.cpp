#include "app/ui/ui.h"

#include <imgui_internal.h>

#include <algorithm>
#include <cmath>
#include <vector>

namespace basin {

namespace {

// A finger that has moved less, in points, rests.
constexpr float kFingerSlop = 8;

// Whether the finger on the screen has left the place where it was put down.
bool fingerLeft() {
  return ImGui::GetIO().MouseDragMaxDistanceSqr[ImGuiMouseButton_Left] > kFingerSlop * kFingerSlop;
}

// How far it is from there now, sideways and up or down.
ImVec2 fingerWay() {
  const ImVec2 way = ImGui::GetMouseDragDelta(ImGuiMouseButton_Left, 0);
  return {std::abs(way.x), std::abs(way.y)};
}

ImFont* fontOf(const Ui& ui, bool bold) {
  ImFont* font = bold ? ui.fonts.bold : ui.fonts.sans;
  return font ? font : ImGui::GetFont();
}

// Keyboard focus is shown on our own buttons as ImGui shows it on its own.
void focusRing(const Ui& ui, ImDrawList* draw, ImVec2 a, ImVec2 b, float radius) {
  if (ImGui::IsItemFocused() && ImGui::GetIO().NavVisible) {
    draw->AddRect({a.x - 2, a.y - 2}, {b.x + 2, b.y + 2}, ui.colours.accent, radius + 2, 0, 2);
  }
}

}  // namespace

void drawIcon(ImDrawList* draw, Icon icon, ImVec2 c, float s, ImU32 col) {
  const float h = s / 2;
  const float w = std::max(1.5f, s / 9);
  const auto at = [&](float x, float y) { return ImVec2(c.x + x * h, c.y + y * h); };
  const auto line = [&](float x0, float y0, float x1, float y1) {
    draw->AddLine(at(x0, y0), at(x1, y1), col, w);
  };
  switch (icon) {
    case Icon::Play:
      draw->AddTriangleFilled(at(-0.6f, -0.85f), at(0.9f, 0), at(-0.6f, 0.85f), col);
      break;
    case Icon::Pause:
      draw->AddRectFilled(at(-0.7f, -0.8f), at(-0.2f, 0.8f), col, 1);
      draw->AddRectFilled(at(0.2f, -0.8f), at(0.7f, 0.8f), col, 1);
      break;
    case Icon::Step:
      draw->AddTriangleFilled(at(-0.7f, -0.75f), at(0.4f, 0), at(-0.7f, 0.75f), col);
      draw->AddRectFilled(at(0.45f, -0.75f), at(0.75f, 0.75f), col, 1);
      break;
    case Icon::Restart:
    case Icon::Undo: {
      const float dir = icon == Icon::Undo ? -1.0f : 1.0f;
      const float start = icon == Icon::Undo ? 0.95f : 0.55f;
      draw->PathArcTo(c, h * 0.72f, start * 3.14159f * (icon == Icon::Undo ? 1.0f : -1.0f) + 0.3f,
                      icon == Icon::Undo ? 0.95f * 3.14159f + 5.0f : 3.6f, 24);
      draw->PathStroke(col, 0, w);
      const ImVec2 tip = icon == Icon::Undo ? at(-0.72f, 0.1f) : at(-0.62f, -0.42f);
      draw->AddTriangleFilled({tip.x - h * 0.34f, tip.y - h * 0.2f * dir},
                              {tip.x + h * 0.34f, tip.y - h * 0.28f},
                              {tip.x - h * 0.02f, tip.y + h * 0.36f}, col);
      break;
    }
    case Icon::Dice:
      draw->AddRect(at(-0.75f, -0.75f), at(0.75f, 0.75f), col, h * 0.35f, 0, w);
      for (const auto& [x, y] : {std::pair(-0.33f, -0.33f), std::pair(0.0f, 0.0f),
                                 std::pair(0.33f, 0.33f)}) {
        draw->AddCircleFilled(at(x, y), h * 0.14f, col);
      }
      break;
    case Icon::Share:
      line(-0.5f, 0, 0.5f, -0.6f);
      line(-0.5f, 0, 0.5f, 0.6f);
      draw->AddCircleFilled(at(-0.5f, 0), h * 0.26f, col);
      draw->AddCircleFilled(at(0.5f, -0.6f), h * 0.26f, col);
      draw->AddCircleFilled(at(0.5f, 0.6f), h * 0.26f, col);
      break;
    case Icon::Sun:
      draw->AddCircle(c, h * 0.4f, col, 20, w);
      for (int i = 0; i < 8; ++i) {
        const float a = static_cast<float>(i) * 0.7853982f;
        line(0.65f * std::cos(a), 0.65f * std::sin(a), 0.95f * std::cos(a), 0.95f * std::sin(a));
      }
      break;
    case Icon::Moon: {
      draw->PathArcTo(c, h * 0.75f, 0.9f, 5.4f, 24);
      draw->PathArcTo(at(0.42f, -0.22f), h * 0.62f, 4.35f, 1.75f, 20);
      draw->PathStroke(col, ImDrawFlags_Closed, w);
      break;
    }
    case Icon::Help:
      draw->PathArcTo(at(0, -0.35f), h * 0.38f, -3.3f, 1.2f, 16);
      draw->PathStroke(col, 0, w);
      line(0.08f, 0.02f, 0.0f, 0.35f);
      draw->AddCircleFilled(at(0, 0.75f), h * 0.13f, col);
      break;
    case Icon::Expand:
      line(0.2f, -0.7f, 0.7f, -0.7f);
      line(0.7f, -0.7f, 0.7f, -0.2f);
      line(0.7f, -0.7f, 0.15f, -0.15f);
      line(-0.2f, 0.7f, -0.7f, 0.7f);
      line(-0.7f, 0.7f, -0.7f, 0.2f);
      line(-0.7f, 0.7f, -0.15f, 0.15f);
      break;
    case Icon::Shrink:
      line(0.15f, -0.6f, 0.15f, -0.15f);
      line(0.15f, -0.15f, 0.6f, -0.15f);
      line(0.15f, -0.15f, 0.75f, -0.75f);
      line(-0.15f, 0.6f, -0.15f, 0.15f);
      line(-0.15f, 0.15f, -0.6f, 0.15f);
      line(-0.15f, 0.15f, -0.75f, 0.75f);
      break;
    case Icon::Close:
    case Icon::Cross:
      line(-0.6f, -0.6f, 0.6f, 0.6f);
      line(-0.6f, 0.6f, 0.6f, -0.6f);
      break;
    case Icon::Back:
      line(0.3f, -0.7f, -0.4f, 0);
      line(-0.4f, 0, 0.3f, 0.7f);
      break;
    case Icon::Chevron:
      line(-0.6f, -0.25f, 0, 0.35f);
      line(0, 0.35f, 0.6f, -0.25f);
      break;
    case Icon::Controls:
      for (int i = 0; i < 3; ++i) {
        const float y = -0.6f + 0.6f * static_cast<float>(i);
        line(-0.8f, y, 0.8f, y);
        draw->AddCircleFilled(at(i == 1 ? 0.35f : -0.35f, y), h * 0.22f, col);
      }
      break;
    case Icon::Book:
      draw->AddRect(at(-0.75f, -0.7f), at(0, 0.7f), col, 2, 0, w);
      draw->AddRect(at(0, -0.7f), at(0.75f, 0.7f), col, 2, 0, w);
      break;
    case Icon::Plus:
      line(0, -0.65f, 0, 0.65f);
      [[fallthrough]];
    case Icon::Minus:
    case Icon::Dash:
      line(-0.65f, 0, 0.65f, 0);
      break;
    case Icon::Check:
      line(-0.65f, 0.05f, -0.15f, 0.55f);
      line(-0.15f, 0.55f, 0.7f, -0.5f);
      break;
    case Icon::Dots:
      for (float x : {-0.55f, 0.0f, 0.55f}) draw->AddCircleFilled(at(x, 0), h * 0.15f, col);
      break;
    case Icon::Globe:
      draw->AddCircle(c, h * 0.82f, col, 28, w);
      draw->AddEllipse(c, {h * 0.36f, h * 0.82f}, col, 0, 24, w * 0.8f);
      line(-0.8f, 0, 0.8f, 0);
      break;
    case Icon::Surface:
      draw->PathLineTo(at(-0.9f, 0.2f));
      draw->PathBezierCubicCurveTo(at(-0.4f, -1.1f), at(0.1f, 0.9f), at(0.9f, -0.5f));
      draw->PathStroke(col, 0, w);
      draw->PathLineTo(at(-0.9f, 0.75f));
      draw->PathBezierCubicCurveTo(at(-0.4f, -0.3f), at(0.1f, 1.3f), at(0.9f, 0.15f));
      draw->PathStroke(col, 0, w);
      break;
    case Icon::Heatmap:
      draw->AddRect(at(-0.75f, -0.75f), at(0.75f, 0.75f), col, 2, 0, w);
      draw->AddRectFilled(at(-0.75f, -0.75f), at(0, 0), col);
      draw->AddRectFilled(at(0, 0), at(0.75f, 0.75f), col);
      break;
  }
}

void drawText(const Ui& ui, ImDrawList* draw, ImVec2 at, float size, ImU32 colour,
              std::string_view text, bool bold) {
  if (text.empty()) return;
  if (ui.trace) {
    const ImVec2 extent = textSize(ui, size, text, bold);
    ui.trace->texts.push_back({std::string(text), {at.x, at.y, extent.x, extent.y}, colour});
  }
  draw->AddText(fontOf(ui, bold), size, {std::round(at.x), std::round(at.y)}, colour, text.data(),
                text.data() + text.size());
}

ImVec2 textSize(const Ui& ui, float size, std::string_view text, bool bold) {
  return fontOf(ui, bold)->CalcTextSizeA(size, 1e9f, 0, text.data(), text.data() + text.size());
}

std::string fitted(const Ui& ui, float size, std::string_view text, float width, bool bold) {
  if (textSize(ui, size, text, bold).x <= width) return std::string(text);
  std::string shown(text);
  while (!shown.empty()) {
    do {
      const bool continuation = (static_cast<unsigned char>(shown.back()) & 0xC0) == 0x80;
      shown.pop_back();
      if (!continuation) break;
    } while (!shown.empty());
    if (textSize(ui, size, shown + "…", bold).x <= width) return shown + "…";
  }
  return {};
}

void paragraph(const Ui& ui, float size, ImU32 colour, std::string_view text, bool bold) {
  ImGui::PushFont(fontOf(ui, bold), size);
  ImGui::PushStyleColor(ImGuiCol_Text, colour);
  ImGui::PushTextWrapPos(0);
  const std::string lines = wrapped(ui, size, text, ImGui::GetContentRegionAvail().x, bold);
  ImGui::TextUnformatted(lines.data(), lines.data() + lines.size());
  ImGui::PopTextWrapPos();
  ImGui::PopStyleColor();
  ImGui::PopFont();
}

void tooltip(const Ui& ui, std::string_view text) {
  constexpr float kTipWidth = 320;
  if (!ImGui::BeginTooltip()) return;
  ImGui::PushFont(fontOf(ui, false), size::kSmall);
  ImGui::PushTextWrapPos(kTipWidth);
  const std::string lines = wrapped(ui, size::kSmall, text, kTipWidth - 8);
  ImGui::TextUnformatted(lines.data(), lines.data() + lines.size());
  ImGui::PopTextWrapPos();
  ImGui::PopFont();
  ImGui::EndTooltip();
}

bool iconButton(const Ui& ui, const char* id, Icon icon, std::string_view label, float side,
                bool filled, bool enabled) {
  if (!enabled) ImGui::BeginDisabled();
  const ImVec2 a = ImGui::GetCursorScreenPos();
  const bool pressed = ImGui::InvisibleButton(id, {side, side}, ImGuiButtonFlags_EnableNav);
  const bool hovered = ImGui::IsItemHovered(), active = ImGui::IsItemActive();
  ImDrawList* draw = ImGui::GetWindowDrawList();
  const ImVec2 b{a.x + side, a.y + side};
  const Palette& c = ui.colours;
  ImU32 fill = filled ? c.accent : 0, ink = filled ? c.accentInk : c.ink;
  if (hovered || active) fill = filled ? mixed(c.accent, c.ink, 0.15f) : c.sunk;
  if (!enabled) ink = faded(ink, 0.35f);
  if (fill) draw->AddRectFilled(a, b, fill, filled ? side / 2 : size::kButtonRadius);
  drawIcon(draw, icon, {a.x + side / 2, a.y + side / 2}, side * (filled ? 0.4f : 0.46f), ink);
  focusRing(ui, draw, a, b, filled ? side / 2 : size::kButtonRadius);
  if (!enabled) ImGui::EndDisabled();
  if (ImGui::IsItemHovered(ImGuiHoveredFlags_DelayShort | ImGuiHoveredFlags_AllowWhenDisabled)) {
    tooltip(ui, label);
  }
  return pressed;
}

float chipWidth(const Ui& ui, std::string_view text, float most) {
  return std::min(most, textSize(ui, size::kSmall, text).x + 24);
}

bool chip(const Ui& ui, const char* id, std::string_view text, bool on, float most) {
  const float height = targetSize(ui, 30);
  const float width = chipWidth(ui, text, most);
  const std::string shown = fitted(ui, size::kSmall, text, width - 22);
  const ImVec2 extent = textSize(ui, size::kSmall, shown);
  const ImVec2 a = ImGui::GetCursorScreenPos();
  const bool pressed = ImGui::InvisibleButton(id, {width, height}, ImGuiButtonFlags_EnableNav);
  const ImVec2 b{a.x + width, a.y + height};
  const Palette& c = ui.colours;
  ImDrawList* draw = ImGui::GetWindowDrawList();
  const bool hovered = ImGui::IsItemHovered();
  draw->AddRectFilled(a, b, on ? c.accentSoft : hovered ? c.sunk : c.panel, height / 2);
  draw->AddRect(a, b, on ? c.accent : c.line, height / 2, 0, 1);
  drawText(ui, draw, {a.x + 12, a.y + (height - extent.y) / 2}, size::kSmall,
           on ? mixed(c.accent, c.ink, 0.3f) : c.ink, shown);
  focusRing(ui, draw, a, b, height / 2);
  return pressed;
}

bool segmented(const Ui& ui, const char* id, std::span<const std::string_view> labels, int& chosen,
               float width) {
  std::vector<std::string> own;
  for (std::string_view label : labels) own.push_back(ui.tr(label));
  return segmented(ui, id, own, chosen, width);
}

bool segmented(const Ui& ui, const char* id, std::span<const std::string> labels, int& chosen,
               float width) {
  const int count = static_cast<int>(labels.size());
  const float height = targetSize(ui, 32);
  const ImVec2 a = ImGui::GetCursorScreenPos();
  const Palette& c = ui.colours;
  ImDrawList* draw = ImGui::GetWindowDrawList();
  draw->AddRectFilled(a, {a.x + width, a.y + height}, c.sunk, size::kButtonRadius);
  bool changed = false;
  const float part = width / static_cast<float>(count);
  ImGui::PushID(id);
  for (int i = 0; i < count; ++i) {
    const ImVec2 p{a.x + part * static_cast<float>(i), a.y};
    ImGui::SetCursorScreenPos(p);
    ImGui::PushID(i);
    if (ImGui::InvisibleButton("part", {part, height}, ImGuiButtonFlags_EnableNav) && i != chosen) {
      chosen = i;
      changed = true;
    }
    const bool hovered = ImGui::IsItemHovered();
    const ImVec2 q{p.x + part, p.y + height};
    if (i == chosen) {
      draw->AddRectFilled({p.x + 3, p.y + 3}, {q.x - 3, q.y - 3}, c.panel, 5);
      draw->AddRect({p.x + 3, p.y + 3}, {q.x - 3, q.y - 3}, c.line, 5);
    }
    focusRing(ui, draw, p, q, size::kButtonRadius);
    const std::string text = fitted(ui, size::kSmall, labels[i], part - 10, i == chosen);
    const ImVec2 extent = textSize(ui, size::kSmall, text, i == chosen);
    drawText(ui, draw, {p.x + (part - extent.x) / 2, p.y + (height - extent.y) / 2}, size::kSmall,
             i == chosen || hovered ? c.ink : c.muted, text, i == chosen);
    if (text != labels[i] && ImGui::IsItemHovered(ImGuiHoveredFlags_DelayShort)) {
      tooltip(ui, labels[i]);
    }
    ImGui::PopID();
  }
  ImGui::PopID();
  return changed;
}

bool toggle(const Ui& ui, const char* id, bool& on) {
  const float w = 38, h = 22;
  const ImVec2 corner = ImGui::GetCursorScreenPos();
  const ImVec2 hit{targetSize(ui, w), targetSize(ui, h)};
  const bool pressed = ImGui::InvisibleButton(id, hit, ImGuiButtonFlags_EnableNav);
  if (pressed) on = !on;
  const ImVec2 a{corner.x + hit.x - w, corner.y + (hit.y - h) / 2};
  ImDrawList* draw = ImGui::GetWindowDrawList();
  const Palette& c = ui.colours;
  const ImU32 fill = on ? c.accent : mixed(c.sunk, c.ink, 0.18f);
  draw->AddRectFilled(a, {a.x + w, a.y + h}, fill, h / 2);
  draw->AddCircleFilled({a.x + (on ? w - h / 2 : h / 2), a.y + h / 2}, h / 2 - 3, c.panel);
  focusRing(ui, draw, a, {a.x + w, a.y + h}, h / 2);
  return pressed;
}

bool track(const Ui& ui, const char* id, float& position, float width, bool& released) {
  const float height = targetSize(ui, 20);
  const ImVec2 a = ImGui::GetCursorScreenPos();
  ImGui::InvisibleButton(id, {width, height}, ImGuiButtonFlags_EnableNav);
  const bool hovered = ImGui::IsItemHovered(), active = ImGui::IsItemActive();
  released = ImGui::IsItemDeactivated();
  const float knob = 8;
  bool changed = false;
  // A finger that goes up or down scrolls: the knob waits until it goes sideways, or was a tap.
  bool takes = active && ImGui::IsMouseDown(ImGuiMouseButton_Left);
  if (ui.touch) {
    const ImVec2 way = fingerWay();
    bool& slides = *ImGui::GetStateStorage()->GetBoolRef(ImGui::GetItemID(), false);
    if (ImGui::IsItemActivated()) slides = false;
    slides = slides || (active && fingerLeft() && way.x >= way.y);
    takes = takes && slides;
    takes = takes || (released && hovered && !fingerLeft());
  }
  if (takes) {
    const float p =
        std::clamp((ImGui::GetIO().MousePos.x - a.x - knob) / std::max(1.0f, width - 2 * knob),
                   0.0f, 1.0f);
    changed = p != position;
    position = p;
  }
  if (ImGui::IsItemFocused() && ImGui::GetIO().NavVisible) {
    // Left and right move by a hundredth, with Shift by a tenth.
    const float stride = ImGui::GetIO().KeyShift ? 0.1f : 0.01f;
    const float move = (ImGui::IsKeyPressed(ImGuiKey_RightArrow) ? stride : 0.0f) -
                       (ImGui::IsKeyPressed(ImGuiKey_LeftArrow) ? stride : 0.0f);
    if (move != 0) {
      position = std::clamp(position + move, 0.0f, 1.0f);
      changed = released = true;
    }
  }
  const Palette& c = ui.colours;
  ImDrawList* draw = ImGui::GetWindowDrawList();
  const float y = a.y + height / 2, x = a.x + knob + position * (width - 2 * knob);
  draw->AddRectFilled({a.x, y - 2}, {a.x + width, y + 2}, mixed(c.sunk, c.ink, 0.06f), 2);
  draw->AddRectFilled({a.x, y - 2}, {x, y + 2}, c.accent, 2);
  draw->AddCircleFilled({x, y}, active ? knob + 1 : knob, c.panel);
  draw->AddCircle({x, y}, active ? knob + 1 : knob, hovered || active ? c.accent : c.muted, 0,
                  active ? 2.5f : 2.0f);
  focusRing(ui, draw, a, {a.x + width, a.y + height}, 4);
  return changed;
}

void card(const Ui& ui, ImDrawList* draw, const ScreenRect& r, ImU32 fill) {
  draw->AddRectFilled({r.x, r.y}, {r.x + r.w, r.y + r.h}, fill ? fill : ui.colours.panel,
                      size::kRadius);
  draw->AddRect({r.x, r.y}, {r.x + r.w, r.y + r.h}, ui.colours.line, size::kRadius);
}

void helpTip(const Ui& ui, std::string_view text) {
  if (!text.empty() && ImGui::IsItemHovered(ImGuiHoveredFlags_DelayShort)) tooltip(ui, text);
}

void scrollByFinger(const Ui& ui) {
  if (!ui.touch) return;
  ImGuiContext& context = *ImGui::GetCurrentContext();
  ImGuiWindow* window = context.CurrentWindow;
  const ImGuiIO& io = context.IO;
  const ImGuiID id = window->GetID("##finger");
  if (context.ActiveId == id) {
    if (io.MouseDown[ImGuiMouseButton_Left]) {
      ImGui::KeepAliveID(id);
      ImGui::SetScrollY(window, window->Scroll.y - io.MouseDelta.y);
    } else {
      ImGui::ClearActiveID();
    }
    return;
  }
  // Which way a finger goes is decided once, when it has left its place.
  if (!io.MouseDown[ImGuiMouseButton_Left] || !fingerLeft()) return;
  float& decided = *window->StateStorage.GetFloatRef(id, -1);
  const auto press = static_cast<float>(io.MouseClickedTime[ImGuiMouseButton_Left]);
  if (decided == press) return;
  decided = press;
  const bool here = window->InnerRect.Contains(io.MouseClickedPos[ImGuiMouseButton_Left]) &&
                    context.HoveredWindow &&
                    ImGui::IsWindowChildOf(context.HoveredWindow, window, false);
  if (here && fingerWay().y > fingerWay().x && window->ScrollMax.y > 0) ImGui::SetActiveID(id, window);
}

float eased(Ui& ui, float value, float target) {
  const float rest = target - value;
  if (ui.reducedMotion || std::abs(rest) < 0.004f) return target;
  ui.animating = true;
  const float step = 1 - std::exp(-ImGui::GetIO().DeltaTime * 14);
  return value + rest * step;
}

}  // namespace basin
