#include "data/table.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "base/number_text.h"
#include "data/table_cells.h"

namespace basin {
namespace {

// Lines of titles, names and units that may stand above the numbers.
constexpr int kMostHeadings = 5;

std::string_view withoutMark(std::string_view text) {
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  return text;
}

std::string lowered(std::string_view text) {
  std::string small(text);
  for (char& c : small) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return small;
}

template <std::size_t N>
bool isOneOf(std::string_view word, const std::string_view (&words)[N]) {
  return std::ranges::find(words, word) != std::end(words);
}

// What programs write for a value that they do not have.
bool isMissing(std::string_view field) {
  constexpr std::string_view kMissing[] = {"",     "na",  "nan",     "n/a",  "null",
                                           "none", "nil", "missing", "-nan", "inf",
                                           "-",    "--",  "?",       ".",    "-inf"};
  return isOneOf(lowered(field), kMissing) || field.starts_with('#');
}

// "1.O" is a number gone wrong, no name of a column.
bool beginsAsNumber(std::string_view field) {
  const std::string plain = plainNumber(field);
  const std::size_t digit = plain.find_first_not_of("+-.,");
  return digit != std::string::npos && plain[digit] >= '0' && plain[digit] <= '9';
}

int namesIn(const CellRow& row) {
  return static_cast<int>(
      std::ranges::count_if(row.fields, [](auto field) { return !field.empty(); }));
}

bool isHeading(const CellRow& row) {
  // A title may begin with a year.
  if (namesIn(row) == 1) return std::ranges::none_of(row.fields, looksNumeric);
  return std::ranges::none_of(row.fields, [](std::string_view field) {
    return beginsAsNumber(field) || (!field.empty() && isMissing(field));
  });
}

bool isLabelName(std::string_view name) {
  constexpr std::string_view kNames[] = {
      "label", "class",    "target", "category", "group",   "species",   "type", "klasse", "gruppe",
      "clase", "etiqueta", "grupo",  "labels",   "classes", "kategorie", "类",   "类别",   "标签"};
  return isOneOf(lowered(name), kNames);
}

bool isRowName(std::string_view name) {
  constexpr std::string_view kNames[] = {"", "index", "id", "#", "nr", "no", "row"};
  return isOneOf(lowered(name), kNames) || lowered(name).starts_with("unnamed");
}

/// The rows of a text below its headings, and which column is which.
class Sheet {
 public:
  Sheet(std::string_view text, TableKind kind) : cells_(cutCells(text)), kind_(kind) {}

  Result<Table> read() {
    takeHeadings();
    if (cells_.rows.empty()) return Failure{"the text holds headings but no numbers"};
    dropEmptyColumns();
    if (auto chosen = choose(); !chosen.ok()) return Failure{chosen.error()};
    if (static_cast<int>(cells_.rows.size()) > kMaxTableRows) {
      return Failure{"more than " + std::to_string(kMaxTableRows) + " rows"};
    }
    for (const CellRow& row : cells_.rows) {
      for (const int column : {x_, y_}) style_.see(row.fields[column], row, place(column));
    }
    if (auto decided = style_.decide(cells_); !decided.ok()) return Failure{decided.error()};
    return label_ < 0 ? samples() : points();
  }

 private:
  int columns() const { return columns_; }
  // Where a column stood before empty ones were passed over.
  int place(int column) const { return kept_.empty() ? column : kept_[column]; }
  std::string at(const CellRow& row, int column) const {
    return placeOf(cells_, row.number, column < columns_ ? place(column) : column);
  }

  void takeHeadings() {
    std::size_t count = 0;
    while (count < cells_.rows.size() && isHeading(cells_.rows[count])) ++count;
    // On one line a row of words is rather a point gone wrong, but for a heading above numbers.
    const bool all = count == cells_.rows.size();
    if ((all && !cells_.lines) || count > kMostHeadings) return;
    for (std::size_t i = 0; i < count; ++i) {
      if (namesIn(cells_.rows[i]) > 1 && names_.empty()) names_ = cells_.rows[i].fields;
    }
    cells_.rows.erase(cells_.rows.begin(),
                      cells_.rows.begin() + static_cast<std::ptrdiff_t>(count));
  }

