#include "app/panes/article.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <optional>
#include <sstream>
#include <utility>

#include "base/number_text.h"
#include "lab/registry.h"

namespace basin {

namespace {

using Sign = std::pair<std::string_view, std::string_view>;

constexpr std::array kSigns = std::to_array<Sign>({
    {"alpha", "α"}, {"beta", "β"}, {"gamma", "γ"}, {"delta", "δ"}, {"epsilon", "ε"},
    {"varepsilon", "ε"}, {"zeta", "ζ"}, {"eta", "η"}, {"theta", "θ"}, {"kappa", "κ"},
    {"lambda", "λ"}, {"mu", "μ"}, {"nu", "ν"}, {"xi", "ξ"}, {"pi", "π"}, {"rho", "ρ"},
    {"sigma", "σ"}, {"tau", "τ"}, {"phi", "φ"}, {"varphi", "φ"}, {"chi", "χ"}, {"psi", "ψ"},
    {"omega", "ω"}, {"Gamma", "Γ"}, {"Delta", "Δ"}, {"Theta", "Θ"}, {"Lambda", "Λ"},
    {"Sigma", "Σ"}, {"Phi", "Φ"}, {"Psi", "Ψ"}, {"Omega", "Ω"}, {"ell", "ℓ"},
    {"nabla", "∇"}, {"partial", "∂"}, {"infty", "∞"}, {"sum", "Σ"}, {"prod", "Π"},
    {"int", "∫"}, {"sqrt", "√"}, {"cdot", "·"}, {"cdots", "⋯"}, {"dots", "…"}, {"ldots", "…"},
    {"times", "×"}, {"pm", "±"}, {"mp", "∓"}, {"le", "≤"}, {"leq", "≤"}, {"ge", "≥"},
    {"geq", "≥"}, {"ne", "≠"}, {"neq", "≠"}, {"ll", "≪"}, {"gg", "≫"}, {"approx", "≈"},
    {"sim", "∼"}, {"propto", "∝"}, {"equiv", "≡"}, {"preceq", "⪯"}, {"succeq", "⪰"},
    {"to", "→"}, {"rightarrow", "→"}, {"mapsto", "↦"}, {"leftarrow", "←"},
    {"Rightarrow", "⇒"}, {"Longrightarrow", "⇒"}, {"iff", "⇔"}, {"in", "∈"}, {"notin", "∉"},
    {"subset", "⊂"}, {"forall", "∀"}, {"exists", "∃"}, {"top", "ᵀ"}, {"circ", "∘"},
    {"odot", "⊙"}, {"langle", "⟨"}, {"rangle", "⟩"}, {"lVert", "‖"}, {"rVert", "‖"},
    {"Vert", "‖"}, {"|", "‖"}, {"lvert", "|"}, {"rvert", "|"}, {"mid", "|"}, {"{", "{"},
    {"}", "}"}, {"%", "%"}, {"_", "_"}, {"&", "&"}, {"#", "#"}, {",", " "}, {";", " "},
    {":", " "}, {"!", ""}, {" ", " "}, {"quad", "  "}, {"qquad", "    "}, {"\\", "\n"},
    {"left", ""}, {"right", ""}, {"bigl", ""}, {"bigr", ""}, {"Bigl", ""}, {"Bigr", ""},
    {"big", ""}, {"Big", ""}, {"mathbf", ""}, {"mathrm", ""}, {"mathit", ""}, {"operatorname", ""},
    {"text", ""}, {"textstyle", ""}, {"displaystyle", ""}, {"mathcal", ""}, {"boldsymbol", ""},
    {"limits", ""}, {"nolimits", ""}, {"tfrac", "frac"}, {"dfrac", "frac"},
});

constexpr std::array kBlackboard = std::to_array<Sign>(
    {{"R", "ℝ"}, {"E", "𝔼"}, {"N", "ℕ"}, {"Z", "ℤ"}, {"P", "ℙ"}, {"C", "ℂ"}, {"1", "1"}});

constexpr std::array kSub = std::to_array<Sign>(
    {{"0", "₀"}, {"1", "₁"}, {"2", "₂"}, {"3", "₃"}, {"4", "₄"}, {"5", "₅"}, {"6", "₆"},
     {"7", "₇"}, {"8", "₈"}, {"9", "₉"}, {"+", "₊"}, {"-", "₋"}, {"i", "ᵢ"}, {"j", "ⱼ"},
     {"k", "ₖ"}, {"l", "ₗ"}, {"m", "ₘ"}, {"n", "ₙ"}, {"t", "ₜ"}, {"x", "ₓ"}});
constexpr std::array kSuper = std::to_array<Sign>(
    {{"0", "⁰"}, {"1", "¹"}, {"2", "²"}, {"3", "³"}, {"4", "⁴"}, {"5", "⁵"}, {"6", "⁶"},
     {"7", "⁷"}, {"8", "⁸"}, {"9", "⁹"}, {"+", "⁺"}, {"-", "⁻"}, {"n", "ⁿ"}, {"i", "ⁱ"},
     {"T", "ᵀ"}, {"ᵀ", "ᵀ"}});

template <std::size_t N>
const std::string_view* find(const std::array<Sign, N>& table, std::string_view key) {
  for (const Sign& sign : table) {
    if (sign.first == key) return &sign.second;
  }
  return nullptr;
}

bool isLetter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

// Small raised or lowered signs exist for few letters only; otherwise the mark is kept.
template <std::size_t N>
std::string shifted(const std::array<Sign, N>& table, const std::string& text, char mark) {
  std::string small;
  bool all = !text.empty();
  for (std::size_t i = 0; i < text.size() && all;) {
    std::size_t length = 1;
    while (i + length < text.size() && (static_cast<unsigned char>(text[i + length]) & 0xC0) == 0x80) {
      ++length;
    }
    if (const auto* sign = find(table, std::string_view(text).substr(i, length))) {
      small += *sign;
    } else {
      all = false;
    }
    i += length;
  }
  if (all) return small;
  const bool simple = text.find_first_of(" +-−/=,") == std::string::npos;
  return mark + (simple ? text : "(" + text + ")");
}

class Reader {
 public:
  explicit Reader(std::string_view source) : source_(source) {}

