#include "app/panes/gallery.h"

#include <algorithm>

#include "io/recipe.h"

namespace basin {

namespace {
constexpr float kCardText = 100;
constexpr float kPosterAspect = 720.0f / 436;  // width to height, as cmake/posters.mjs draws them
constexpr double kHoverSeconds = 0.25;         // a pointer that passes by starts nothing

bool isWhole(const LabDef& lab, const Frame& frame) {
  return frame.step >= static_cast<std::uint64_t>(lab.thumbnailSteps) ||
         frame.status != Status::Running;
}
}  // namespace

void Gallery::open(const LabDef& lab, bool play) {
  asked_ = &lab;
  playing_ = play;
  Recipe recipe = firstRecipe(lab);
  if (!play) recipe.steps = static_cast<std::uint64_t>(std::max(0, lab.thumbnailSteps));
  host_->send(command::Open{recipe});
  if (play) host_->send(command::Play{lab.stepsPerSecond});
}

void Gallery::rest() {
  if (asked_) host_->send(command::Close{});
  asked_ = nullptr;
  playing_ = false;
  hovered_.clear();
}

void Gallery::askNext() {
  for (const LabDef* lab : labs()) {
    if (!cards_[std::string(lab->id)].frame) return open(*lab, false);
  }
  rest();
}

void Gallery::hover(const std::string& lab, double now) {
  if (lab != hovered_) {
    if (playing_) rest();
    hovered_ = lab;
    hoveredSince_ = now;
  }
  if (!posters_ || playing_ || lab.empty() || now < hoveredSince_ + kHoverSeconds) return;
  if (const LabDef* def = findLab(lab)) {
    cards_[lab].frame.reset();
    open(*def, true);
  }
}

bool Gallery::update() {
  Update update;
  if (!host_->poll(update)) return false;
  if (!asked_ || !update.frame || update.frame->lab != asked_->id) return false;
  if (!playing_ && !isWhole(*asked_, *update.frame)) return false;
  Card& card = cards_[std::string(asked_->id)];
  card.frame = std::move(*update.frame);
  ++card.version;
  if (!playing_) askNext();
  return true;
}

void Gallery::dropGraphics() {
  for (auto& [lab, card] : cards_) {
    card.view.dropGraphics();
    card.poster = {};
    card.asked = false;
  }
}

std::string Gallery::draw(Ui& ui, Platform& platform, float width) {
  std::string chosen, hovered;
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
  const bool shelves = labCards().size() > 6;
  for (const LabCard& lab : labCards()) {
    if (shelves && shelf != lab.group) {
      if (column > 0) y += h + gap;
      column = 0;
      shelf = lab.group;
      ImGui::SetCursorPos({left, y + 8});
      paragraph(ui, size::kTitle, ui.colours.ink, ui.tr(groupName(lab.group)), true);
      y = ImGui::GetCursorPosY() + 4;
    }
    const ScreenRect place{origin.x + left + (w + gap) * static_cast<float>(column),
                           origin.y + y - scroll, w, h};
    if (drawCard(ui, platform, lab, place)) chosen = lab.id;
    if (ImGui::IsMouseHoveringRect({place.x, place.y}, {place.x + place.w, place.y + place.h})) {
      hovered = lab.id;
    }
    if (++column == columns) {
      column = 0;
      y += h + gap;
    }
  }
  if (column > 0) y += h + gap;
  ImGui::SetCursorPos({0, y + 24});
  ImGui::Dummy({1, 1});
  // Fingers do not hover.
  hover(ui.touch ? std::string() : hovered, ui.now);
  if (!hovered_.empty() && posters_ && !playing_) ui.animating = true;
  if (!posters_ && !asked_ && std::ranges::any_of(labs(), [this](const LabDef* lab) {
        return !cards_[std::string(lab->id)].frame;
      })) {
    askNext();
  }
  if (!chosen.empty()) rest();
  return chosen;
}

bool Gallery::drawPoster(Ui& ui, Platform& platform, const LabCard& lab, const ScreenRect& place) {
  if (!posters_ || !ui.renderer) return false;
  const float w = std::min(place.w, place.h * kPosterAspect), h = w / kPosterAspect;
  const int pixels = static_cast<int>(w * ui.pixelRatio);
  Card& card = cards_[lab.id];
  // Asked for again where another one fits better; the old one stays meanwhile.
  if (!card.asked || card.dark != ui.dark || pixels > card.width * 5 / 4) {
    if (!card.poster.id()) {
      constexpr std::uint32_t kClear = 0;
      card.poster.upload(ui.renderer->gl(), gfx::Texture::Format::Rgba8, 1, 1, &kClear);
    }
    card.asked = true;
    card.dark = ui.dark;
    card.width = pixels;
    posters_ = platform.fillPoster(lab.id, ui.dark, pixels, card.poster.id());
    if (!posters_) return false;
  }
  const ImVec2 at{place.x + (place.w - w) / 2, place.y + (place.h - h) / 2};
  ImGui::GetWindowDrawList()->AddImage(static_cast<ImTextureID>(card.poster.id()), at,
                                       {at.x + w, at.y + h});
  return true;
}

void Gallery::drawPicture(Ui& ui, Platform& platform, const LabCard& lab, const ScreenRect& place) {
  Card& card = cards_[lab.id];
  const LabDef* def = findLab(lab.id);
  const bool live = card.frame && def && (!posters_ || (playing_ && asked_ == def));
  if (!live) {
    drawPoster(ui, platform, lab, place);
    return;
  }
  for (std::size_t i = 0; i < card.frame->outputs.size(); ++i) {
    if (!isPicture(def->outputs[i], card.frame->outputs[i])) continue;
    ImGui::SetCursorScreenPos({place.x, place.y});
    ImGui::BeginChild(
        "picture", {place.w, place.h}, 0,
        ImGuiWindowFlags_NoInputs | ImGuiWindowFlags_NoScrollbar | ImGuiWindowFlags_NoBackground);
    std::vector<Poke> none;
    card.view.draw(ui, def->outputs[i], card.frame->outputs[i], card.version, place, true, 0, none);
    ImGui::EndChild();
    break;
  }
}

bool Gallery::drawCard(Ui& ui, Platform& platform, const LabCard& lab, const ScreenRect& place) {
  ImGui::PushID(&lab);
  ImGui::SetCursorScreenPos({place.x, place.y});
  const bool pressed =
      ImGui::InvisibleButton("card", {place.w, place.h}, ImGuiButtonFlags_EnableNav);
  const bool hovered =
      ImGui::IsItemHovered() || (ImGui::IsItemFocused() && ImGui::GetIO().NavVisible);
  if (hovered) ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
  ImDrawList* draw = ImGui::GetWindowDrawList();
  card(ui, draw, place);
  const float picture = place.h - kCardText;
  drawPicture(ui, platform, lab, {place.x + 10, place.y + 10, place.w - 20, picture - 12});
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
  drawText(ui, draw, {x, y}, 17, hovered ? ui.colours.accent : ui.colours.ink, title, true);
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
