#include "app/panes/checks.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>

#include "lab/param_text.h"

namespace basin {

namespace {

template <class Data, class Visit>
void forEach(const LabModel& model, Visit visit) {
  if (!model.lab() || !model.frame()) return;
  const auto& outputs = model.frame()->outputs;
  for (std::size_t i = 0; i < outputs.size(); ++i) {
    if (const auto* data = std::get_if<Data>(&outputs[i])) visit(model.lab()->outputs[i], *data);
  }
}

struct Mark {
  Icon icon;
  ImU32 colour;
  std::string_view word;
};

Mark markOf(const Ui& ui, CheckState state) {
  switch (state) {
    case CheckState::Holds:
      return {Icon::Check, ui.colours.good, phrase("holds")};
    case CheckState::Fails:
      return {Icon::Cross, ui.colours.bad, phrase("fails")};
    case CheckState::Pending:
      return {Icon::Dots, ui.colours.muted, phrase("not yet measured")};
    case CheckState::NotApplicable:
      return {Icon::Dash, ui.colours.muted, phrase("does not apply here")};
  }
  return {Icon::Dash, ui.colours.muted, ""};
}

std::string withUnit(const Ui& ui, const std::string& number, const OutputDef& def) {
  return def.unitText.empty() ? number : number + " " + ui.tr(def.unitText);
}

// A tolerance, chosen or made of a standard error, of which three digits say enough.
std::string slackText(double tolerance) {
  char rounded[32];
  std::snprintf(rounded, sizeof rounded, "%.3g", tolerance);
  return shortNumber(std::strtod(rounded, nullptr));
}

// "largest error 1.1·10⁻¹⁴, allowed 10⁻⁴": what was measured and what it is held against.
std::string verdictText(const Ui& ui, const OutputDef& def, const CheckData& check) {
  const std::string quantity =
      ui.tr(def.quantityText.empty() ? phrase("measured") : def.quantityText);
  const std::string measured =
      quantity + " " + withUnit(ui, formatNumber(check.measured), def) + ", ";
  const std::string predicted = withUnit(ui, formatNumber(check.predicted), def);
  const std::string slack = slackText(check.tolerance);
  const bool exact = !(check.tolerance > 0);
  switch (check.relation) {
    case Relation::AtMost:
      if (check.predicted == 0) {
        return measured + (exact ? ui.tr("none allowed")
                                 : ui.tr("allowed {1}", {withUnit(ui, slack, def)}));
      }
      return measured + ui.tr("at most {1}", {predicted}) + (exact ? "" : " + " + slack);
    case Relation::AtLeast:
      return measured + ui.tr("at least {1}", {predicted}) + (exact ? "" : " − " + slack);
    case Relation::About:
      break;
  }
  const std::string expected = measured + ui.tr("predicted {1}", {predicted});
  if (exact) return expected;
  return check.predicted == 0
             ? expected + " ± " + slack
             : expected + " " + ui.tr("within {1} %", {slackText(check.tolerance * 100)});
}

void drawCheck(Ui& ui, const OutputDef& def, const CheckData& check) {
  const Mark mark = markOf(ui, check.state);
  const float indent = 30;
  const ImVec2 a = ImGui::GetCursorScreenPos();
  ImDrawList* draw = ImGui::GetWindowDrawList();
  draw->AddCircleFilled({a.x + 10, a.y + 11}, 9.5f, faded(mark.colour, 0.16f));
  drawIcon(draw, mark.icon, {a.x + 10, a.y + 11}, 11, mark.colour);
  const auto nearer = [] { ImGui::SetCursorPosY(ImGui::GetCursorPosY() - 6); };
  ImGui::BeginGroup();
  ImGui::Indent(indent);
  paragraph(ui, size::kSmall, ui.colours.ink, ui.tr(def.label), true);
  nearer();
  const bool compared = check.state == CheckState::Holds || check.state == CheckState::Fails;
  if (compared) {
    paragraph(ui, size::kSmall, ui.colours.ink, verdictText(ui, def, check));
    if (!check.detail.empty()) nearer();
  }
  if (!compared || !check.detail.empty()) {
    paragraph(ui, compared ? size::kTiny : size::kSmall, ui.colours.muted,
              ui.tr(check.detail.empty() ? mark.word : std::string_view(check.detail)));
  }
  ImGui::Unindent(indent);
  ImGui::EndGroup();
  if (ImGui::IsItemHovered(ImGuiHoveredFlags_DelayShort)) {
    std::string text = ui.tr(mark.word);
    if (!def.referenceText.empty()) text += "\n" + std::string(def.referenceText);
    tooltip(ui, text);
  }
}

// A line that opens and closes what is below it; true while that is open.
bool fold(const Ui& ui, const char* id, const std::string& text) {
  bool* open = ImGui::GetStateStorage()->GetBoolRef(ImGui::GetID(id), false);
  const ImVec2 a = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x, height = targetSize(ui, 26);
  if (ImGui::InvisibleButton(id, {width, height}, ImGuiButtonFlags_EnableNav)) *open = !*open;
  const ImU32 colour = ImGui::IsItemHovered() ? ui.colours.ink : ui.colours.muted;
  ImDrawList* draw = ImGui::GetWindowDrawList();
  drawIcon(draw, *open ? Icon::Minus : Icon::Plus, {a.x + 10, a.y + height / 2}, 10, colour);
  drawText(ui, draw, {a.x + 30, a.y + (height - size::kSmall) / 2 - 1}, size::kSmall, colour,
           fitted(ui, size::kSmall, text, width - 30));
  if (ImGui::IsItemFocused() && ImGui::GetIO().NavVisible) {
    draw->AddRect(a, {a.x + width, a.y + height}, ui.colours.accent, size::kButtonRadius, 0, 2);
  }
  return *open;
}

}  // namespace

void drawReadOuts(Ui& ui, const LabModel& model) {
  const float width = ImGui::GetContentRegionAvail().x;
  const int columns = std::max(2, static_cast<int>(width / 150));
  const float part = (width - 8 * static_cast<float>(columns - 1)) / static_cast<float>(columns);
  int column = 0;
  ImDrawList* draw = ImGui::GetWindowDrawList();
  forEach<ScalarData>(model, [&](const OutputDef& def, const ScalarData& data) {
    if (column > 0) ImGui::SameLine(0, 8);
    const ImVec2 a = ImGui::GetCursorScreenPos();
    ImGui::Dummy({part, 46});
    draw->AddRectFilled(a, {a.x + part, a.y + 46}, mixed(ui.colours.panel, ui.colours.sunk, 0.6f),
                        size::kButtonRadius);
    drawText(ui, draw, {a.x + 10, a.y + 5}, size::kTiny, ui.colours.muted,
             fitted(ui, size::kTiny, ui.tr(def.label), part - 16));
    std::string value = formatNumber(data.value);
    if (!def.unitText.empty()) value += " " + ui.tr(def.unitText);
    drawText(ui, draw, {a.x + 10, a.y + 21}, 17, ui.colours.ink,
             fitted(ui, 17, value, part - 16, true), true);
    if (ImGui::IsItemHovered(ImGuiHoveredFlags_DelayShort)) {
      const std::string whole = ui.tr("{1}: {2}", {def.label, value});
      tooltip(ui, whole + (def.help.empty() ? "" : "\n" + ui.tr(def.help)));
    }
    column = (column + 1) % columns;
  });
  forEach<NoteData>(model, [&](const OutputDef&, const NoteData& note) {
    if (!note.text.empty()) paragraph(ui, size::kSmall, ui.colours.muted, ui.tr(note.text));
  });
}

void drawChecks(Ui& ui, const LabModel& model) {
  const auto drawAll = [&](bool applies) {
    forEach<CheckData>(model, [&](const OutputDef& def, const CheckData& check) {
      if ((check.state != CheckState::NotApplicable) != applies) return;
      ImGui::PushID(&def);
      drawCheck(ui, def, check);
      ImGui::PopID();
      ImGui::Dummy({0, 1});
    });
  };
  drawAll(true);
  int others = 0;
  forEach<CheckData>(model, [&](const OutputDef&, const CheckData& check) {
    others += check.state == CheckState::NotApplicable;
  });
  if (others == 0) return;
  const std::string text = others == 1
                               ? ui.tr("1 does not apply at these settings")
                               : ui.tr("{1} do not apply at these settings", {std::to_string(others)});
  if (fold(ui, "others", text)) drawAll(false);
}

std::string checksSummary(const LabModel& model) {
  int holds = 0, fails = 0, waits = 0, all = 0;
  forEach<CheckData>(model, [&](const OutputDef&, const CheckData& check) {
    holds += check.state == CheckState::Holds;
    fails += check.state == CheckState::Fails;
    waits += check.state == CheckState::Pending;
    ++all;
  });
  if (all == 0) return {};
  const int total = holds + fails + waits;
  if (total == 0) return std::string(phrase("none applies here"));
  if (fails > 0) {
    return fails == 1 ? std::string(phrase("1 check fails"))
                      : phrase(std::to_string(fails) + " checks fail");
  }
  if (holds == 0) return phrase(std::to_string(waits) + " to come");
  if (waits > 0) {
    return phrase(std::to_string(holds) + " hold, " + std::to_string(waits) + " to come");
  }
  return phrase(std::to_string(holds) + " of " + std::to_string(total) + " hold");
}

}  // namespace basin
