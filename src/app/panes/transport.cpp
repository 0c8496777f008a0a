#include "app/panes/transport.h"

#include <cmath>
#include <limits>

#include "app/ui/number_field.h"
#include "base/number_text.h"
#include "io/text.h"
#include "lab/param_text.h"

namespace basin {

namespace {

constexpr double kSpeeds[] = {0.25, 1, 4, 16, std::numeric_limits<double>::infinity()};
constexpr std::string_view kSpeedLabels[] = {"¼×", "1×", "4×", "16×",
                                             phrase("max")};
constexpr int kSpeedCount = 5;

float seedWidth(const Ui& ui) { return 64 + targetSize(ui, 32) + 4; }

// 12345 -> "12 345", with a thin space.
std::string grouped(std::uint64_t value) {
  std::string digits = std::to_string(value), text;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    if (i > 0 && (digits.size() - i) % 3 == 0) text += "\u2009";
    text += digits[i];
  }
  return text;
}

}  // namespace

std::string timeText(const LabModel& model) {
  const std::uint64_t step = model.frame() ? model.frame()->step : 0;
  const double time = model.frame() ? model.frame()->time : std::numeric_limits<double>::quiet_NaN();
  if (!std::isfinite(time)) return phrase("step " + grouped(step));
  const bool whole = time >= 0 && time < 1e15 && time == std::floor(time);
  return std::string(model.lab()->clock.symbol) + " = " +
         (whole ? grouped(static_cast<std::uint64_t>(time)) : formatNumber(time));
}

std::string statusWords(const LabModel& model) {
  if (!model.frame()) return std::string(phrase("starting"));
  const Frame& frame = *model.frame();
  const std::string& why = frame.statusText;
  if (frame.unreadable >= 0) return phrase("nothing to run: " + why);
  switch (frame.status) {
    case Status::Done:
      return why.empty() ? std::string(phrase("done")) : phrase("done: " + why);
    case Status::Diverged:
      return why.empty() ? std::string(phrase("diverged")) : phrase("diverged: " + why);
    case Status::Running:
      break;
  }
  if (model.playing()) {
    const double rate = model.last().stepsPerSecond;
    return rate > 0 ? phrase("running, " + formatNumber(std::round(rate), 2) + " steps/s")
                    : std::string(phrase("running"));
  }
  return std::string(frame.step == 0 ? phrase("ready") : phrase("paused"));
}

void Transport::drawSpeed(Ui& ui, LabModel& model, float width) {
  int chosen = 1;
  for (int i = 0; i < kSpeedCount; ++i) {
    if (kSpeeds[i] == model.speed()) chosen = i;
  }
  if (segmented(ui, "speed", std::span<const std::string_view>(kSpeedLabels), chosen, width)) {
    model.setSpeed(kSpeeds[chosen]);
  }
}

void Transport::drawSeed(Ui& ui, LabModel& model) {
  if (!seedTyping_) seedText_ = std::to_string(model.seed());
  const float frame = targetSize(ui, 32);
  ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, {8, (frame - ImGui::GetFontSize()) / 2});
  ImGui::SetNextItemWidth(64);
  const bool entered = numberField("##seed", seedText_, true);
  ImGui::PopStyleVar();
  seedTyping_ = ImGui::IsItemActive();
  if (ImGui::IsItemHovered(ImGuiHoveredFlags_DelayShort)) {
    tooltip(ui, ui.tr("Seed: every random choice follows from it"));
  }
  const bool left = ImGui::IsItemDeactivatedAfterEdit();
  if (seedRefused_) {
    tooltip(ui, ui.tr("seed: " + quote(seedText_) + " is not a whole number from 0 to " +
                      std::to_string(kMaxSeed) + "; it stays " + std::to_string(model.seed())));
  }
  if (entered || left) {
    const auto seed = readNumber(seedText_);
    const bool taken = seed && *seed >= 0 && *seed <= static_cast<double>(kMaxSeed) &&
                       *seed == std::floor(*seed);
    if (taken) model.setSeed(static_cast<std::uint64_t>(*seed));
    // Whoever leaves the field gets the old one back.
    seedRefused_ = entered && !taken;
    if (seedRefused_) {
      keepKeys("##seed");
      seedTyping_ = true;
    }
  }
  if (!seedTyping_) seedRefused_ = false;
  ImGui::SameLine(0, 2);
  if (iconButton(ui, "dice", Icon::Dice, ui.tr("Next seed"), frame)) {
    model.setSeed(model.seed() >= kMaxSeed ? 1 : model.seed() + 1);
  }
}

