#include "cli/print.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "io/names.h"
#include "io/recipe.h"
#include "lab/param_text.h"
#include "lab/registry.h"

namespace basin::cli {

namespace {

std::string problem;  // with stdout

bool coloured() {
  static const bool answer = [] {
    const char* terminal = std::getenv("TERM");
    const bool plain = !terminal || std::string_view(terminal) == "dumb";
    return isatty(STDOUT_FILENO) && !plain && !std::getenv("NO_COLOR");
  }();
  return answer;
}

std::string paint(const char* code, const std::string& text) {
  return coloured() ? "\033[" + std::string(code) + "m" + text + "\033[0m" : text;
}

// Columns a text takes: its characters, without bytes that continue one, combining marks and
// colour codes.
std::size_t width(std::string_view text) {
  std::size_t columns = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (byte == 0x1B) {
      i = text.find('m', i);
      continue;
    }
    const auto next = i + 1 < text.size() ? static_cast<unsigned char>(text[i + 1]) : 0;
    const bool combining = byte == 0xCC || (byte == 0xCD && next <= 0xAF);
    columns += (byte & 0xC0) != 0x80 && !combining;
  }
  return columns;
}

// Columns of the terminal that is written to; without end where it is none.
std::size_t lineWidth() {
  winsize size{};
  const bool terminal = isatty(STDOUT_FILENO) && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0;
  return terminal && size.ws_col > 0 ? size.ws_col : std::string::npos;
}

std::string mark(CheckState state) {
  if (state == CheckState::Holds) return paint("32", "✓");
  if (state == CheckState::Fails) return paint("1;31", "✗");
  return paint("2", "–");
}

std::string tolerance(const CheckData& check) {
  if (check.tolerance == 0) return {};
  if (check.relation != Relation::About || check.predicted == 0) {
    return "± " + formatNumber(check.tolerance);
  }
  return "± " + formatNumber(100 * check.tolerance) + " %";
}

std::vector<std::string> checkRow(const OutputDef& def, const CheckData& check) {
  const bool measured = !std::isnan(check.measured);
  const bool predicted = !std::isnan(check.predicted);
  return {mark(check.state),
          std::string(def.label),
          measured ? formatNumber(check.measured) : "",
          predicted ? std::string(signOf(check.relation)) : "",
          predicted ? formatNumber(check.predicted) : "",
          predicted ? tolerance(check) : "",
          check.detail};
}

std::string title(const std::string& text) {
  return paint("1", text);
}

// "depth 3, tying negative": where the parameters differ from what a visitor first sees.
std::string differences(const LabDef& lab, const Frame& frame) {
  const auto first = firstParams(lab);
  std::string text;
  for (std::size_t i = 0; i < first.size(); ++i) {
    if (frame.params[i] == first[i]) continue;
    text += (text.empty() ? "" : ", ") + std::string(lab.params[i].id) + " " +
            formatValue(lab.params[i], frame.params[i]);
  }
  return text;
}

// Moves the last cell to a line of its own where a terminal would break the line anywhere.
std::string fitted(const std::string& line, const std::string& last, std::string_view indent) {
  if (last.empty() || width(line) <= lineWidth()) return line;
  std::string head = line.substr(0, line.size() - std::min(line.size(), last.size()));
  head.erase(head.find_last_not_of(' ') + 1);
  return head + "\n" + std::string(indent) + "   " + paint("2", last);
}

}  // namespace

bool writeOut(std::string_view text) {
  if (!problem.empty()) return false;
  const bool whole = std::fwrite(text.data(), 1, text.size(), stdout) == text.size();
  if (std::fflush(stdout) == 0 && whole) return true;
  problem = std::strerror(errno);
  return false;
}

const std::string& outputProblem() {
  return problem;
}

bool showsProgress() {
  static const bool answer = isatty(STDERR_FILENO);
  return answer;
}

void showProgress(const std::string& text) {
  if (showsProgress()) std::fprintf(stderr, "\r\033[K%s", text.c_str());
}

