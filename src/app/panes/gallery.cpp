#include "app/panes/gallery.h"

#include <algorithm>

#include "io/recipe.h"

namespace basin {

namespace {
constexpr float kCardText = 100;

bool isWhole(const LabDef& lab, const Frame& frame) {
  return frame.lab == lab.id &&
         (frame.step >= static_cast<std::uint64_t>(lab.thumbnailSteps) ||
          frame.status != Status::Running);
}
}  // namespace

void Gallery::askNext() {
  for (const LabDef* lab : labs()) {
    if (pictures_.contains(lab)) continue;
    asked_ = lab;
    Recipe recipe = firstRecipe(*lab);
    recipe.steps = static_cast<std::uint64_t>(std::max(0, lab->thumbnailSteps));
    host_->send(command::Open{recipe});
    return;
  }
  if (asked_) host_->send(command::Close{});
  asked_ = nullptr;
}

bool Gallery::update() {
  Update update;
  if (!host_->poll(update)) return false;
  if (!asked_ || !update.frame || !isWhole(*asked_, *update.frame)) return false;
  pictures_[asked_].frame = std::move(*update.frame);
  askNext();
  return true;
}

void Gallery::dropGraphics() {
  for (auto& [lab, picture] : pictures_) picture.view.dropGraphics();
}

const LabDef* Gallery::draw(Ui& ui, float width) {
  if (!asked_ && pictures_.size() < labs().size()) askNext();
  const LabDef* chosen = nullptr;
  const float margin = width < 640 ? 16.0f : 40.0f;
  const float inner = std::min(width - 2 * margin, 1240.0f);
  const float left = (width - inner) / 2;
  ImGui::SetCursorPos({left, width < 640 ? 22.0f : 40.0f});
  ImGui::BeginGroup();
  ImGui::PushTextWrapPos(left + inner);
  paragraph(ui, width < 640 ? 24 : size::kDisplay, ui.colours.ink,
            ui.tr("See the theory of deep learning happen"), true);
  paragraph(ui, size::kText, ui.colours.muted,
            ui.tr("Move a slider and watch a theorem at work: every picture draws what the theory "
                  "predicts over what is measured, and says whether it held."));
  ImGui::PopTextWrapPos();
  ImGui::EndGroup();
  const int columns = std::clamp(static_cast<int>((inner + 20) / 340), 1, 3);
  const float gap = 20;
  const float w = (inner - gap * static_cast<float>(columns - 1)) / static_cast<float>(columns);
  const float h = w * 0.62f + kCardText;
  float y = ImGui::GetCursorPosY() + 10;
  const ImVec2 origin = ImGui::GetWindowPos();
  const float scroll = ImGui::GetScrollY();
  int column = 0;
  std::optional<Group> shelf;
  // Few labs stand on one shelf; with more, every group of the lectures gets its own heading.
  const bool shelves = labs().size() > 6;
  for (const LabDef* lab : labs()) {
    if (shelves && shelf != lab->group) {
      if (column > 0) y += h + gap;
      column = 0;
      shelf = lab->group;
      ImGui::SetCursorPos({left, y + 8});
      paragraph(ui, size::kTitle, ui.colours.ink, ui.tr(groupName(lab->group)), true);
      y = ImGui::GetCursorPosY() + 4;
    }
    const ScreenRect place{origin.x + left + (w + gap) * static_cast<float>(column),
                           origin.y + y - scroll, w, h};
    if (drawCard(ui, *lab, place)) chosen = lab;
    if (++column == columns) {
      column = 0;
      y += h + gap;
    }
  }
  if (column > 0) y += h + gap;
  ImGui::SetCursorPos({0, y + 24});
  ImGui::Dummy({1, 1});
  return chosen;
}

bool Gallery::drawCard(Ui& ui, const LabDef& lab, const ScreenRect& place) {
  ImGui::PushID(&lab);
  ImGui::SetCursorScreenPos({place.x, place.y});
  const bool pressed =
      ImGui::InvisibleButton("card", {place.w, place.h}, ImGuiButtonFlags_EnableNav);
  const bool hovered = ImGui::IsItemHovered() || (ImGui::IsItemFocused() && ImGui::GetIO().NavVisible);
  if (hovered) ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
  ImDrawList* draw = ImGui::GetWindowDrawList();
  card(ui, draw, place);
  const float picture = place.h - kCardText;
  if (const auto found = pictures_.find(&lab); found != pictures_.end()) {
    Picture& shown = found->second;
    for (std::size_t i = 0; i < shown.frame.outputs.size(); ++i) {
      if (!isPicture(lab.outputs[i], shown.frame.outputs[i])) continue;
      ImGui::SetCursorScreenPos({place.x + 10, place.y + 10});
      ImGui::BeginChild("picture", {place.w - 20, picture - 12}, 0,
                        ImGuiWindowFlags_NoInputs | ImGuiWindowFlags_NoScrollbar |
                            ImGuiWindowFlags_NoBackground);
      std::vector<Poke> none;
      shown.view.draw(ui, lab.outputs[i], shown.frame.outputs[i], shown.version,
                      {place.x + 10, place.y + 10, place.w - 20, picture - 12}, true, 0, none);
      ImGui::EndChild();
      break;
    }
  }
  draw->AddLine({place.x + 1, place.y + picture}, {place.x + place.w - 1, place.y + picture},
                ui.colours.line);
  const float x = place.x + 16;
  float y = place.y + picture + 12;
  const std::string year = lab.year > 0 ? std::to_string(lab.year) : "";
  const ImVec2 yearSize = textSize(ui, size::kSmall, year);
  drawText(ui, draw, {place.x + place.w - 16 - yearSize.x, y + 3}, size::kSmall, ui.colours.muted,
           year);
  const std::string whole = ui.tr(lab.title);
  const std::string title = fitted(ui, 17, whole, place.w - 44 - yearSize.x, true);
  drawText(ui, draw, {x, y}, 17, hovered ? ui.colours.accent : ui.colours.ink,
           title, true);
  cutTip(ui, {x, y, place.w - 44 - yearSize.x, 22}, title, whole);
  y += 25;
  const std::string claim = ui.tr(lab.claim);
  const std::string shown = fittedLines(ui, 14, claim, place.w - 32, 3);
  drawText(ui, draw, {x, y}, 14, ui.colours.muted, shown);
  if (shown.ends_with("…")) cutTip(ui, {x, y, place.w - 32, 60}, shown, claim);
  if (hovered) {
    draw->AddRect({place.x, place.y}, {place.x + place.w, place.y + place.h}, ui.colours.accent,
                  size::kRadius, 0, 1.6f);
  }
  ImGui::PopID();
  return pressed;
}

}  // namespace basin
