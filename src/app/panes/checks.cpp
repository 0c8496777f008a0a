#include "app/panes/checks.h"

#include <algorithm>

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

void drawCheck(Ui& ui, const OutputDef& def, const CheckData& check) {
  const Mark mark = markOf(ui, check.state);
  const float width = ImGui::GetContentRegionAvail().x, indent = 30;
  const ImVec2 a = ImGui::GetCursorScreenPos();
  ImDrawList* draw = ImGui::GetWindowDrawList();
  draw->AddCircleFilled({a.x + 10, a.y + 11}, 9.5f, faded(mark.colour, 0.16f));
  drawIcon(draw, mark.icon, {a.x + 10, a.y + 11}, 11, mark.colour);
  ImGui::BeginGroup();
  ImGui::Indent(indent);
  paragraph(ui, size::kSmall, ui.colours.ink, ui.tr(def.label));
  ImGui::SetCursorPosY(ImGui::GetCursorPosY() - 6);
  const ImVec2 p = ImGui::GetCursorScreenPos();
  const bool compared = check.state == CheckState::Holds || check.state == CheckState::Fails;
  if (compared) {
    const std::string measured = formatNumber(check.measured);
    const std::string rest = " " + std::string(signOf(check.relation)) + " ";
    drawText(ui, draw, p, size::kText, ui.colours.ink, measured, true);
    float x = p.x + textSize(ui, size::kText, measured, true).x;
    drawText(ui, draw, {x, p.y}, size::kText, ui.colours.muted, rest);
    x += textSize(ui, size::kText, rest).x;
    const std::string predicted = formatNumber(check.predicted);
    drawText(ui, draw, {x, p.y}, size::kText, ui.colours.ink, predicted);
    x += textSize(ui, size::kText, predicted).x;
    if (check.tolerance > 0) {
      const std::string within =
          check.relation == Relation::About && check.predicted != 0
              ? "  " + ui.tr("within {1} %", {formatNumber(check.tolerance * 100, 2)})
              : "  ± " + formatNumber(check.tolerance, 2);
      drawText(ui, draw, {x, p.y + 2}, size::kSmall, ui.colours.muted,
               fitted(ui, size::kSmall, within, a.x + width - x));
    }
    ImGui::Dummy({1, 19});
  } else {
    paragraph(ui, size::kSmall, ui.colours.muted,
              ui.tr(check.detail.empty() ? mark.word : std::string_view(check.detail)));
  }
  ImGui::Unindent(indent);
  ImGui::EndGroup();
  if (ImGui::IsItemHovered(ImGuiHoveredFlags_DelayShort)) {
    std::string text = ui.tr(mark.word);
    if (compared && !check.detail.empty()) text += "\n" + ui.tr(check.detail);
    if (!def.referenceText.empty()) text += "\n" + std::string(def.referenceText);
    tooltip(ui, text);
  }
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
  // What does not apply here comes last: with many checks the others would lie below the fold.
  for (const bool applies : {true, false}) {
    forEach<CheckData>(model, [&](const OutputDef& def, const CheckData& check) {
      if ((check.state != CheckState::NotApplicable) != applies) return;
      ImGui::PushID(&def);
      drawCheck(ui, def, check);
      ImGui::PopID();
      ImGui::Dummy({0, 1});
    });
  }
}

std::string checksSummary(const LabModel& model) {
  int holds = 0, fails = 0, total = 0, all = 0;
  forEach<CheckData>(model, [&](const OutputDef&, const CheckData& check) {
    holds += check.state == CheckState::Holds;
    fails += check.state == CheckState::Fails;
    total += check.state != CheckState::NotApplicable;
    ++all;
  });
  if (all == 0) return {};
  if (total == 0) return std::string(phrase("none applies here"));
  if (fails > 0) {
    return fails == 1 ? std::string(phrase("1 check fails"))
                      : phrase(std::to_string(fails) + " checks fail");
  }
  return phrase(std::to_string(holds) + " of " + std::to_string(total) + " hold");
}

}  // namespace basin
