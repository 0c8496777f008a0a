#include "io/csv.h"

#include <unistd.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <set>
#include <system_error>

#include "base/number_text.h"
#include "io/names.h"
#include "io/text.h"
#include "lab/param_text.h"
#include "lab/registry.h"

namespace basin {

namespace {

namespace fs = std::filesystem;

std::string cell(std::string_view text) {
  return csvCell(text);
}
std::string cell(const std::string& text) {
  return csvCell(text);
}
std::string cell(const char* text) {
  return csvCell(text);
}
std::string cell(double value) {
  return csvNumber(value);
}
// The shortest text of a float, which is far shorter than that of the same value as a double.
std::string cell(float value) {
  return shortestText(value);
}
std::string cell(int value) {
  return std::to_string(value);
}
std::string cell(std::uint64_t value) {
  return std::to_string(value);
}

// Rows of cells under a header.
class Table {
 public:
  explicit Table(std::string header) : text_(std::move(header) + "\n") {}

  template <class... Cells>
  void row(const Cells&... cells) {
    bool first = true;
    ((text_ += (first ? "" : ","), first = false, text_ += cell(cells)), ...);
    text_ += '\n';
  }
  TextFile file(std::string name) { return {std::move(name) + ".csv", std::move(text_)}; }

 private:
  std::string text_;
};

std::string at(const std::vector<double>& values, std::size_t i) {
  return i < values.size() ? csvNumber(values[i]) : "";
}

// Names that tell the things of one table apart: what has none is called by its kind and number, and a
// name that was there before gets a number behind it.
class Names {
 public:
  explicit Names(std::string kind) : kind_(std::move(kind)) {}

  std::string next(const std::string& name) {
    ++count_;
    const std::string base = name.empty() ? kind_ + " " + std::to_string(count_) : name;
    std::string found = base;
    for (int i = 2; !taken_.insert(found).second; ++i) found = base + " " + std::to_string(i);
    return found;
  }

 private:
  std::string kind_;
  int count_ = 0;
  std::set<std::string> taken_;
};

class FrameTables {
 public:
  explicit FrameTables(const Frame& frame) : frame_(frame), lab_(*findLab(frame.lab)) {}

  std::vector<TextFile> take() {
    writeRun();
    for (std::size_t i = 0; i < frame_.outputs.size(); ++i) {
      const OutputDef& def = lab_.outputs[i];
      std::visit([&](const auto& data) { write(def, data); }, frame_.outputs[i]);
    }
    files_.push_back(scalars_.file("scalars"));
    files_.push_back(checks_.file("checks"));
    return std::move(files_);
  }

 private:
  void writeRun() {
    Table table("key,value");
    table.row("lab", frame_.lab);
    for (std::size_t i = 0; i < frame_.params.size(); ++i) {
      table.row(lab_.params[i].id, formatValue(lab_.params[i], frame_.params[i]));
    }
    table.row("seed", frame_.seed);
    table.row("steps", frame_.step);
    table.row("status", nameOf(frame_.status));
    files_.push_back(table.file("run"));
  }

  void write(const OutputDef&, const std::monostate&) {}
  void write(const OutputDef&, const NoteData&) {}
  void write(const OutputDef& def, const ScalarData& data) {
    scalars_.row(def.id, data.value, def.unitText);
  }
  void write(const OutputDef& def, const CheckData& check) {
    const bool decided = check.state == CheckState::Holds || check.state == CheckState::Fails;
    const std::string holds = decided ? (check.state == CheckState::Holds ? "true" : "false") : "";
    checks_.row(def.id, def.label, check.measured, nameOf(check.relation), check.predicted,
                check.tolerance, holds, nameOf(check.state), check.detail, def.referenceText);
  }
  void write(const OutputDef& def, const SeriesData& data) {
    Table table("panel,curve,role,x,y,lo,hi");
    Names panels("panel");
    for (const Panel& panel : data.panels) {
      const std::string title = data.panels.size() > 1 ? panels.next(panel.title) : panel.title;
      Names curves("curve");
      for (const Curve& c : panel.curves) {
        const std::string name = curves.next(c.name);
        for (std::size_t i = 0; i < c.x.size(); ++i) {
          table.row(title, name, nameOf(c.role), c.x[i], at(c.y, i), at(c.lo, i),
                    at(c.hi, i));
        }
      }
    }
    files_.push_back(table.file(std::string(def.id)));
  }
  void write(const OutputDef& def, const FieldData& field) {
    Table table("x,y,value");
    for (int row = 0; row < field.ny; ++row) {
      const double y = gridPoint(field.y0, field.y1, row, field.ny);
      for (int column = 0; column < field.nx; ++column) {
        table.row(gridPoint(field.x0, field.x1, column, field.nx), y,
                  field.values[static_cast<std::size_t>(row) * field.nx + column]);
      }
    }
    files_.push_back(table.file(std::string(def.id)));
    writePaths(def, field.paths);
    if (!field.marks.empty()) writeMarks(std::string(def.id) + "-marks", field.marks);
  }
  void write(const OutputDef& def, const PointsData& points) {
    writeMarks(std::string(def.id), points.marks);
    writePaths(def, points.paths);
  }
  void write(const OutputDef& def, const GraphData& graph) {
    Table nodes("net,node,layer,label,value");
    Table edges("net,from,to,weight,tie");
    for (const Net& net : graph.nets) {
      for (std::size_t i = 0; i < net.nodes.size(); ++i) {
        const GraphNode& node = net.nodes[i];
        nodes.row(net.title, static_cast<int>(i), node.layer, node.label, node.value);
      }
      for (const GraphEdge& edge : net.edges) {
        edges.row(net.title, edge.from, edge.to, edge.weight,
                  edge.tie < 0 ? "" : std::to_string(edge.tie));
      }
    }
    files_.push_back(nodes.file(std::string(def.id) + "-nodes"));
    files_.push_back(edges.file(std::string(def.id) + "-edges"));
  }

