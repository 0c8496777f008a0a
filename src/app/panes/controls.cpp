#include "app/panes/controls.h"

#include <imgui_stdlib.h>

#include <algorithm>
#include <cmath>

#include "app/ui/number_field.h"
#include "base/number_text.h"
#include "lab/param_text.h"

namespace basin {

namespace {

double asNumber(const ParamValue& value) {
  if (const auto* real = std::get_if<double>(&value)) return *real;
  if (const auto* whole = std::get_if<std::int64_t>(&value)) return static_cast<double>(*whole);
  return 0;
}

float positionOf(const ParamDef& def, double value) {
  const Range& r = def.range;
  if (r.hi <= r.lo) return 0;
  const double t = r.scale == Scale::Log
                       ? std::log(std::max(value, r.lo) / r.lo) / std::log(r.hi / r.lo)
                       : (value - r.lo) / (r.hi - r.lo);
  return static_cast<float>(std::clamp(t, 0.0, 1.0));
}

// A value rounded to what a reader would type: three significant digits on a log scale, a
// two-hundredth of the range on a linear one.
double valueAt(const ParamDef& def, float position) {
  const Range& r = def.range;
  if (position <= 0) return r.lo;
  if (position >= 1) return r.hi;
  const double t = position;
  if (def.kind == ParamKind::Integer) {
    return std::round(r.scale == Scale::Log ? r.lo * std::pow(r.hi / r.lo, t)
                                            : r.lo + t * (r.hi - r.lo));
  }
  if (r.scale == Scale::Log) {
    const double value = r.lo * std::pow(r.hi / r.lo, t);
    const double unit = std::pow(10.0, std::floor(std::log10(value)) - 1);
    return std::clamp(std::round(value / unit) * unit, r.lo, r.hi);
  }
  const double unit = std::pow(10.0, std::floor(std::log10((r.hi - r.lo) / 100)));
  return std::clamp(std::round((r.lo + t * (r.hi - r.lo)) / unit) * unit, r.lo, r.hi);
}

// Rounding in binary leaves digits nobody typed (0.30000000000000004): cut them.
double tidy(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.6g", value);
  return std::strtod(text, nullptr);
}

std::string shown(const Ui& ui, const ParamDef& def, const ParamValue& value) {
  std::string text = def.kind == ParamKind::Real ? shortNumber(std::get<double>(value))
                                                 : formatValue(def, value);
  if (!def.unitText.empty()) text += " " + ui.tr(def.unitText);
  return text;
}

}  // namespace

void Controls::label(const Ui& ui, const ParamDef& def, float width) const {
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const std::string text = ui.tr(def.label);
  ImDrawList* draw = ImGui::GetWindowDrawList();
  const float symbol =
      def.symbolText.empty() ? 0 : textSize(ui, size::kText, def.symbolText, true).x + 8;
  const std::string cut = fitted(ui, size::kText, text, width - symbol);
  basin::drawText(ui, draw, at, size::kText, ui.colours.ink, cut);
  if (symbol > 0) {
    basin::drawText(ui, draw, {at.x + textSize(ui, size::kText, cut).x + 8, at.y}, size::kText,
                    ui.colours.muted, def.symbolText);
  }
  ImGui::Dummy({width, 20});
  const std::string help = ui.tr(def.help);
  helpTip(ui, cut == text ? help : help.empty() ? text : text + "\n" + help);
}

bool Controls::valueField(Ui& ui, const ParamDef& def, const ParamValue& value, int index,
                          float width, ParamValue& entered) {
  constexpr const char* kField = "##typed";
  const ImVec2 place = ImGui::GetCursorPos();
  if (typing_ != index) {
    const std::string text = fitted(ui, size::kText, shown(ui, def, value), width - 8, true);
    const ImVec2 a = ImGui::GetCursorScreenPos();
    const ImVec2 extent = textSize(ui, size::kText, text, true);
    const float height = targetSize(ui, 22), top = a.y + (ui.touch ? 12 : 0);
    const bool pressed = ImGui::InvisibleButton("value", {width, height}, ImGuiButtonFlags_EnableNav);
    const bool hovered = ImGui::IsItemHovered();
    ImDrawList* draw = ImGui::GetWindowDrawList();
    if (hovered) {
      draw->AddRectFilled({a.x + width - extent.x - 12, top - 2}, {a.x + width, top + 22},
                          ui.colours.sunk, 5);
      ImGui::SetMouseCursor(ImGuiMouseCursor_TextInput);
    }
    basin::drawText(ui, draw, {a.x + width - extent.x - 6, top}, size::kText, ui.colours.ink, text,
                    true);
    if (ImGui::IsItemHovered(ImGuiHoveredFlags_DelayShort)) {
      tooltip(ui, ui.tr("Click to type: {1}", {allowedText(def)}));
    }
    if (!pressed) return false;
    typing_ = index;
    typed_ = formatValue(def, value);
    problem_.clear();
    takeKeysNow(kField);
    ImGui::SetCursorPos(place);
  }
  ImGui::SetNextItemWidth(width);
  const bool entered_ = numberField(kField, typed_, def.range.lo >= 0);
  if (!problem_.empty()) tooltip(ui, ui.tr(problem_));
  const bool left = ImGui::IsItemDeactivated() && !entered_;
  if (!entered_ && !left) return false;
  const auto parsed = parseValue(def, typed_);
  const auto outside = parsed.ok() ? rangeError(def, parsed.value()) : std::nullopt;
  if (parsed.ok() && !outside) {
    typing_ = -1;
    entered = parsed.value();
    return true;
  }
  if (left) {
    typing_ = -1;  // The old value stays.
    return false;
  }
  problem_ = parsed.ok() ? *outside : parsed.error();
  keepKeys(kField);
  return false;
}

void Controls::drawNumber(Ui& ui, LabModel& model, int index) {
  const ParamDef& def = model.lab()->params[index];
  const ParamValue& value = model.params()[index];
  const float width = ImGui::GetContentRegionAvail().x;
  const ImVec2 start = ImGui::GetCursorPos();
  // Its unit may be a long word.
  const float field = std::clamp(textSize(ui, size::kText, shown(ui, def, value), true).x + 14, 96.0f,
                                 width * 0.6f);
  // Fingers find the number beside the track, both as high as a finger; a mouse above it.
  label(ui, def, ui.touch ? width : width - field - 4);
  ImGui::SetCursorPos({start.x + width - field, start.y + (ui.touch ? 20 : 0)});
  ParamValue entered;
  if (valueField(ui, def, value, index, field, entered)) {
    model.endEdit();
    model.setParam(index, entered);
    model.endEdit();
  }
  ImGui::SetCursorPos({start.x, start.y + (ui.touch ? 20 : 24)});
  float position = positionOf(def, asNumber(value));
  bool released = false;
  if (track(ui, "track", position, ui.touch ? width - field - 4 : width, released)) {
    const double at = valueAt(def, position);
    ParamValue next = value;
    if (def.kind == ParamKind::Integer) {
      next = static_cast<std::int64_t>(at);
      // A key press moves at least one unit.
      if (next == value && ImGui::GetIO().NavVisible && !ImGui::IsMouseDown(0)) {
        const bool up = position > positionOf(def, asNumber(value));
        next = clampValue(def, ParamValue(std::get<std::int64_t>(value) + (up ? 1 : -1)));
      }
    } else {
      next = tidy(at);
    }
    model.setParam(index, clampValue(def, next));
  }
  if (released) model.endEdit();
  ImGui::SetCursorPos({start.x, start.y + (ui.touch ? 70.0f : 50.0f)});
}

void Controls::drawChoice(Ui& ui, LabModel& model, int index) {
  const ParamDef& def = model.lab()->params[index];
  const float width = ImGui::GetContentRegionAvail().x;
  int chosen = static_cast<int>(std::get<std::int64_t>(model.params()[index]));
  label(ui, def, width);
  std::vector<std::string> labels;
  float widest = 0;
  for (const Choice& choice : def.choices) {
    labels.push_back(ui.tr(choice.label));
    widest = std::max(widest, textSize(ui, size::kSmall, labels.back(), true).x + 14);
  }
  const int count = static_cast<int>(labels.size());
  bool changed = false;
  if (widest * static_cast<float>(count) <= width) {
    changed = segmented(ui, "choice", std::span<const std::string>(labels), chosen, width);
  } else {
    ImGui::SetNextItemWidth(width);
    const std::string preview =
        fitted(ui, size::kText, labels[chosen], width - ImGui::GetFrameHeight() - 16);
    if (ImGui::BeginCombo("##choice", preview.c_str(), ImGuiComboFlags_HeightLarge)) {
      for (int i = 0; i < count; ++i) {
        const std::string text = labels[i] + "##" + std::to_string(i);
        const float height = ui.touch ? targetSize(ui, 0) : 0;
        if (ImGui::Selectable(text.c_str(), i == chosen, 0, {0, height})) {
          changed = i != chosen;
          chosen = i;
        }
      }
      ImGui::EndCombo();
    }
  }
  if (changed) {
    model.endEdit();
    model.setParam(index, static_cast<std::int64_t>(chosen));
    model.endEdit();
  }
  ImGui::Dummy({0, 2});
}

void Controls::drawList(Ui& ui, LabModel& model, int index) {
  const ParamDef& def = model.lab()->params[index];
  auto list = std::get<std::vector<int>>(model.params()[index]);
  const float width = ImGui::GetContentRegionAvail().x;
  label(ui, def, width);
  bool changed = false;
  const float side = targetSize(ui, 28), box = side * 2 + 34;
  const float left = ImGui::GetCursorPosX();
  float x = 0;
  const auto place = [&](float needed) {
    if (x > 0 && x + needed > width) {
      x = 0;
      ImGui::Dummy({0, 0});
    }
    if (x > 0) ImGui::SameLine(left + x);
    x += needed + 8;
  };
  const int lo = static_cast<int>(def.range.lo), hi = static_cast<int>(def.range.hi);
  for (std::size_t i = 0; i < list.size(); ++i) {
    place(box);
    ImGui::PushID(static_cast<int>(i));
    ImGui::BeginGroup();
    const ImVec2 a = ImGui::GetCursorScreenPos();
    ImDrawList* draw = ImGui::GetWindowDrawList();
    draw->AddRectFilled(a, {a.x + box, a.y + side}, ui.colours.sunk, size::kButtonRadius);
    if (iconButton(ui, "less", Icon::Minus, ui.tr(list[i] > lo ? "One unit fewer" : "Remove the layer"),
                   side)) {
      if (list[i] > lo) {
        --list[i];
      } else {
        list.erase(list.begin() + static_cast<std::ptrdiff_t>(i));
      }
      changed = true;
    }
    ImGui::SameLine(0, 34);
    if (iconButton(ui, "more", Icon::Plus, ui.tr("One unit more"), side) && !changed) {
      list[i] = std::min(hi, list[i] + 1);
      changed = true;
    }
    if (i < list.size()) {
      const std::string text = std::to_string(list[i]);
      const ImVec2 extent = textSize(ui, size::kText, text, true);
      basin::drawText(ui, draw, {a.x + (box - extent.x) / 2, a.y + (side - extent.y) / 2},
                      size::kText, ui.colours.ink, text, true);
    }
    ImGui::EndGroup();
    ImGui::PopID();
    if (changed) break;
  }
  if (static_cast<int>(list.size()) < def.maxLength) {
    place(side);
    if (iconButton(ui, "add", Icon::Plus, ui.tr("Add a layer"), side)) {
      list.push_back(list.empty() ? std::clamp(4, lo, hi) : list.back());
      changed = true;
    }
  }
  if (!list.empty()) {
    place(side);
    if (iconButton(ui, "drop", Icon::Close, ui.tr("Remove the last layer"), side)) {
      list.pop_back();
      changed = true;
    }
  }
  if (changed) {
    model.endEdit();
    model.setParam(index, list);
    model.endEdit();
  }
  ImGui::Dummy({0, 2});
}

void Controls::drawText(Ui& ui, LabModel& model, int index) {
  const ParamDef& def = model.lab()->params[index];
  const float width = ImGui::GetContentRegionAvail().x;
  label(ui, def, width);
  std::string text = typing_ == index ? typed_ : std::get<std::string>(model.params()[index]);
  ImGui::SetNextItemWidth(width);
  const bool entered = ImGui::InputText("##text", &text, ImGuiInputTextFlags_EnterReturnsTrue);
  const bool unreadable = model.frame() && model.frame()->unreadable == index;
  if (unreadable) {
    const ImVec2 a = ImGui::GetItemRectMin(), b = ImGui::GetItemRectMax();
    ImGui::GetWindowDrawList()->AddRect(a, b, ui.colours.bad, ImGui::GetStyle().FrameRounding, 0, 1.5f);
  }
  if (ImGui::IsItemActive()) {
    typing_ = index;
    typed_ = text;
  }
  if (typing_ == index && (entered || ImGui::IsItemDeactivated())) {
    typing_ = -1;
    model.endEdit();
    model.setParam(index, clampValue(def, text));
    model.endEdit();
  }
  helpTip(ui, ui.tr(def.help));
  if (unreadable) paragraph(ui, size::kSmall, ui.colours.bad, ui.tr(model.frame()->statusText));
  ImGui::Dummy({0, 2});
}

void Controls::drawParam(Ui& ui, LabModel& model, int index) {
  const ParamDef& def = model.lab()->params[index];
  ImGui::PushID(index);
  switch (def.kind) {
    case ParamKind::Real:
    case ParamKind::Integer:
      drawNumber(ui, model, index);
      break;
    case ParamKind::Boolean: {
      bool on = std::get<bool>(model.params()[index]);
      const float width = ImGui::GetContentRegionAvail().x;
      const float left = ImGui::GetCursorPosX(), y = ImGui::GetCursorPosY();
      const float hit = targetSize(ui, 38);
      if (ui.touch) ImGui::SetCursorPosY(y + 12);
      label(ui, def, width - hit - 10);
      ImGui::SetCursorPos({left + width - hit, y - (ui.touch ? 0 : 1)});
      if (toggle(ui, "toggle", on)) {
        model.endEdit();
        model.setParam(index, on);
        model.endEdit();
      }
      ImGui::Dummy({0, 0});
      break;
    }
    case ParamKind::Choice:
      drawChoice(ui, model, index);
      break;
    case ParamKind::IntegerList:
      drawList(ui, model, index);
      break;
    case ParamKind::Text:
      drawText(ui, model, index);
      break;
  }
  ImGui::PopID();
}

void Controls::draw(Ui& ui, LabModel& model, const std::vector<std::string>& only) {
  const LabDef& lab = *model.lab();
  std::vector<std::string_view> groups;
  for (const ParamDef& def : lab.params) {
    if (std::ranges::find(groups, def.groupName) == groups.end()) groups.push_back(def.groupName);
  }
  for (std::string_view group : groups) {
    bool headed = false;
    for (std::size_t i = 0; i < lab.params.size(); ++i) {
      const ParamDef& def = lab.params[i];
      if (def.groupName != group) continue;
      if (std::ranges::find(model.irrelevant(), static_cast<int>(i)) != model.irrelevant().end()) continue;
      if (!only.empty() && std::ranges::find(only, def.id) == only.end()) continue;
      if (!headed) {
        ImGui::Dummy({0, 2});
        paragraph(ui, size::kSmall, ui.colours.muted, ui.tr(group), true);
        headed = true;
      }
      drawParam(ui, model, static_cast<int>(i));
    }
  }
  ImGui::Dummy({0, 8});
}

bool drawPresets(Ui& ui, LabModel& model, float width) {
  const Preset* present = model.preset();
  const float left = ImGui::GetCursorPosX();
  float x = 0;
  bool chosen = false;
  for (const Preset& preset : model.lab()->presets) {
    if (preset.hidden) continue;
    const std::string name = ui.tr(preset.label);
    const float needed = chipWidth(ui, name, width);
    if (x > 0 && x + needed > width) {
      x = 0;
    } else if (x > 0) {
      ImGui::SameLine(left + x);
    }
    ImGui::PushID(&preset);
    if (chip(ui, "preset", name, present == &preset, width)) {
      model.setParams(presetParams(*model.lab(), preset));
      if (!model.playing()) model.play();
      chosen = true;
    }
    helpTip(ui, ui.tr(preset.lookFor));
    ImGui::PopID();
    x += needed + 8;
  }
  return chosen;
}

}  // namespace basin