  std::string all() {
    std::string out;
    while (at_ < source_.size()) out += one();
    return out;
  }

 private:
  // A braced group or a single sign.
  std::string argument() {
    while (at_ < source_.size() && source_[at_] == ' ') ++at_;
    return at_ < source_.size() ? one() : std::string();
  }

  std::string one() {
    const char c = source_[at_++];
    switch (c) {
      case '{':
        return group();
      case '}':
        return {};
      case '_':
        return shifted(kSub, argument(), '_');
      case '^':
        return shifted(kSuper, argument(), '^');
      case '~':
        return " ";
      case '\\':
        return command();
      case '-':
        return "−";
      default:
        break;
    }
    std::string sign(1, c);
    while (at_ < source_.size() && (static_cast<unsigned char>(source_[at_]) & 0xC0) == 0x80) {
      sign += source_[at_++];
    }
    return sign;
  }

  std::string group() {
    // Depth is bounded by the length of the article's own formulas, which we write.
    std::string out;
    while (at_ < source_.size() && source_[at_] != '}') out += one();
    if (at_ < source_.size()) ++at_;
    return out;
  }

  std::string command() {
    if (at_ >= source_.size()) return {};
    std::string_view name = source_.substr(at_, 1);
    if (isLetter(name[0])) {
      std::size_t end = at_;
      while (end < source_.size() && isLetter(source_[end])) ++end;
      name = source_.substr(at_, end - at_);
    }
    at_ += name.size();
    if (name == "mathbb") {
      const std::string letter = argument();
      const auto* sign = find(kBlackboard, letter);
      return sign ? std::string(*sign) : letter;
    }
    const auto* sign = find(kSigns, name);
    if (name == "frac" || (sign && *sign == "frac")) {
      const auto wrapped = [](const std::string& text) {
        return text.find_first_of(" +−=") == std::string::npos ? text : "(" + text + ")";
      };
      const std::string above = argument(), below = argument();
      return wrapped(above) + "/" + wrapped(below);
    }
    if (name == "sqrt") return "√(" + argument() + ")";
    return sign ? std::string(*sign) : std::string(name);
  }