  void writePaths(const OutputDef& def, const std::vector<Path>& paths) {
    if (paths.empty()) return;
    Table table("path,role,x,y");
    Names names("path");
    for (const Path& path : paths) {
      const std::string name = names.next(path.name);
      for (std::size_t i = 0; i < path.x.size(); ++i) {
        table.row(name, nameOf(path.role), path.x[i], path.y[i]);
      }
    }
    files_.push_back(table.file(std::string(def.id) + "-paths"));
  }
  void writeMarks(std::string name, const std::vector<Marks>& groups) {
    Table table("name,class,x,y");
    Names names("points");
    for (const Marks& marks : groups) {
      const std::string own = names.next(marks.name);
      for (std::size_t i = 0; i < marks.x.size(); ++i) {
        table.row(own, marks.colour, marks.x[i], marks.y[i]);
      }
    }
    files_.push_back(table.file(std::move(name)));
  }
  static double gridPoint(double first, double last, int i, int n) {
    return n > 1 ? first + (last - first) * i / (n - 1) : first;
  }

  const Frame& frame_;
  const LabDef& lab_;
  Table scalars_{"id,value,unit"};
  Table checks_{"id,name,measured,relation,predicted,tolerance,holds,state,detail,reference"};
  std::vector<TextFile> files_;
};

Failure cannotWrite(const fs::path& path, const std::string& why) {
  return {"cannot write " + quote(path.string(), 200) + ": " + why};
}

fs::path parentOf(const fs::path& path) {
  return path.has_parent_path() ? path.parent_path() : fs::path(".");
}

std::string reason(const std::error_code& error) {
  return error.message();
}

}  // namespace

std::string csvCell(std::string_view text) {
  if (text.find_first_of(",\"\r\n") == std::string_view::npos) return std::string(text);
  std::string quotedText = "\"";
  for (char c : text) {
    if (c == '"') quotedText += '"';
    quotedText += c;
  }
  return quotedText + '"';
}

std::string csvNumber(double value) {
  return shortestText(value);
}

std::vector<TextFile> frameCsv(const Frame& frame) {
  return FrameTables(frame).take();
}

Result<void> writeFiles(const std::string& folder, const std::vector<TextFile>& files) {
  std::error_code error;
  const fs::path target(folder.empty() ? "." : folder);
  const bool existed = fs::exists(target, error);
  if (existed && !fs::is_directory(target, error)) return cannotWrite(target, "not a folder");
  if (!existed) fs::create_directories(target, error);
  if (error) return cannotWrite(target, reason(error));

  // First everything beside its place, then all into place: a full disk leaves nothing half-done.
  std::vector<fs::path> written;
  const auto undo = [&] {
    std::error_code ignored;
    for (const fs::path& path : written) fs::remove(path, ignored);
    if (!existed) fs::remove(target, ignored);
  };
  for (const TextFile& file : files) {
    const fs::path path = target / (file.name + ".part");
    written.push_back(path);
    std::ofstream stream(path, std::ios::binary | std::ios::trunc);
    stream << file.content;
    stream.close();
    const bool blocked = fs::is_directory(target / file.name, error);
    if (!stream || blocked) {
      undo();
      return cannotWrite(target / file.name, blocked ? "it is a folder" : "no permission or space");
    }
  }
  for (std::size_t i = 0; i < files.size(); ++i) {
    fs::rename(written[i], target / files[i].name, error);
    if (error) {
      undo();
      return cannotWrite(target / files[i].name, reason(error));
    }
  }
  return {};
}

Result<void> mayWriteFiles(const std::string& folder) {
  std::error_code error;
  fs::path existing = fs::absolute(folder.empty() ? "." : folder, error);
  if (error) return cannotWrite(folder, reason(error));
  while (!fs::exists(existing, error) && existing.has_relative_path()) {
    existing = existing.parent_path();
  }
  if (!fs::is_directory(existing, error)) {
    return cannotWrite(folder, quote(existing.string(), 200) + " is not a folder");
  }
  if (access(existing.c_str(), W_OK) != 0) return cannotWrite(folder, "no permission");
  return {};
}

Result<void> mayWriteFile(const std::string& path) {
  const fs::path target(path);
  std::error_code error;
  if (!target.has_filename() || fs::is_directory(target, error)) {
    return cannotWrite(target, "it is a folder");
  }
  const fs::path parent = parentOf(target);
  if (!fs::is_directory(parent, error)) return cannotWrite(target, "there is no such folder");
  const bool there = fs::exists(target, error);
  if (access(there ? target.c_str() : parent.c_str(), W_OK) != 0) {
    return cannotWrite(target, "no permission");
  }
  return {};
}

Result<void> writeFile(const std::string& path, const std::string& content) {
  if (auto may = mayWriteFile(path); !may.ok()) return may;
  const fs::path target(path);
  std::error_code error;
  // A device or pipe is written to as it is; it cannot be replaced by a finished file.
  if (fs::exists(target, error) && !fs::is_regular_file(target, error)) {
    std::ofstream stream(target, std::ios::binary);
    stream << content;
    stream.close();
    if (!stream) return cannotWrite(target, "no permission or space");
    return {};
  }
  return writeFiles(parentOf(target).string(), {{target.filename().string(), content}});
}

}  // namespace basin
