#include "data/table_cells.h"

#include <algorithm>
#include <array>
#include <optional>

#include "base/number_text.h"

namespace basin {
namespace {

// Rows that are looked at to tell how a text is cut.
constexpr int kLooked = 60;

bool isBlank(char c) {
  return c == ' ' || c == '\t';
}
bool isDigit(char c) {
  return c >= '0' && c <= '9';
}

// A way to cut: rows end at line ends, if there are any, and at semicolons where `semicolons` says
// so.
struct Form {
  char separator = ',';
  bool semicolons = false;
};

std::string_view unquoted(std::string_view field) {
  field = trimmed(field);
  if (field.size() >= 2 && field.front() == '"' && field.back() == '"') {
    field = trimmed(field.substr(1, field.size() - 2));
  }
  return field;
}

// Where the part of `text` that ends with one of `ends` does, quotes minded: those around a whole
// field.
std::size_t endOf(std::string_view text, std::string_view ends, char separator) {
  bool quoted = false, fieldBegins = true;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '"' && (quoted || fieldBegins)) quoted = !quoted;
    // A quote that is never closed would swallow the rest: none goes beyond its line.
    if (c == '\n' || c == '\r') quoted = false;
    if (!quoted && ends.find(c) != std::string_view::npos) return i;
    if (!isBlank(c) || c == separator) fieldBegins = c == separator;
  }
  return text.size();
}

std::vector<std::string_view> fieldsOf(std::string_view row, char separator) {
  std::vector<std::string_view> fields;
  if (separator == ' ') {
    // Square brackets are how numpy prints.
    while (!row.empty() && (row.front() == '[' || isBlank(row.front()))) row.remove_prefix(1);
    while (!row.empty() && (row.back() == ']' || isBlank(row.back()))) row.remove_suffix(1);
  }
  while (true) {
    const std::string_view ends =
        separator == ' ' ? std::string_view(" \t") : std::string_view(&separator, 1);
    const std::size_t end = endOf(row, ends, separator);
    fields.push_back(unquoted(row.substr(0, end)));
    if (end == row.size()) break;
    row.remove_prefix(end + 1);
    while (separator == ' ' && !row.empty() && isBlank(row.front())) row.remove_prefix(1);
  }
  return fields;
}

bool isComment(std::string_view line) {
  if (line.starts_with("//") || line.starts_with('%')) return true;
  // "#N/A" and "#DIV/0!" are what a spreadsheet says of a value that it does not have.
  constexpr std::string_view kErrors[] = {"#N/A", "#DIV", "#REF", "#VAL", "#NAM", "#NUM", "#NUL"};
  return line.starts_with('#') && std::ranges::none_of(kErrors, [&](std::string_view error) {
           return line.starts_with(error);
         });
}

// Calls take(row, number) for every row that holds something, until it returns false.
template <class Take>
void eachRow(std::string_view text, bool lines, bool semicolons, char separator, Take take) {
  const std::string_view ends = !lines ? ";" : semicolons ? "\n\r;" : "\n\r";
  int number = 1;
  while (!text.empty()) {
    const std::size_t end = endOf(text, ends, separator);
    const std::string_view row = trimmed(text.substr(0, end));
    const bool empty = std::ranges::all_of(
        row, [&](char c) { return isBlank(c) || c == separator || c == '"' || c == ';'; });
    if (!empty && !(lines && isComment(row)) && !take(row, number)) return;
    if (end == text.size()) return;
    // A carriage return and a line feed are one end.
    const bool both = text[end] == '\r' && end + 1 < text.size() && text[end + 1] == '\n';
    if (!lines || text[end] != ';') ++number;
    text.remove_prefix(end + (both ? 2 : 1));
  }
}

// The share of fields that are numbers in the rows of a form, 0 for rows of a single field.
double numbersIn(std::string_view text, bool lines, const Form& form) {
  int rows = 0;
  double sum = 0;
  eachRow(text, lines, form.semicolons, form.separator, [&](std::string_view row, int) {
    auto fields = fieldsOf(row, form.separator);
    while (fields.size() > 1 && fields.back().empty()) fields.pop_back();
    const auto filled = std::ranges::find_if(fields, [](auto field) { return !field.empty(); });
    fields.erase(fields.begin(), filled);
    if (fields.size() > 1) {
      sum += static_cast<double>(std::ranges::count_if(fields, looksNumeric)) /
             static_cast<double>(fields.size());
    }
    return ++rows < kLooked;
  });
  return rows > 0 ? sum / rows : 0;
}