  // Commas at the end of lines and bars around them make columns of nothing.
  void dropEmptyColumns() {
    std::size_t widest = 0;
    for (const CellRow& row : cells_.rows) widest = std::max(widest, row.fields.size());
    std::vector<bool> used(widest, false);
    for (const CellRow& row : cells_.rows) {
      for (std::size_t i = 0; i < row.fields.size(); ++i)
        used[i] = used[i] || !row.fields[i].empty();
    }
    // R names the columns only, and its rows too.
    const std::size_t named = names_.size();
    if (named > 0 && named + 1 == widest && used[0]) names_.insert(names_.begin(), "");
    if (std::ranges::find(used, false) != used.end()) {
      for (std::size_t i = 0; i < widest; ++i) {
        if (used[i]) kept_.push_back(static_cast<int>(i));
      }
      const auto keep = [&](std::vector<std::string_view>& fields) {
        std::vector<std::string_view> rest;
        for (const int column : kept_) {
          if (static_cast<std::size_t>(column) >= fields.size()) break;
          rest.push_back(fields[column]);
        }
        fields = std::move(rest);
      };
      for (CellRow& row : cells_.rows) keep(row.fields);
      keep(names_);
    }
    columns_ = static_cast<int>(cells_.rows[0].fields.size());
  }

  // Whole numbers that count from 0 or 1.
  bool countsRows(int column) const {
    double next = 0;
    bool first = true;
    for (const CellRow& row : cells_.rows) {
      const auto number = readNumber(row.fields[column]);
      if (!number || (first && *number != 0 && *number != 1) || (!first && *number != next))
        return false;
      next = *number + 1;
      first = false;
    }
    return cells_.rows.size() > 1;
  }

  bool isWordy(int column) const {
    return std::ranges::all_of(cells_.rows, [&](const CellRow& row) {
      return !looksNumeric(row.fields[column]) && !isMissing(row.fields[column]) &&
             !beginsAsNumber(row.fields[column]);
    });
  }

  std::string_view nameOf(int column) const {
    return column < static_cast<int>(names_.size()) ? names_[column] : std::string_view("?");
  }

  Result<void> choose() {
    const auto complete = [&](int wanted) -> Result<void> {
      const char* expected = wanted == 3 ? "x, y and label" : "x and y";
      for (const CellRow& row : cells_.rows) {
        const int found = static_cast<int>(row.fields.size());
        if (found == columns_ && columns_ == wanted + (numbered_ ? 1 : 0)) continue;
        const bool more = found > wanted + (numbered_ ? 1 : 0);
        return Failure{at(row, std::min(found, wanted + 1) - 1) +
                       (more ? "too many values, " : "too few values, ") + expected +
                       " are expected"};
      }
      return {};
    };
    const bool even = std::ranges::all_of(cells_.rows, [&](const CellRow& row) {
      return static_cast<int>(row.fields.size()) == columns_;
    });
    const bool titled = !names_.empty() && static_cast<int>(names_.size()) == columns_;
    if (even && columns_ > 2) {
      const bool rowName = titled && isRowName(nameOf(0));
      numbered_ = countsRows(0) &&
                  (columns_ > 3 ? rowName || !titled : rowName && kind_ != TableKind::Points);
    }
    const int first = numbered_ ? 1 : 0;
    const bool three =
        kind_ == TableKind::Points || (kind_ == TableKind::Either && columns_ - first != 2);
    if (auto whole = complete(three ? 3 : 2); !whole.ok()) return whole;
    x_ = first, y_ = first + 1;
    if (three) chooseLabel(first, titled);
    if (titled && lowered(nameOf(x_)) == "y" && lowered(nameOf(y_)) == "x") std::swap(x_, y_);
    return {};
  }

  void chooseLabel(int first, bool titled) {
    label_ = first + 2;
    int named = -1, wordy = -1, manyNamed = 0, manyWordy = 0;
    for (int column = first; column < first + 3; ++column) {
      if (titled && isLabelName(nameOf(column))) named = column, ++manyNamed;
      if (isWordy(column)) wordy = column, ++manyWordy;
    }
    // Between the coordinates it is rather a coordinate that was never a number.
    if (manyWordy == 1 && (wordy != first + 1 || wordy == named)) {
      label_ = wordy;
    } else if (manyNamed == 1) {
      label_ = named;
    }
    x_ = label_ == first ? first + 1 : first;
    y_ = label_ == first + 2 ? first + 1 : first + 2;
  }

  Result<double> coordinate(const CellRow& row, int column) const {
    const std::string_view field = row.fields[column];
    if (field.empty()) return Failure{at(row, column) + "a number is missing"};
    const auto value = readNumber(style_.plain(field));
    if (!value) return Failure{at(row, column) + shownField(field) + " is not a number"};
    // Beyond this squares and sums of squares lose all meaning in pictures.
    if (std::abs(*value) > 1e12) {
      return Failure{at(row, column) + shownField(field) + " is out of range (at most 1e12)"};
    }
    return *value;
  }

  Result<Table> samples() {
    Table table;
    table.numbered = numbered_;
    table.samples.reserve(cells_.rows.size());
    for (const CellRow& row : cells_.rows) {
      const auto x = coordinate(row, x_);
      if (!x) return Failure{x.error()};
      const auto y = coordinate(row, y_);
      if (!y) return Failure{y.error()};
      table.samples.push_back({x.value(), y.value()});
    }
    return table;
  }