  std::string_view source_;
  std::size_t at_ = 0;
};

// The first number that a preset expects of a scalar; `name` is LAB.PRESET.SCALAR.
std::optional<double> expectedNumber(std::string_view name) {
  const auto first = name.find('.');
  const auto last = name.rfind('.');
  if (first == std::string_view::npos || first == last) return std::nullopt;
  const LabDef* lab = findLab(name.substr(0, first));
  if (!lab) return std::nullopt;
  const auto preset =
      std::ranges::find(lab->presets, name.substr(first + 1, last - first - 1), &Preset::id);
  if (preset == lab->presets.end()) return std::nullopt;
  const auto found =
      std::ranges::find(preset->expected, name.substr(last + 1), &Expected::scalar);
  if (found == preset->expected.end()) return std::nullopt;
  return found->value;
}

// Whole, or with three digits.
std::string quoted(double value) {
  if (value == std::floor(value)) return fixedText(value, 0);
  return shortestText(std::strtod(scientificText(value, 3).c_str(), nullptr));
}

std::string trimmed(const std::string& line) {
  const auto first = line.find_first_not_of(" \t");
  return first == std::string::npos ? std::string() : line.substr(first);
}

}  // namespace

std::string plainFormula(std::string_view latex) { return Reader(latex).all(); }

std::string withNumbers(std::string_view markdown) {
  std::string out;
  while (!markdown.empty()) {
    const auto open = markdown.find('{');
    out += markdown.substr(0, open);
    if (open == std::string_view::npos) break;
    markdown.remove_prefix(open);
    const auto close = markdown.find('}');
    const auto name = markdown.substr(1, close == std::string_view::npos ? 0 : close - 1);
    if (const auto value = expectedNumber(name)) {
      out += quoted(*value);
      markdown.remove_prefix(close + 1);
    } else {
      out += '{';
      markdown.remove_prefix(1);
    }
  }
  return out;
}

std::string plainText(std::string_view markdown) {
  std::string out;
  for (std::size_t i = 0; i < markdown.size(); ++i) {
    const char c = markdown[i];
    if (c == '$') {
      const auto end = markdown.find('$', i + 1);
      if (end == std::string_view::npos) break;
      out += plainFormula(markdown.substr(i + 1, end - i - 1));
      i = end;
    } else if (c == '*' || c == '`') {
      continue;
    } else if (c == '[') {
      // A link keeps its words; its address follows where it differs.
      const auto close = markdown.find("](", i);
      const auto end = close == std::string_view::npos ? close : markdown.find(')', close);
      if (end == std::string_view::npos) {
        out += c;
        continue;
      }
      out += plainText(markdown.substr(i + 1, close - i - 1));
      i = end;
    } else {
      out += c;
    }
  }
  return out;
}

void Article::read(const std::string& markdown) {
  blocks_.clear();
  std::istringstream lines(markdown);
  std::string line, formula;
  bool inFormula = false;
  const auto append = [&](Block::Kind kind, const std::string& text, bool fresh) {
    if (fresh || blocks_.empty() || blocks_.back().kind == Block::Kind::Heading ||
        blocks_.back().kind == Block::Kind::Formula || blocks_.back().text.empty()) {
      blocks_.push_back({kind, text});
    } else {
      blocks_.back().text += " " + text;
    }
  };
  bool fresh = true;
  while (std::getline(lines, line)) {
    const std::string text = trimmed(line);
    if (inFormula || text.starts_with("$$")) {
      std::string body = inFormula ? text : text.substr(2);
      const auto end = body.find("$$");
      formula += " " + body.substr(0, end);
      inFormula = end == std::string::npos;
      if (!inFormula) {
        blocks_.push_back({Block::Kind::Formula, plainFormula(trimmed(formula))});
        formula.clear();
        fresh = true;
      }
      continue;
    }
    if (text.empty()) {
      fresh = true;
    } else if (text.front() == '#') {
      const auto start = text.find_first_not_of("# ");
      if (start != std::string::npos) {
        blocks_.push_back({Block::Kind::Heading, text.substr(start)});
      }
      fresh = true;
    } else if (text.starts_with("- ") || text.starts_with("* ")) {
      append(Block::Kind::Item, text.substr(2), true);
      fresh = false;
    } else {
      append(Block::Kind::Text, text, fresh);
      fresh = false;
    }
  }
  for (Block& block : blocks_) {
    if (block.kind != Block::Kind::Formula) block.text = plainText(block.text);
  }
}

void Article::draw(const Ui& ui, const Platform& platform, const std::string& lab) {
  if (const std::string wanted = ui.strings.locale() + "/" + lab; wanted != shown_) {
    shown_ = wanted;
    std::string text = platform.asset("theory/" + wanted + ".md");
    read(withNumbers(text.empty() ? platform.asset("theory/" + lab + ".md") : text));
  }
  if (blocks_.empty()) {
    paragraph(ui, size::kText, ui.colours.muted,
              ui.tr("This lab's article is not part of this build."));
  }
  bool first = true;
  for (const Block& block : blocks_) {
    switch (block.kind) {
      case Block::Kind::Heading:
        ImGui::Dummy({0, first ? 0.0f : 6.0f});
        paragraph(ui, first ? size::kTitle : 17, ui.colours.ink, block.text, true);
        break;
      case Block::Kind::Text:
        paragraph(ui, size::kText, ui.colours.ink, block.text);
        break;
      case Block::Kind::Item: {
        const ImVec2 at = ImGui::GetCursorScreenPos();
        ImGui::GetWindowDrawList()->AddCircleFilled({at.x + 6, at.y + 9}, 2.5f, ui.colours.accent);
        ImGui::Indent(18);
        paragraph(ui, size::kText, ui.colours.ink, block.text);
        ImGui::Unindent(18);
        break;
      }
      case Block::Kind::Formula:
        ImGui::Indent(20);
        paragraph(ui, size::kText + 1, ui.colours.ink, block.text);
        ImGui::Unindent(20);
        break;
    }
    ImGui::Dummy({0, 2});
    first = false;
  }
}

}  // namespace basin
