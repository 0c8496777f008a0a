#include "data/table.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

#include "base/number_text.h"

namespace basin {
namespace {

struct Row {
  int number = 0;  // of the line or point, from 1
  std::vector<std::string_view> fields;
};

// How a text is cut: rows by `row`, fields by `field`; `word` is what messages call a row.
struct Form {
  char row = ';';
  char field = ',';
  const char* word = "point";
};

std::string_view withoutMark(std::string_view text) {
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  return text;
}

Form formOf(std::string_view text) {
  // A carriage return alone ended lines once; with a line feed it is trimmed as a blank.
  const bool feeds = text.find('\n') != std::string_view::npos;
  if (!feeds && text.find('\r') == std::string_view::npos) return {};
  const char row = feeds ? '\n' : '\r';
  while (true) {
    const size_t end = text.find(row);
    const std::string_view line = text.substr(0, end);
    if (!trimmed(line).empty()) {
      for (char separator : {'\t', ';'}) {
        if (line.find(separator) != std::string_view::npos) return {row, separator, "line"};
      }
      return {row, ',', "line"};
    }
    if (end == std::string_view::npos) return {row, ',', "line"};
    text.remove_prefix(end + 1);
  }
}

std::string_view unquoted(std::string_view field) {
  field = trimmed(field);
  if (field.size() >= 2 && field.front() == '"' && field.back() == '"') {
    field = trimmed(field.substr(1, field.size() - 2));
  }
  return field;
}

std::optional<double> numberIn(std::string_view field, char separator) {
  if (separator == ',' || field.find(',') == std::string_view::npos) return readNumber(field);
  std::string pointed(field);
  std::replace(pointed.begin(), pointed.end(), ',', '.');
  return readNumber(pointed);
}

// Cuts a field short for messages; bytes that are not printable ASCII would garble a terminal.
std::string shown(std::string_view field) {
  std::string text;
  for (char c : field.substr(0, 20)) text += c >= 32 && c < 127 ? c : '?';
  return "'" + text + (field.size() > 20 ? "..." : "") + "'";
}

std::string place(const Form& form, int row, int column) {
  return std::string(form.word) + " " + std::to_string(row) + ", column " + std::to_string(column) +
         ": ";
}

Result<std::vector<Row>> cut(std::string_view text, const Form& form, int columns,
                             std::string_view names) {
  if (text.size() > kMaxTableBytes) return Failure{"the text is longer than 4 MB"};
  std::vector<Row> rows;
  bool first = true;
  for (int number = 1; !text.empty(); ++number) {
    const size_t end = text.find(form.row);
    std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (trimmed(line).empty()) continue;
    Row row{number, {}};
    while (true) {
      const size_t comma = line.find(form.field);
      row.fields.push_back(unquoted(line.substr(0, comma)));
      if (comma == std::string_view::npos) break;
      line.remove_prefix(comma + 1);
      if (static_cast<int>(row.fields.size()) > columns) break;
    }
    if (static_cast<int>(row.fields.size()) != columns) {
      const int found = static_cast<int>(row.fields.size());
      return Failure{place(form, number, std::min(found, columns + 1)) +
                     (found > columns ? "too many values, " : "too few values, ") +
                     std::string(names) + " are expected"};
    }
    // A first row whose coordinates are words is a heading.
    const bool heading = first && form.row != ';' && !row.fields[0].empty() &&
                         !numberIn(row.fields[0], form.field) &&
                         !numberIn(row.fields[1], form.field);
    first = false;
    if (heading) continue;
    if (static_cast<int>(rows.size()) == kMaxTableRows) {
      return Failure{"more than " + std::to_string(kMaxTableRows) + " rows"};
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

Result<double> coordinate(const Row& row, int column, const Form& form) {
  const auto value = numberIn(row.fields[column], form.field);
  if (!value) {
    return Failure{place(form, row.number, column + 1) + shown(row.fields[column]) +
                   " is not a number"};
  }
  // Beyond this squares and sums of squares lose all meaning in pictures.
  if (std::abs(*value) > 1e12) {
    return Failure{place(form, row.number, column + 1) + shown(row.fields[column]) +
                   " is out of range (at most 1e12)"};
  }
  return *value;
}

// The distinct labels in order of appearance, at most two.
class Labels {
 public:
  bool add(std::string_view text, const std::optional<double>& number) {
    for (int i = 0; i < count_; ++i) {
      if (same(i, text, number)) return true;
    }
    if (count_ == 2) return false;
    texts_[count_] = text;
    numbers_[count_++] = number;
    return true;
  }
  int classOf(std::string_view text, const std::optional<double>& number) const {
    const bool numeric = numbers_[0] && (count_ < 2 || numbers_[1]);
    if (count_ < 2) return numeric && *numbers_[0] > 0 ? 1 : 0;
    const int at = same(0, text, number) ? 0 : 1;
    return numeric && *numbers_[0] > *numbers_[1] ? 1 - at : at;
  }
  std::string both() const { return shown(texts_[0]) + " and " + shown(texts_[1]); }

 private:
  bool same(int i, std::string_view text, const std::optional<double>& number) const {
    return number && numbers_[i] ? *number == *numbers_[i] : text == texts_[i];
  }
  std::array<std::string_view, 2> texts_;
  std::array<std::optional<double>, 2> numbers_;
  int count_ = 0;
};

void writeNumber(double value, std::string& out) {
  out += shortestText(std::round(value * 1000) / 1000 + 0.0);
}

}  // namespace

Result<std::vector<LabelledPoint>> readPoints(std::string_view text) {
  text = withoutMark(text);
  const Form form = formOf(text);
  const auto rows = cut(text, form, 3, "x, y and label");
  if (!rows) return Failure{rows.error()};
  Labels labels;
  std::vector<LabelledPoint> points;
  points.reserve(rows.value().size());
  for (const Row& row : rows.value()) {
    const auto x = coordinate(row, 0, form);
    if (!x) return Failure{x.error()};
    const auto y = coordinate(row, 1, form);
    if (!y) return Failure{y.error()};
    const std::string_view label = row.fields[2];
    if (label.empty()) return Failure{place(form, row.number, 3) + "the label is missing"};
    if (!labels.add(label, numberIn(label, form.field))) {
      return Failure{place(form, row.number, 3) + shown(label) + " is a third class besides " +
                     labels.both() + "; two are possible"};
    }
    points.push_back({x.value(), y.value(), 0});
  }
  for (size_t i = 0; i < points.size(); ++i) {
    const std::string_view label = rows.value()[i].fields[2];
    points[i].label = labels.classOf(label, numberIn(label, form.field));
  }
  return points;
}

Result<std::vector<Sample>> readSamples(std::string_view text) {
  text = withoutMark(text);
  const Form form = formOf(text);
  const auto rows = cut(text, form, 2, "x and y");
  if (!rows) return Failure{rows.error()};
  std::vector<Sample> samples;
  samples.reserve(rows.value().size());
  for (const Row& row : rows.value()) {
    const auto x = coordinate(row, 0, form);
    if (!x) return Failure{x.error()};
    const auto y = coordinate(row, 1, form);
    if (!y) return Failure{y.error()};
    samples.push_back({x.value(), y.value()});
  }
  return samples;
}

int countColumns(std::string_view text) {
  text = withoutMark(text);
  const Form form = formOf(text);
  while (!text.empty()) {
    const size_t end = text.find(form.row);
    const std::string_view line = text.substr(0, end);
    if (!trimmed(line).empty()) {
      return 1 + static_cast<int>(std::count(line.begin(), line.end(), form.field));
    }
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return 0;
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