void Transport::drawStatus(Ui& ui, const LabModel& model, const ScreenRect& place) const {
  ImDrawList* draw = ImGui::GetWindowDrawList();
  drawText(ui, draw, {place.x, place.y + 1}, size::kText, ui.colours.ink,
           fitted(ui, size::kText, ui.tr(timeText(model)), place.w, true), true);
  const std::string words = ui.tr(statusWords(model));
  const std::string cut = fitted(ui, size::kSmall, words, place.w);
  const bool bad = model.frame() && model.frame()->status == Status::Diverged;
  drawText(ui, draw, {place.x, place.y + 20}, size::kSmall, bad ? ui.colours.bad : ui.colours.muted,
           cut);
  ImGui::SetCursorScreenPos({place.x, place.y});
  ImGui::Dummy({place.w, place.h});
  if (cut != words) helpTip(ui, words);
}

void Transport::drawMore(Ui& ui, LabModel& model, float width) {
  const float seed = seedWidth(ui);
  const ImVec2 at = ImGui::GetCursorScreenPos();
  drawSpeed(ui, model, width - seed - 12);
  ImGui::SetCursorScreenPos({at.x + width - seed, at.y});
  drawSeed(ui, model);
}

void Transport::draw(Ui& ui, LabModel& model, const ScreenRect& place, bool room) {
  ImDrawList* draw = ImGui::GetWindowDrawList();
  card(ui, draw, place);
  const double progress = model.frame() ? model.frame()->progress
                                        : std::numeric_limits<double>::quiet_NaN();
  if (std::isfinite(progress) && progress > 0) {
    const float w = (place.w - 20) * static_cast<float>(std::min(1.0, progress));
    draw->AddRectFilled({place.x + 10, place.y}, {place.x + 10 + w, place.y + 2.5f},
                        ui.colours.accent, 1);
  }
  const bool rows = hasMore(place.w);
  const float side = targetSize(ui, 36);
  const float line = rows && room ? 52.0f : place.h;
  const float y = place.y + (line - side) / 2;
  ImGui::SetCursorScreenPos({place.x + 10, y});
  const bool playing = model.playing();
  if (iconButton(ui, "play", playing ? Icon::Pause : Icon::Play,
                 ui.tr(playing ? "Pause (space)" : "Play (space)"), side, true)) {
    playing ? model.pause() : model.play();
  }
  ImGui::SameLine(0, 6);
  if (iconButton(ui, "step", Icon::Step, ui.tr("One step (→)"), side)) model.step();
  ImGui::SameLine(0, 0);
  if (iconButton(ui, "restart", Icon::Restart, ui.tr("Restart (R)"), side)) model.restart();
  ImGui::SameLine(0, 0);
  if (iconButton(ui, "undo", Icon::Undo, ui.tr("Undo the last change (Ctrl+Z)"), side, false,
                 model.canUndo())) {
    model.undo();
  }
  const float after = place.x + 10 + side * 4 + 18;
  const bool working = !std::isnan(model.last().restoring) || !std::isnan(model.last().advancing);
  float right = place.x + place.w - 12;
  if (working) {
    right -= side;
    ImGui::SetCursorScreenPos({right, y});
    if (iconButton(ui, "cancel", Icon::Close, ui.tr("Cancel"), side)) model.cancel();
  }
  if (rows) {
    drawStatus(ui, model, {after, place.y + (line - 38) / 2 + 1, right - after, 38});
    if (!room) return;
    ImGui::SetCursorScreenPos({place.x + 10, place.y + 54});
    drawMore(ui, model, place.w - 20);
    return;
  }
  const float control = targetSize(ui, 32);
  const float middle = place.y + (place.h - control) / 2;
  right -= seedWidth(ui);
  ImGui::SetCursorScreenPos({right, middle});
  drawSeed(ui, model);
  const float speedWidth =
      std::max(std::min(230.0f, place.w * 0.28f), ui.touch ? 5 * 44.0f : 0.0f);
  right -= speedWidth + 14;
  ImGui::SetCursorScreenPos({right, middle});
  drawSpeed(ui, model, speedWidth);
  drawStatus(ui, model, {after, place.y + (place.h - 38) / 2, right - after - 14, 38});
}

}  // namespace basin