void printTable(const std::vector<std::vector<std::string>>& rows, const std::vector<bool>& numeric,
                std::string_view indent) {
  std::vector<std::size_t> widths;
  for (const auto& row : rows) {
    widths.resize(std::max(widths.size(), row.size()));
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], width(row[i]));
  }
  std::string text;
  for (const auto& row : rows) {
    std::string line(indent);
    for (std::size_t i = 0; i < row.size(); ++i) {
      const std::string space(widths[i] - width(row[i]), ' ');
      const bool right = i < numeric.size() && numeric[i];
      if (widths[i] > 0) line += (right ? space + row[i] : row[i] + space) + "  ";
    }
    line.erase(line.find_last_not_of(' ') + 1);
    text += fitted(line, row.empty() ? "" : row.back(), indent) + "\n";
  }
  writeOut(text);
}

void printLab(const LabDef& lab) {
  std::string text = title(std::string(lab.title)) + "  (" + std::string(lab.id) + ")\n" +
                     std::string(lab.claim) + "\n" + std::string(groupName(lab.group)) +
                     (lab.year > 0 ? ", " + std::to_string(lab.year) : "") + "\n";
  writeOut(text + "\n" + title("Parameters") + "\n");
  const auto first = firstParams(lab);
  std::vector<std::vector<std::string>> rows;
  for (std::size_t i = 0; i < first.size(); ++i) {
    const ParamDef& def = lab.params[i];
    std::string value = formatValue(def, first[i]);
    if (value.size() > 24) value = value.substr(0, 21) + "...";
    rows.push_back({"--" + std::string(def.id), value, std::string(def.label),
                    allowedText(def) +
                        (def.unitText.empty() ? "" : " " + std::string(def.unitText)) +
                        (def.effect == Effect::Live ? ", live" : "")});
  }
  printTable(rows, {}, "  ");
  rows.clear();
  for (const OutputDef& def : lab.outputs) {
    rows.push_back({std::string(def.id), std::string(nameOf(def.kind)), std::string(def.label)});
  }
  writeOut("\n" + title("Outputs") + "\n");
  printTable(rows, {}, "  ");
  rows.clear();
  for (const Preset& preset : lab.presets) {
    if (preset.hidden) continue;
    rows.push_back({std::string(preset.id), std::string(preset.lookFor)});
  }
  writeOut("\n" + title("Presets") + "\n");
  printTable(rows, {}, "  ");
  if (lab.references.empty()) return;
  text = "\n" + title("References") + "\n";
  for (const Reference& reference : lab.references) {
    text += "  " + std::string(reference.text);
    if (!reference.url.empty()) text += "\n    " + std::string(reference.url);
    text += "\n";
  }
  writeOut(text);
}

void printRun(const Frame& frame) {
  const LabDef& lab = *findLab(frame.lab);
  std::string head = title(std::string(lab.title)) + "\n" + std::string(lab.claim) + "\n\n";
  head += "seed " + std::to_string(frame.seed) + ", " + std::to_string(frame.step) + " steps, " +
          (frame.status == Status::Diverged ? paint("1;31", "diverged")
                                            : std::string(nameOf(frame.status)));
  if (!frame.statusText.empty()) head += ": " + frame.statusText;
  const std::string changed = differences(lab, frame);
  writeOut(head + (changed.empty() ? "" : "\n" + changed) + "\n");

  std::vector<std::vector<std::string>> scalars;
  std::vector<std::vector<std::string>> checks;
  std::string notes;
  for (std::size_t i = 0; i < frame.outputs.size(); ++i) {
    const OutputDef& def = lab.outputs[i];
    if (const auto* scalar = std::get_if<ScalarData>(&frame.outputs[i])) {
      scalars.push_back({std::string(def.label), formatNumber(scalar->value),
                         std::isnan(scalar->value) ? "" : std::string(def.unitText)});
    } else if (const auto* check = std::get_if<CheckData>(&frame.outputs[i])) {
      checks.push_back(checkRow(def, *check));
    } else if (const auto* note = std::get_if<NoteData>(&frame.outputs[i])) {
      if (!note->text.empty()) notes += "  " + note->text + "\n";
    }
  }
  if (!scalars.empty()) {
    writeOut("\n");
    printTable(scalars, {false, true, false}, "  ");
  }
  if (!notes.empty()) writeOut("\n" + notes);
  if (!checks.empty()) {
    writeOut("\n");
    checks.insert(checks.begin(), {"", "check", "measured", "", "predicted", "", ""});
    printTable(checks, {false, false, true, false, true, false, false}, "  ");
  }
}

}  // namespace basin::cli
