#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "lab/frame.h"

namespace basin {

/// A file's name and content.
struct TextFile {
  std::string name;
  std::string content;
};

/// A frame as tables: run.csv (key,value: lab, seed, steps, status, parameters), scalars.csv,
/// checks.csv; for every series ID.csv (panel,curve,role,x,y,lo,hi), every field ID.csv (x,y,value)
/// with ID-paths.csv and ID-marks.csv where there are any, every cloud of points ID.csv
/// (name,class,x,y), every graph ID-nodes.csv and ID-edges.csv. Quoted as in RFC 4180. Curves, paths
/// and sets of points of one table have names of their own: "curve 2" where there is none, "loss 2"
/// for a second "loss".
std::vector<TextFile> frameCsv(const Frame& frame);

/// Writes the files into a folder, made when missing. All or nothing: on an error, whose message
/// names the path, no file has been added or changed.
Result<void> writeFiles(const std::string& folder, const std::vector<TextFile>& files);

/// Writes one file, all or nothing likewise.
Result<void> writeFile(const std::string& path, const std::string& content);

/// Whether a file could be written there, as far as can be told before; asked before long work.
Result<void> mayWriteFile(const std::string& path);

/// The same of a folder of files.
Result<void> mayWriteFiles(const std::string& folder);

/// A cell as RFC 4180 wants it: in quotes where it holds a comma, a quote or a line's end.
std::string csvCell(std::string_view text);

/// Shortest decimal that reads back as the same number; "nan", "inf", "-inf".
std::string csvNumber(double value);

}  // namespace basin