  // A label as written, and in the form in which equal ones are equal.
  struct Label {
    std::string_view text;
    std::string word;
    std::optional<double> number;
    bool operator==(const Label& other) const {
      return number && other.number ? *number == *other.number : word == other.word;
    }
  };

  // 1 when the first of two labels is class 1.
  static int firstClass(const std::vector<Label>& labels) {
    const bool numbers =
        std::ranges::all_of(labels, [](const Label& l) { return l.number.has_value(); });
    if (labels.size() == 1) return numbers && *labels[0].number > 0 ? 1 : 0;
    if (numbers) return *labels[0].number > *labels[1].number ? 1 : 0;
    constexpr std::string_view kPairs[][2] = {
        {"no", "yes"},  {"false", "true"}, {"negative", "positive"},
        {"neg", "pos"}, {"n", "y"},        {"f", "t"},
        {"nein", "ja"}, {"no", "sí"},      {"off", "on"}};
    for (const auto& [no, yes] : kPairs) {
      if (labels[0].word == yes && labels[1].word == no) return 1;
    }
    return 0;
  }

  Result<Table> points() {
    Table table;
    table.label = place(label_) + 1;
    table.numbered = numbered_;
    table.points.reserve(cells_.rows.size());
    std::vector<Label> labels;
    for (const CellRow& row : cells_.rows) {
      const auto x = coordinate(row, x_);
      if (!x) return Failure{x.error()};
      const auto y = coordinate(row, y_);
      if (!y) return Failure{y.error()};
      const std::string_view text = row.fields[label_];
      // A class may be called "-" or "?" and none may be "NA".
      constexpr std::string_view kNone[] = {"", "na", "nan", "n/a", "null"};
      if (isOneOf(lowered(text), kNone) || text.starts_with("#N")) {
        return Failure{at(row, label_) + "the label is missing"};
      }
      const Label label{text, lowered(text), readNumber(style_.plain(text))};
      auto found = std::ranges::find(labels, label);
      if (found == labels.end()) {
        if (labels.size() == 2) {
          return Failure{at(row, label_) + shownField(text) + " is a third class besides " +
                         shownField(labels[0].text) + " and " + shownField(labels[1].text) +
                         "; two are possible"};
        }
        labels.push_back(label);
        found = labels.end() - 1;
      }
      table.points.push_back({x.value(), y.value(), static_cast<int>(found - labels.begin())});
    }
    const int flip = firstClass(labels);
    for (LabelledPoint& point : table.points) point.label ^= flip;
    for (std::size_t i = 0; i < labels.size(); ++i) {
      table.classes[i ^ static_cast<std::size_t>(flip)] = shownField(labels[i].text);
    }
    return table;
  }

  Cells cells_;
  TableKind kind_;
  std::vector<std::string_view> names_;
  std::vector<int> kept_;  // places of the columns that are not empty; none: all are kept
  int columns_ = 0;
  int x_ = 0, y_ = 1, label_ = -1;
  bool numbered_ = false;
  NumberStyle style_;
};

void writeNumber(double value, std::string& out) {
  out += shortestText(std::round(value * 1000) / 1000 + 0.0);
}

}  // namespace

Result<Table> readTable(std::string_view text, TableKind kind) {
  text = withoutMark(text);
  if (text.size() > kMaxTableBytes) return Failure{"the text is longer than 4 MB"};
  if (text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF") ||
      text.find('\0') != std::string_view::npos) {
    return Failure{"this is no text in UTF-8"};
  }
  if (std::ranges::all_of(text, [](char c) {
        return std::string_view(" \t\r\n;").find(c) != std::string_view::npos;
      })) {
    return Table{};
  }
  return Sheet(text, kind).read();
}

Result<std::vector<LabelledPoint>> readPoints(std::string_view text) {
  auto table = readTable(text, TableKind::Points);
  if (!table.ok()) return Failure{table.error()};
  return std::move(table.value().points);
}

Result<std::vector<Sample>> readSamples(std::string_view text) {
  auto table = readTable(text, TableKind::Samples);
  if (!table.ok()) return Failure{table.error()};
  return std::move(table.value().samples);
}

std::string writePoints(const std::vector<LabelledPoint>& points) {
  std::string text;
  for (const LabelledPoint& point : points) {
    if (!text.empty()) text += ';';
    writeNumber(point.x, text);
    text += ',';
    writeNumber(point.y, text);
    text += point.label == 1 ? ",1" : ",0";
  }
  return text;
}

std::string writeSamples(const std::vector<Sample>& samples) {
  std::string text;
  for (const Sample& sample : samples) {
    if (!text.empty()) text += ';';
    writeNumber(sample.x, text);
    text += ',';
    writeNumber(sample.y, text);
  }
  return text;
}

}  // namespace basin
