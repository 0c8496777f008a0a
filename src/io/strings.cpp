#include "io/strings.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "base/number_text.h"

namespace basin {

namespace {

constexpr std::array kLanguages = std::to_array<Language>(
    {{"en", "English"}, {"de", "Deutsch"}, {"es", "Español"}, {"zh", "中文"}});
constexpr std::string_view kLong = "qps-long", kTurned = "qps-rtl";
constexpr int kDeepest = 6;
constexpr char kNumberSign = '\x01';  // Stands for a number.
constexpr std::string_view kMinus = "−", kInfinity = "∞", kThinSpace = "\u2009";
constexpr std::string_view kTen = "10", kTimesTen = "·10";
constexpr std::string_view kRightToLeft = "\u200f";

bool isDigit(char c) { return c >= '0' && c <= '9'; }
bool isLetter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool hasLetters(std::string_view text) { return std::ranges::any_of(text, isLetter); }

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

char at(std::string_view text, std::size_t i) { return i < text.size() ? text[i] : ' '; }

// True when a number may begin behind `c`, or end before it.
bool isEdge(char c) {
  return static_cast<unsigned char>(c) < 0x80 && !isLetter(c) && !isDigit(c) && c != '_' &&
         c != '^' && c != '/';
}

// Where the raised power that begins at `start` ends, as the ⁻⁶ of 10⁻⁶; `start` itself when there is none.
std::size_t powerEnd(std::string_view text, std::size_t start) {
  const std::size_t first =
      start + (text.substr(start).starts_with(kRaisedMinus) ? kRaisedMinus.size() : 0);
  std::size_t end = first;
  for (bool more = true; more;) {
    const auto is = [&](std::string_view digit) { return text.substr(end).starts_with(digit); };
    const auto digit = std::ranges::find_if(kRaisedDigits, is);
    more = digit != kRaisedDigits.end();
    if (more) end += digit->size();
  }
  return end == first ? start : end;
}

// Where the number that begins at `start` ends; `start` itself when there is none.
std::size_t numberEnd(std::string_view text, std::size_t start) {
  std::size_t end = start;
  const auto digits = [&] {
    while (isDigit(at(text, end))) ++end;
  };
  if (at(text, end) == '-') ++end;
  if (text.substr(end).starts_with(kMinus)) end += kMinus.size();
  if (text.substr(end).starts_with(kInfinity)) {
    end += kInfinity.size();
    return isEdge(at(text, end)) ? end : start;
  }
  if (!isDigit(at(text, end))) return start;
  digits();
  while (text.substr(end).starts_with(kThinSpace) && isDigit(at(text, end + kThinSpace.size()))) {
    end += kThinSpace.size();
    digits();
  }
  if (at(text, end) == '.' && isDigit(at(text, end + 1))) {
    ++end;
    digits();
  }
  const bool timesTen = text.substr(end).starts_with(kTimesTen);
  if (timesTen || text.substr(start, end - start).ends_with(kTen)) {
    const std::size_t power = timesTen ? end + kTimesTen.size() : end;
    if (const std::size_t raised = powerEnd(text, power); raised > power) end = raised;
  }
  if (lower(at(text, end)) == 'e') {
    const char next = at(text, end + 1);
    const bool signedPower = (next == '-' || next == '+') && isDigit(at(text, end + 2));
    if (isDigit(next) || signedPower) {
      end += 2;
      digits();
    }
  }
  return isEdge(at(text, end)) ? end : start;
}

// The text with its numbers taken out: 2/λ keeps its 2, which is part of a formula.
std::string abstracted(std::string_view text, std::vector<std::string_view>& numbers) {
  std::string shape;
  for (std::size_t i = 0; i < text.size();) {
    const char before = i == 0 ? ' ' : text[i - 1];
    const std::size_t end = isEdge(before) && before != '.' ? numberEnd(text, i) : i;
    if (end > i) {
      numbers.push_back(text.substr(i, end - i));
      shape += kNumberSign;
      i = end;
    } else {
      shape += text[i++];
    }
  }
  return shape;
}

// Sentences end with a stop and a space, unless a small letter follows ("e.g. so").
std::vector<std::string_view> sentences(std::string_view text) {
  std::vector<std::string_view> parts;
  std::size_t start = 0;
  for (std::size_t i = 1; i + 1 < text.size(); ++i) {
    const char before = text[i - 1], after = text[i + 1];
    if (text[i] != ' ' || (before != '.' && before != '!' && before != '?')) continue;
    if ((after >= 'a' && after <= 'z') || after == ' ') continue;
    parts.push_back(text.substr(start, i - start));
    start = i + 1;
  }
  parts.push_back(text.substr(start));
  return parts;
}

std::size_t characters(std::string_view text) {
  return static_cast<std::size_t>(std::ranges::count_if(
      text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

// "{12}" at `i`: its number and length; 0 when there is none.
std::size_t holeAt(std::string_view text, std::size_t i, int& number) {
  if (at(text, i) != '{' || !isDigit(at(text, i + 1))) return 0;
  number = text[i + 1] - '0';
  if (at(text, i + 2) == '}') return 3;
  if (!isDigit(at(text, i + 2)) || at(text, i + 3) != '}') return 0;
  number = number * 10 + (text[i + 2] - '0');
  return 4;
}

std::string filled(std::string_view text, const std::vector<std::string>& values) {
  std::string result;
  for (std::size_t i = 0; i < text.size();) {
    int number = 0;
    const std::size_t length = holeAt(text, i, number);
    if (length > 0 && number < static_cast<int>(values.size())) {
      result += values[number];
      i += length;
    } else {
      result += text[i++];
    }
  }
  return result;
}

// Letters of the Latin alphabet with marks on them, for a language that is long.
std::string lengthened(std::string_view text) {
  constexpr std::string_view kPlain = "acdeinouyACEINOU";
  constexpr std::string_view kMarked = "àçðéîñöüýÀÇÉÎÑÖÜ";
  constexpr std::string_view kPadding[] = {"", " ñ", " ñø", " ñøw", " ñøwß", " ñøwßé"};
  if (text.starts_with('[') && text.ends_with(']')) return std::string(text);
  std::string marked = "[";
  for (std::size_t i = 0; i < text.size();) {
    int number = 0;
    const std::size_t hole = holeAt(text, i, number);
    const auto known = hole > 0 ? std::string_view::npos : kPlain.find(text[i]);
    if (known != std::string_view::npos) {
      marked += kMarked.substr(known * 2, 2);
      ++i;
    } else {
      marked += text.substr(i, std::max<std::size_t>(1, hole));
      i += std::max<std::size_t>(1, hole);
    }
  }
  const std::size_t all = (characters(text) * 6 + 9) / 10;
  for (std::size_t rest = all; rest > 1; rest -= std::min<std::size_t>(rest, 6)) {
    marked += kPadding[std::min<std::size_t>(rest - 1, 5)];
  }
  return marked + "]";
}

std::string turned(std::string_view text) {
  if (text.starts_with(kRightToLeft)) return std::string(text);
  return std::string(kRightToLeft) + std::string(text) + std::string(kRightToLeft);
}

// What the holes catch; false when the text is another one. A hole catches something, no end of a
// sentence, and no clause but at last.
bool caught(const std::vector<std::string>& literals, std::string_view text, bool clauses,
            std::vector<std::string_view>& values) {
  values.clear();
  if (!text.starts_with(literals[0])) return false;
  std::size_t i = literals[0].size();
  for (std::size_t k = 1; k < literals.size(); ++k) {
    const std::string& literal = literals[k];
    std::size_t end = 0;
    if (k + 1 == literals.size()) {
      if (text.size() < literal.size()) return false;
      end = text.size() - literal.size();
    } else {
      end = text.find(literal, i + 1);
    }
    if (end == std::string_view::npos || end <= i || !text.substr(end).starts_with(literal)) {
      return false;
    }
    values.push_back(text.substr(i, end - i));
    if (sentences(values.back()).size() > 1) return false;
    if (!clauses && values.back().find("; ") != std::string_view::npos) return false;
    i = end + literal.size();
  }
  return true;
}

}  // namespace

std::span<const Language> languages() { return kLanguages; }

std::string_view languageOf(std::string_view tag) {
  std::string name;
  for (const char c : tag) name += lower(c);
  if (name == kLong) return kLong;
  if (name == kTurned) return kTurned;
  name.resize(std::min(name.size(), name.find('-')));
  for (const Language& language : kLanguages) {
    if (language.locale == name) return language.locale;
  }
  return {};
}

Result<Strings> Strings::read(std::string_view locale, std::string_view json) {
  Strings strings;
  strings.locale_ = locale;
  if (locale == "en" || locale.starts_with("qps-")) return strings;
  const auto table = nlohmann::json::parse(json, nullptr, false);
  if (!table.is_object() || !table.contains("texts") || !table["texts"].is_object()) {
    return Failure{"the table of the language '" + std::string(locale) + "' is damaged"};
  }
  for (const auto& [key, text] : table["texts"].items()) {
    if (text.is_string() && (key == " " || !text.get_ref<const std::string&>().empty())) {
      strings.texts_.emplace(key, text.get<std::string>());
    }
  }
  strings.index();
  return strings;
}

void Strings::index() {
  for (const auto& [key, text] : texts_) {
    Template form{.key = key, .literals = {""}, .holes = {}};
    for (std::size_t i = 0; i < key.size();) {
      int number = 0;
      const std::size_t length = holeAt(key, i, number);
      if (length > 0) {
        form.holes.push_back(number);
        form.literals.emplace_back();
        i += length;
      } else {
        form.literals.back() += key[i++];
      }
    }
    // A joint of two texts, "{1}: {2}", is used by name: as a pattern it would fit almost everything.
    if (form.holes.empty() || std::ranges::none_of(form.literals, hasLetters)) continue;
    for (const std::string& literal : form.literals) form.length += characters(literal);
    form.breaks = sentences(key).size() > 1;
    templates_.push_back(std::move(form));
  }
  std::ranges::sort(templates_, [](const Template& a, const Template& b) {
    return a.length != b.length ? a.length > b.length : a.key < b.key;
  });
  for (std::size_t i = templates_.size(); i-- > 0;) {
    std::string shape = templates_[i].literals[0];
    for (std::size_t k = 1; k < templates_[i].literals.size(); ++k) {
      shape += kNumberSign + templates_[i].literals[k];
    }
    shapes_[shape] = i;
  }
}

std::string Strings::made(std::string_view text) const {
  if (locale_ == kLong) return lengthened(text);
  if (locale_ == kTurned) return turned(text);
  return std::string(text);
}

std::string Strings::sign(std::string_view text) const {
  const auto found = texts_.find(text);
  return found == texts_.end() ? std::string(text) : found->second;
}

std::string Strings::tr(std::string_view text) const {
  if (locale_ == "en" || !hasLetters(text)) return std::string(text);
  if (locale_.starts_with("qps-")) return made(text);
  if (text.ends_with(' ')) return tr(text.substr(0, text.size() - 1)) + " ";
  if (const auto known = cache_.find(text); known != cache_.end()) return known->second;
  if (cache_.size() >= kMostCached) cache_.clear();
  const Found found = find(text, 0);
  return cache_.emplace(text, found.first ? found.second : std::string(text)).first->second;
}

std::string Strings::tr(std::string_view text,
                        std::initializer_list<std::string_view> values) const {
  std::vector<std::string> own{""};
  for (std::string_view value : values) own.push_back(tr(value));
  const auto found = texts_.find(text);
  return filled(found == texts_.end() ? made(text) : found->second, own);
}

Strings::Found Strings::find(std::string_view text, int depth) const {
  Found whole = simple(text, depth);
  if (whole.first || depth > kDeepest) return whole;
  const bool stopped = text.size() > 1 && text.ends_with('.') && text[text.size() - 2] != '.';
  if (stopped) {
    Found rest = simple(text.substr(0, text.size() - 1), depth);
    if (rest.first) return {true, rest.second + sign(".")};
  }
  const auto parts = sentences(text);
  Found found = match(text, {.stopped = stopped, .several = parts.size() > 1}, depth);
  if (found.first) return found;
  if (parts.size() > 1) return join(parts, " ", depth);
  std::vector<std::string_view> clauses;
  for (std::string_view rest = text;;) {
    const auto end = rest.find("; ");
    clauses.push_back(rest.substr(0, end));
    if (end == std::string_view::npos) break;
    rest.remove_prefix(end + 2);
  }
  if (clauses.size() < 2) return {false, ""};
  Found joined = join(clauses, "; ", depth);
  return joined.first ? joined : match(text, {.stopped = stopped, .clauses = true}, depth);
}

// As it stands, or with numbers in its holes.
Strings::Found Strings::simple(std::string_view text, int depth) const {
  if (const auto found = texts_.find(text); found != texts_.end()) return {true, found->second};
  std::vector<std::string_view> numbers;
  const std::string shape = abstracted(text, numbers);
  if (numbers.empty()) return {false, ""};
  const auto same = shapes_.find(shape);
  if (same == shapes_.end()) return {false, ""};
  return {true, fill(templates_[same->second], numbers, depth)};
}

Strings::Found Strings::join(const std::vector<std::string_view>& parts, std::string_view between,
                             int depth) const {
  Found all{false, ""};
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (i > 0) all.second += sign(between);
    const Found part = find(parts[i], depth + 1);
    all.first = all.first || part.first;
    all.second += part.first ? part.second : std::string(parts[i]);
  }
  return all;
}

Strings::Found Strings::match(std::string_view text, Manner how, int depth) const {
  std::vector<std::string_view> values;
  for (const Template& form : templates_) {
    if (how.several && !form.breaks) continue;
    // A stop that ends the text belongs to the sentence, not to what its last hole catches.
    const bool aside = how.stopped && !form.literals.back().ends_with('.');
    const std::string_view own = aside ? text.substr(0, text.size() - 1) : text;
    if (!caught(form.literals, own, how.clauses, values)) continue;
    return {true, fill(form, values, depth) + (aside ? sign(".") : "")};
  }
  return {false, ""};
}

std::string Strings::fill(const Template& form, const std::vector<std::string_view>& values,
                          int depth) const {
  std::vector<std::string> own(static_cast<std::size_t>(*std::ranges::max_element(form.holes)) + 1);
  for (std::size_t i = 0; i < form.holes.size(); ++i) {
    std::string& value = own[form.holes[i]];
    value = values[i];
    if (!hasLetters(value)) continue;
    Found found = find(values[i], depth + 1);
    if (found.first) value = std::move(found.second);
  }
  return filled(texts_.find(form.key)->second, own);
}

}  // namespace basin