// "sep=;", with which spreadsheets begin; passes over it.
std::optional<char> namedSeparator(std::string_view& text) {
  const std::size_t end = std::min(text.find_first_of("\r\n"), text.size());
  const std::string_view line = unquoted(text.substr(0, end));
  if (line.size() != 5 || !(line.starts_with("sep=") || line.starts_with("SEP="))) {
    // A tab is trimmed away.
    if (line != "sep=" || text.substr(0, end).find('\t') == std::string_view::npos)
      return std::nullopt;
    text.remove_prefix(end);
    return '\t';
  }
  text.remove_prefix(end);
  return line[4];
}

// Digits in groups of three behind a first group of one to three, as far as `mark` cuts them.
bool isGrouped(std::string_view digits, char mark) {
  std::size_t first = digits.find(mark);
  if (first == 0 || first > 3) return false;
  for (std::size_t at = first; at < digits.size(); at += 4) {
    if (digits[at] != mark || digits.size() - at < 4) return false;
    for (std::size_t i = at + 1; i < at + 4; ++i) {
      if (!isDigit(digits[i])) return false;
    }
  }
  return true;
}

// A number's sign, what stands before its exponent, and the exponent.
struct Parts {
  std::string sign, body, exponent;
};

// Without the blanks and apostrophes between thousands; none where the field is no number.
std::optional<Parts> partsOf(std::string_view field) {
  Parts parts;
  std::string text = plainNumber(field);
  if (text.starts_with('-')) {
    parts.sign = "-";
    text.erase(0, 1);
  }
  if (text.empty() || text.size() > 60) return std::nullopt;
  if (const auto e = text.find_first_of("eE"); e != std::string::npos) {
    parts.exponent = text.substr(e);
    text.resize(e);
    // std::from_chars reads "1e+5" too.
    if (!readNumber("1" + parts.exponent) || text.empty()) return std::nullopt;
  }
  constexpr std::string_view kThousands[] = {"\u00A0", "\u202F", "\u2009", " ", "'", "\u2019"};
  for (const std::string_view gap : kThousands) {
    if (text.find(gap) == std::string::npos) continue;
    std::string marked = text;
    for (auto at = marked.find(gap); at != std::string::npos; at = marked.find(gap, at))
      marked.replace(at, gap.size(), "_");
    const std::size_t whole = std::min(marked.find_first_of(".,"), marked.size());
    if (!isGrouped(std::string_view(marked).substr(0, whole), '_') ||
        marked.find('_', whole) != std::string::npos) {
      return std::nullopt;
    }
    std::erase(marked, '_');
    text = marked;
    break;
  }
  int digits = 0;
  for (const char c : text) {
    if (isDigit(c))
      ++digits;
    else if (c != '.' && c != ',')
      return std::nullopt;
  }
  if (digits == 0) return std::nullopt;
  parts.body = text;
  return parts;
}

// What a number's own marks say.
enum class Marks { None, DecimalPoint, DecimalComma, DoubtfulPoint, DoubtfulComma, Broken };

Marks marksOf(std::string_view body) {
  const auto points = std::ranges::count(body, '.'), commas = std::ranges::count(body, ',');
  if (points == 0 && commas == 0) return Marks::None;
  const auto one = [&](char mark, long count, Marks decimal, Marks other, Marks doubtful) {
    // "1.234.567" has points between thousands, so that a comma is its decimal mark.
    if (count > 1) return isGrouped(body, mark) ? other : Marks::Broken;
    return isGrouped(body, mark) && body[0] != '0' ? doubtful : decimal;
  };
  if (commas == 0)
    return one('.', points, Marks::DecimalPoint, Marks::DecimalComma, Marks::DoubtfulPoint);
  if (points == 0)
    return one(',', commas, Marks::DecimalComma, Marks::DecimalPoint, Marks::DoubtfulComma);
  const bool pointLast = body.rfind('.') > body.rfind(',');
  const std::string_view whole = body.substr(0, body.rfind(pointLast ? '.' : ','));
  if ((pointLast ? points : commas) != 1 || !isGrouped(whole, pointLast ? ',' : '.'))
    return Marks::Broken;
  return pointLast ? Marks::DecimalPoint : Marks::DecimalComma;
}

}  // namespace

bool looksNumeric(std::string_view field) {
  const auto parts = partsOf(field);
  return parts && marksOf(parts->body) != Marks::Broken;
}

