// The arrangement of a lab's panes for wide, medium, narrow and low windows.
#include <algorithm>
#include <cmath>

#include "app/panes/checks.h"
#include "app/window/app.h"

namespace basin {

namespace {

constexpr float kPad = 14;

void beginPane(const char* id, const ScreenRect& place, bool scrolls = true) {
  ImGui::SetCursorScreenPos({place.x, place.y});
  ImGui::BeginChild(id, {place.w, place.h}, 0,
                    scrolls ? ImGuiWindowFlags_NoBackground
                            : ImGuiWindowFlags_NoBackground | ImGuiWindowFlags_NoScrollbar |
                                  ImGuiWindowFlags_NoScrollWithMouse);
}

// Children with padding on the inside, so that the scroll bar keeps to the edge.
void beginScrolled(const char* id, const ScreenRect& place) {
  ImGui::SetCursorScreenPos({place.x, place.y});
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(kPad, 10));
  ImGui::BeginChild(id, {place.w, place.h}, ImGuiChildFlags_AlwaysUseWindowPadding,
                    ImGuiWindowFlags_NoBackground);
  ImGui::PopStyleVar();
}

void endScrolled(const Ui& ui) {
  scrollByFinger(ui);
  ImGui::EndChild();
}

}  // namespace

void App::drawControls(Ui& ui, const ScreenRect& place, bool presets) {
  beginScrolled("controls", place);
  if (moreInDrawer_) {
    transport_.drawMore(ui, model_, ImGui::GetContentRegionAvail().x);
    ImGui::Dummy({0, 4});
  }
  if (presets && show_.empty()) drawPresets(ui, model_, ImGui::GetContentRegionAvail().x);
  controls_.draw(ui, model_, show_);
  endScrolled(ui);
}

void App::drawChecksPane(Ui& ui, const ScreenRect& place) {
  beginScrolled("checks", place);
  const std::string summary = checksSummary(model_);
  if (!summary.empty()) {
    paragraph(ui, size::kSmall, ui.colours.muted, ui.tr("Theory against measurement: {1}", {summary}), true);
    drawChecks(ui, model_);
    ImGui::Dummy({0, 4});
  }
  paragraph(ui, size::kSmall, ui.colours.muted, ui.tr("Read-outs"), true);
  drawReadOuts(ui, model_);
  endScrolled(ui);
}

void App::drawTheory(Ui& ui, const ScreenRect& place) {
  // The page's document lies above the canvas: it makes room for open lists and the help.
  if (ImGui::IsPopupOpen(nullptr, ImGuiPopupFlags_AnyPopup)) return;
  theoryPlace_ = place;
  const std::string lab(model_.lab()->id);
  if (platform_.showTheory(lab, place)) return;
  beginScrolled("theory", place);
  article_.draw(ui, platform_, lab);
  endScrolled(ui);
}

void App::drawSide(Ui& ui, const ScreenRect& place) {
  ImDrawList* draw = ImGui::GetWindowDrawList();
  // Checks take what they need, up to two fifths; controls or theory the rest.
  const float checks = std::floor(std::clamp(place.h * 0.42f, 200.0f, 420.0f));
  const ScreenRect upper{place.x, place.y, place.w, place.h - checks - size::kGap};
  const ScreenRect lower{place.x, place.y + upper.h + size::kGap, place.w, checks};
  card(ui, draw, upper);
  card(ui, draw, lower);
  const std::string_view labels[] = {phrase("Controls"), phrase("Theory")};
  ImGui::SetCursorScreenPos({upper.x + kPad, upper.y + 12});
  int chosen = tab_ == Tab::Theory ? 1 : 0;
  if (segmented(ui, "side", std::span(labels), chosen, upper.w - 2 * kPad)) {
    tab_ = chosen == 1 ? Tab::Theory : Tab::Controls;
  }
  const float head = targetSize(ui, 32) + 20;
  const ScreenRect body{upper.x + 1, upper.y + head, upper.w - 2, upper.h - head - 6};
  if (tab_ == Tab::Theory) {
    drawTheory(ui, body);
  } else {
    drawControls(ui, body, false);
  }
  drawChecksPane(ui, {lower.x + 1, lower.y + 4, lower.w - 2, lower.h - 8});
}

// Where there is no room for controls, checks and theory beside each other, a bar chooses between them.
void App::drawTabBar(Ui& ui, const char* id, float width) {
  const std::string_view labels[] = {phrase("Controls"), phrase("Checks"), phrase("Theory")};
  int chosen = static_cast<int>(tab_);
  if (segmented(ui, id, std::span(labels), chosen, width)) tab_ = static_cast<Tab>(chosen);
}

void App::drawTab(Ui& ui, const ScreenRect& body) {
  switch (tab_) {
    case Tab::Controls:
      return drawControls(ui, body, true);
    case Tab::Checks:
      return drawChecksPane(ui, body);
    case Tab::Theory:
      return drawTheory(ui, body);
  }
}

