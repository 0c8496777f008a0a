#include "app/panes/stage.h"

#include <algorithm>
#include <cmath>

#include "lab/param_text.h"

namespace basin {

namespace {

constexpr float kLeastCard = 190;
/// Below this a stage has room for one picture and its name only.
constexpr float kLowStage = 300;

void childWindow(const char* id, const ScreenRect& place) {
  ImGui::SetCursorScreenPos({place.x, place.y});
  ImGui::BeginChild(id, {place.w, place.h}, 0,
                    ImGuiWindowFlags_NoScrollbar | ImGuiWindowFlags_NoScrollWithMouse |
                        ImGuiWindowFlags_NoBackground);
}

// When a plot without any point will have some.
std::string_view emptyWords(const LabModel& model) {
  if (model.frame()->status != Status::Running) return phrase("Nothing to show at these settings");
  return model.playing() ? phrase("Fills as the run goes on") : phrase("Fills once the run plays");
}

// The pictures that are drawn, and all that is no picture: checks and numbers are told everywhere.
OutputMask watchedOutputs(const LabDef& lab, int main, std::span<const int> small) {
  OutputMask mask = OutputMask{1} << main;
  for (const int output : small) mask |= OutputMask{1} << output;
  for (std::size_t i = 0; i < lab.outputs.size(); ++i) {
    const OutputKind kind = lab.outputs[i].kind;
    const bool words =
        kind == OutputKind::Scalar || kind == OutputKind::Check || kind == OutputKind::Note;
    if (words) mask |= OutputMask{1} << i;
  }
  return mask;
}

}  // namespace

void Stage::reset() {
  views_.clear();
  large_ = main_ = -1;
  preset_ = nullptr;
  alone_ = false;
  brush_ = 0;
}

void Stage::dropGraphics() {
  for (auto& [output, view] : views_) view.dropGraphics();
}

void Stage::draw(Ui& ui, LabModel& model, const ScreenRect& whole) {
  if (!model.lab()) return;
  const Preset* preset = model.preset();
  if (preset && preset != preset_) {
    if (!asked_) large_ = outputIndex(*model.lab(), preset->picture);
    preset_ = preset;
  }
  asked_ = false;
  ScreenRect place = whole;
  low_ = place.h < kLowStage;
  const float sentence = low_ ? 0 : drawLookFor(ui, model, place);
  place.y += sentence;
  place.h -= sentence;
  if (!model.frame()) {
    card(ui, ImGui::GetWindowDrawList(), place);
    const std::string text =
        fitted(ui, size::kText, ui.tr("Setting up {1} …", {model.lab()->title}), place.w - 16);
    const ImVec2 extent = textSize(ui, size::kText, text);
    drawText(ui, ImGui::GetWindowDrawList(),
             {place.x + (place.w - extent.x) / 2, place.y + place.h / 2}, size::kText,
             ui.colours.muted, text);
    return;
  }
  const Frame& frame = *model.frame();
  std::vector<int> pictures;
  for (std::size_t i = 0; i < frame.outputs.size(); ++i) {
    if (isPicture(model.lab()->outputs[i], frame.outputs[i])) {
      pictures.push_back(static_cast<int>(i));
    }
  }
  if (pictures.empty()) return;
  const int main = main_ =
      std::ranges::find(pictures, large_) != pictures.end() ? large_ : pictures.front();
  std::vector<int> small;
  for (int output : pictures) {
    if (output != main && small.size() < 2) small.push_back(output);
  }
  // Square pictures and surfaces leave room at their side, wide ones below.
  const OutputDef& mainDef = model.lab()->outputs[main];
  // (Series have their panels beside each other.)
  const bool square = (mainDef.equalAspect && mainDef.kind != OutputKind::Series) ||
                      mainDef.kind == OutputKind::Points;
  const bool below = place.h > 520 && place.w > 420 && !(square && place.w > place.h * 1.15f);
  const bool beside = !below && place.w > 620;
  // In a lower card axes and legend leave nothing for the curves.
  if (beside && place.h < 2 * kLeastCard && small.size() > 1) small.resize(1);
  const bool alone = alone_ || low_ || small.empty() || (!below && !beside);
  ScreenRect large = place;
  std::vector<ScreenRect> slots;
  const float gap = size::kGap;
  if (!alone && below) {
    const float h = std::clamp(place.h * 0.34f, 190.0f, 320.0f);
    large.h -= h + gap;
    const float w =
        (place.w - gap * static_cast<float>(small.size() - 1)) / static_cast<float>(small.size());
    for (std::size_t i = 0; i < small.size(); ++i) {
      slots.push_back({place.x + (w + gap) * static_cast<float>(i), large.y + large.h + gap, w, h});
    }
  } else if (!alone) {
    const float w = place.w * 0.37f;
    large.w -= w + gap;
    const float h =
        (place.h - gap * static_cast<float>(small.size() - 1)) / static_cast<float>(small.size());
    for (std::size_t i = 0; i < small.size(); ++i) {
      slots.push_back({large.x + large.w + gap, place.y + (h + gap) * static_cast<float>(i), w, h});
    }
  }
  model.watch(watchedOutputs(*model.lab(), main, std::span(small).first(slots.size())));
  drawCard(ui, model, main, large, true, pictures);
  for (std::size_t i = 0; i < slots.size(); ++i) {
    drawCard(ui, model, small[i], slots[i], false, pictures);
  }
  drawState(ui, model, large);
}

float Stage::drawLookFor(Ui& ui, const LabModel& model, const ScreenRect& place) const {
  const Preset* preset = model.preset();
  const std::string text = ui.tr(preset && !preset->hidden ? preset->lookFor : model.lab()->claim);
  const float textHeight = size::kSmall + 5;
  const float width = place.w - 8;
  // On a low stage the sentence keeps to one line, whole on hover.
  const std::string whole = fittedLines(ui, size::kSmall, text, width, 99);
  const std::string shown = fittedLines(ui, size::kSmall, text, width, place.h < 460 ? 1 : 2);
  const ImVec2 extent = textSize(ui, size::kSmall, shown);
  const float height = std::max(extent.y + 2, textHeight) + 8;
  basin::drawText(ui, ImGui::GetWindowDrawList(), {place.x + 4, place.y + 1}, size::kSmall,
                  ui.colours.muted, shown);
  ImGui::SetCursorScreenPos({place.x, place.y});
  ImGui::Dummy({place.w, height});
  if (shown != whole) helpTip(ui, text);
  return height;
}

void Stage::drawBrushes(Ui& ui, int classes, float& right, float y) {
  static constexpr std::string_view kBoth[] = {phrase("Class A"), phrase("Class B"),
                                               phrase("Erase")};
  static constexpr std::string_view kOne[] = {phrase("Paint"), phrase("Erase")};
  const std::span<const std::string_view> labels = classes > 1
                                                       ? std::span<const std::string_view>(kBoth)
                                                       : std::span<const std::string_view>(kOne);
  const int count = static_cast<int>(labels.size());
  const float width = 68.0f * static_cast<float>(count);
  right -= width + 6;
  ImGui::SetCursorScreenPos({right, y});
  int chosen = brush_ < 0 ? count - 1 : std::min(brush_, count - 2);
  if (segmented(ui, "brush", labels, chosen, width)) {
    brush_ = chosen == count - 1 ? -1 : chosen;
  }
}

void Stage::drawCard(Ui& ui, LabModel& model, int output, const ScreenRect& place, bool main,
                     const std::vector<int>& pictures) {
  const OutputDef& def = model.lab()->outputs[output];
  const OutputData& data = model.frame()->outputs[output];
  ImGui::PushID(output);
  childWindow("card", place);
  ImDrawList* draw = ImGui::GetWindowDrawList();
  // The child window clips at its very edge: keep the outline inside.
  card(ui, draw, {place.x, place.y, place.w - 1, place.h - 1});
  OutputView& view = views_[output];
  const float button = targetSize(ui, 28);
  const float header = button + (ui.touch || low_ ? 2.0f : 10.0f);
  float right = place.x + place.w - 6;
  const float y = place.y + (header - button) / 2;
  const bool expanded = main && alone_;
  const bool expands = pictures.size() > 1 && !low_ && !paper_;
  if (expands) right -= button;
  ImGui::SetCursorScreenPos({right, y});
  if (expands &&
      iconButton(ui, "expand", expanded ? Icon::Shrink : Icon::Expand,
                 ui.tr(expanded ? "Show all pictures" : "Fill the stage with this picture"),
                 button)) {
    alone_ = !expanded;
    large_ = output;
  }
  if (def.kind == OutputKind::Field && !paper_) {
    right -= button + (expands ? 2 : 0);
    ImGui::SetCursorScreenPos({right, y});
    const bool surface = view.field().isSurface(def);
    if (iconButton(ui, "form", surface ? Icon::Heatmap : Icon::Surface,
                   ui.tr(surface ? "Show as a map" : "Show as a surface"), button)) {
      view.field().setSurface(!surface);
    }
  }
  if (main && def.brushes > 0 && place.w > 420 && !paper_) drawBrushes(ui, def.brushes, right, y);
  // With more pictures than places, the large one's title opens the list of all.
  const bool menu = main && pictures.size() > 1 && !paper_;
  const std::string title = fitted(ui, size::kText, ui.tr(def.label), right - place.x - 40, true);
  const std::string whole = ui.tr(def.label);
  const ImVec2 extent = textSize(ui, size::kText, title, true);
  ImGui::SetCursorScreenPos({place.x + 6, y});
  const float wide = targetSize(ui, extent.x + (menu ? 36 : 16));
  if (ImGui::InvisibleButton("title", {wide, button}, ImGuiButtonFlags_EnableNav)) {
    if (menu) {
      ImGui::OpenPopup("pictures");
    } else if (!main) {
      large_ = output;
    }
  }
  const bool hovered = ImGui::IsItemHovered();
  std::string help = ui.tr(def.help);
  if (!main && help.empty()) help = ui.tr("Click to enlarge");
  helpTip(ui, title == whole ? help : whole + "\n" + help);
  drawText(ui, draw, {place.x + 14, place.y + (header - extent.y) / 2}, size::kText,
           hovered && (menu || !main) ? ui.colours.accent : ui.colours.ink, title, true);
  if (menu) {
    drawIcon(draw, Icon::Chevron, {place.x + 14 + extent.x + 14, place.y + header / 2 + 1}, 10,
             ui.colours.muted);
  }
  if (ImGui::BeginPopup("pictures")) {
    float wide = 220;
    for (int each : pictures) {
      wide = std::max(wide, textSize(ui, size::kText, ui.tr(model.lab()->outputs[each].label)).x);
    }
    for (int other : pictures) {
      const std::string name = ui.tr(model.lab()->outputs[other].label);
      if (ImGui::Selectable(name.c_str(), other == output, 0, {wide, targetSize(ui, 24)})) {
        large_ = other;
      }
    }
    ImGui::EndPopup();
  }
  const float margin = low_ ? 4 : 8;
  const ScreenRect inner{place.x + margin, place.y + header, place.w - 2 * margin,
                         place.h - header - margin};
  std::vector<Poke> pokes;
  if (inner.w > 20 && inner.h > 20) {
    const std::string whenEmpty = ui.tr(emptyWords(model));
    view.draw(ui, def, data, model.version(), inner, false, brush_, pokes, whenEmpty);
  }
  ImGui::EndChild();
  ImGui::PopID();
  for (const Poke& poke : pokes) model.poke(poke);
}

void Stage::drawState(Ui& ui, const LabModel& model, const ScreenRect& place) const {
  const Frame& frame = *model.frame();
  std::string text;
  ImU32 colour = ui.colours.warn;
  if (!model.host().alive()) {
    text = phrase("The computation stopped: " + model.last().error);
    colour = ui.colours.bad;
  } else if (!std::isnan(model.last().restoring)) {
    text = phrase("Restoring " + formatNumber(std::floor(model.last().restoring * 100)) + " %");
  } else if (frame.unreadable >= 0) {
    text = frame.statusText;
  } else if (frame.status == Status::Diverged) {
    text = phrase("Diverged: " + frame.statusText);
    colour = ui.colours.bad;
  }
  if (text.empty()) return;
  text = ui.tr(text);
  ImDrawList* draw = ImGui::GetForegroundDrawList();
  ImFont* font = ui.fonts.bold ? ui.fonts.bold : ImGui::GetFont();
  const float width = std::min(place.w - 60, 620.0f);
  text = wrapped(ui, size::kText, text, width, true);
  const ImVec2 extent =
      font->CalcTextSizeA(size::kText, 1e9f, width, text.data(), text.data() + text.size());
  const ImVec2 a{place.x + (place.w - extent.x) / 2 - 14, place.y + place.h - extent.y - 44};
  const ImVec2 b{a.x + extent.x + 28, a.y + extent.y + 18};
  draw->AddRectFilled(a, b, ui.colours.panel, size::kButtonRadius);
  draw->AddRectFilled(a, b, faded(colour, 0.12f), size::kButtonRadius);
  draw->AddRect(a, b, colour, size::kButtonRadius, 0, 1.5f);
  draw->AddText(font, size::kText, {a.x + 14, a.y + 9}, colour, text.data(),
                text.data() + text.size(), width);
}

}  // namespace basin