Cells cutCells(std::string_view text) {
  Cells cells;
  cells.lines = text.find_first_of("\r\n") != std::string_view::npos;
  const auto named = namedSeparator(text);
  // The first of those that make equally many numbers: commas within what tabs and semicolons
  // separate are decimal commas.
  std::vector<Form> forms = {{'\t'}, {';'},       {','},        {'|'},
                             {' '},  {',', true}, {'\t', true}, {' ', true}};
  if (!cells.lines)
    std::erase_if(forms, [](const Form& form) { return form.separator == ';' || form.semicolons; });
  if (!cells.lines)
    std::ranges::stable_partition(forms, [](const Form& form) { return form.separator == ','; });
  if (named) forms = {{*named}};
  Form best = named || !cells.lines ? forms[0] : Form{','};
  double most = 0;
  for (const Form& form : forms) {
    const double numbers = numbersIn(text, cells.lines, form);
    if (numbers <= most + 1e-9) continue;
    most = numbers;
    best = form;
  }
  cells.separator = best.separator;
  eachRow(text, cells.lines, best.semicolons, best.separator,
          [&](std::string_view row, int number) {
            cells.rows.push_back({number, fieldsOf(row, best.separator)});
            return true;
          });
  return cells;
}

void NumberStyle::see(std::string_view field, const CellRow& row, int column) {
  const auto parts = partsOf(field);
  if (!parts) return;
  const auto note = [&](Seen& seen) {
    if (seen.field.empty()) seen = {field, row.number, column};
  };
  switch (marksOf(parts->body)) {
    case Marks::DecimalPoint:
      note(point_);
      break;
    case Marks::DecimalComma:
      note(comma_);
      break;
    case Marks::DoubtfulPoint:
      note(doubtfulPoint_);
      break;
    case Marks::DoubtfulComma:
      note(doubtfulComma_);
      break;
    default:
      break;
  }
}

Result<void> NumberStyle::decide(const Cells& cells) {
  const auto found = [](const Seen& seen) { return !seen.field.empty(); };
  if (found(point_) && found(comma_)) {
    return Failure{placeOf(cells, comma_.row, comma_.column) + shownField(comma_.field) +
                   " has a decimal comma, but " + shownField(point_.field) + " a decimal point"};
  }
  decimalComma_ = found(comma_);
  if (found(point_) || found(comma_)) return {};
  // Where commas or blanks separate the columns a point is a decimal point.
  const bool pointIsDecimal = cells.separator == ',' || cells.separator == ' ';
  const bool both = found(doubtfulComma_) && found(doubtfulPoint_);
  const Seen& doubtful = found(doubtfulComma_) ? doubtfulComma_ : doubtfulPoint_;
  if (!found(doubtful) || (!found(doubtfulComma_) && pointIsDecimal && !both)) return {};
  std::string joined = plainNumber(doubtful.field), decimal = joined;
  std::erase_if(joined, [](char c) { return c == ',' || c == '.'; });
  std::ranges::replace(decimal, ',', '.');
  decimal += '0';
  return Failure{placeOf(cells, doubtful.row, doubtful.column) + shownField(doubtful.field) +
                 " may be " + joined + " or " + decimal + ": write one of them"};
}

std::string NumberStyle::plain(std::string_view field) const {
  const auto parts = partsOf(field);
  if (!parts || marksOf(parts->body) == Marks::Broken) return std::string(field);
  std::string body = parts->body;
  std::erase(body, decimalComma_ ? '.' : ',');
  std::ranges::replace(body, ',', '.');
  return parts->sign + body + parts->exponent;
}

std::string placeOf(const Cells& cells, int row, int column) {
  return std::string(cells.lines ? "line" : "point") + " " + std::to_string(row) + ", column " +
         std::to_string(column + 1) + ": ";
}

std::string shownField(std::string_view field) {
  constexpr std::size_t kLongest = 20;
  std::string text;
  std::size_t shown = 0;
  for (std::size_t i = 0; i < field.size() && shown < kLongest; ++shown) {
    const auto c = static_cast<unsigned char>(field[i]);
    std::size_t length = c < 0x80 ? 1 : c >= 0xF0 ? 4 : c >= 0xE0 ? 3 : 2;
    bool whole = (c >= 32 && c < 127) || (c >= 0xC3 && c <= 0xF4 && i + length <= field.size());
    for (std::size_t k = 1; whole && k < length; ++k) {
      whole = (static_cast<unsigned char>(field[i + k]) & 0xC0) == 0x80;
    }
    if (!whole) length = 1;
    text += whole ? field.substr(i, length) : std::string_view("?");
    i += length;
    if (i >= field.size()) return "'" + text + "'";
  }
  return "'" + text + (field.empty() ? "'" : "...'");
}

}  // namespace basin