void App::drawDrawer(Ui& ui, const ScreenRect& place) {
  const float target = drawerOpen_ ? 1.0f : 0.0f;
  drawer_ = eased(ui, drawer_, target);
  if (drawer_ <= 0.01f) return;
  const float width = std::min(place.w - 40, 380.0f);
  const ScreenRect pane{place.x + place.w - width * drawer_, place.y, width, place.h};
  beginPane("drawer", pane, false);
  ImDrawList* draw = ImGui::GetWindowDrawList();
  draw->AddRectFilled({pane.x, pane.y}, {pane.x + pane.w, pane.y + pane.h}, ui.colours.panel);
  draw->AddLine({pane.x, pane.y}, {pane.x, pane.y + pane.h}, ui.colours.line, 1.5f);
  const float side = targetSize(ui, 34);
  ImGui::SetCursorScreenPos({pane.x + kPad, pane.y + 10});
  drawTabBar(ui, "drawer-tabs", pane.w - 2 * kPad - side - 6);
  ImGui::SetCursorScreenPos({pane.x + pane.w - side - 8, pane.y + 9});
  if (iconButton(ui, "close", Icon::Close, ui.tr("Close (Esc)"), side)) drawerOpen_ = false;
  const float head = side + 22;
  const ScreenRect body{pane.x + 1, pane.y + head, pane.w - 2, pane.h - head};
  // The article is the document's where it can be, and does not slide along.
  if (tab_ != Tab::Theory || drawer_ > 0.99f) drawTab(ui, body);
  ImGui::EndChild();
}

void App::drawTabs(Ui& ui, const ScreenRect& place) {
  ImDrawList* draw = ImGui::GetWindowDrawList();
  card(ui, draw, place);
  ImGui::SetCursorScreenPos({place.x + 10, place.y + 10});
  drawTabBar(ui, "tabs", place.w - 20);
  const float head = targetSize(ui, 32) + 16;
  drawTab(ui, {place.x + 1, place.y + head, place.w - 2, place.h - head - 4});
}

void App::drawStage(Ui& ui, const ScreenRect& place) {
  stagePlace_ = place;
  stage_.draw(ui, model_, place);
}

void App::drawLab(Ui& ui, const ScreenRect& place, Shape shape) {
  const float gap = size::kGap;
  const bool drawer = shape == Shape::Medium || shape == Shape::Low;
  if (!drawer) drawer_ = 0;
  moreInDrawer_ = false;
  if (shape == Shape::Wide) {
    const float side = std::clamp(place.w * 0.3f, 360.0f, 460.0f);
    const float transport = Transport::height(ui, place.w - side);
    const ScreenRect left{place.x + gap, place.y + gap, place.w - side - 3 * gap,
                          place.h - 2 * gap};
    drawStage(ui, {left.x, left.y, left.w, left.h - transport - gap});
    transport_.draw(ui, model_,
                    {left.x, left.y + left.h - transport, left.w, transport});
    drawSide(ui, {place.x + place.w - side - gap, place.y + gap, side, place.h - 2 * gap});
    return;
  }
  if (drawer) {
    const bool room = shape != Shape::Low;
    const float m = room ? 8 : 4;
    const float side = targetSize(ui, 40), buttons = side + 4;
    const float width = place.w - 3 * m - 2 * buttons;
    const float transport = Transport::height(ui, width, room);
    drawStage(ui, {place.x + m, place.y + m, place.w - 2 * m, place.h - transport - 3 * m});
    const float y = place.y + place.h - transport - m;
    transport_.draw(ui, model_, {place.x + m, y, width, transport}, room);
    moreInDrawer_ = !room && Transport::hasMore(width);
    const float top = y + (transport - side) / 2;
    ImGui::SetCursorScreenPos({place.x + place.w - m - 2 * buttons, top});
    if (iconButton(ui, "open-controls", Icon::Controls, ui.tr("Controls and checks"), side)) {
      const bool theory = tab_ == Tab::Theory;
      drawerOpen_ = !drawerOpen_ || theory;
      if (theory) tab_ = Tab::Controls;
    }
    ImGui::SetCursorScreenPos({place.x + place.w - m - buttons, top});
    if (iconButton(ui, "open-theory", Icon::Book, ui.tr("The theory"), side)) {
      drawerOpen_ = !drawerOpen_ || tab_ != Tab::Theory;
      tab_ = Tab::Theory;
    }
    drawDrawer(ui, place);
    return;
  }
  const float m = 8;
  const float transport = Transport::height(ui, place.w);
  const float stage = std::max(240.0f, std::floor(place.h * 0.48f));
  float y = place.y + m;
  drawStage(ui, {place.x + m, y, place.w - 2 * m, stage});
  y += stage + m;
  transport_.draw(ui, model_, {place.x + m, y, place.w - 2 * m, transport});
  y += transport + m;
  drawTabs(ui, {place.x + m, y, place.w - 2 * m, place.y + place.h - y - m});
}

}  // namespace basin
