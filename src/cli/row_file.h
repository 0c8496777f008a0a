#pragma once

#include <cstdint>
#include <cstdio>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace basin::cli {

/// The table of a sweep on its way to the disk. Every row is in PATH.part, beside PATH, as soon as
/// it is there; when the sweep is over the file gets its name. Whatever ends the process leaves the
/// rows. What is no file (a device, a pipe) is written to as it is.
class RowFile {
 public:
  /// Begins a table with this heading (empty: none). Refuses to write over rows of a sweep that was
  /// stopped.
  static Result<RowFile> begin(const std::string& path, const std::string& heading);

  /// The length of row `n`, from 0, at the front of `rest`; nothing where this is another row.
  using RowLength = std::function<std::optional<std::size_t>(std::uint64_t n, std::string_view rest)>;

  /// Goes on behind the whole rows of PATH.part or, where there is none, of PATH; begins where there
  /// is neither. A last row that is not whole is cut off. Sets `found` to the number of rows.
  static Result<RowFile> resume(const std::string& path, const std::string& heading,
                                const RowLength& lengthOf, std::uint64_t& found);

  /// Adds text and hands it to the system.
  Result<void> add(std::string_view text);

  /// Gives the table its name: at its end, or where it was interrupted.
  Result<void> finish();

 private:
  struct Close {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };

  explicit RowFile(std::string path);
  Result<void> open(const char* mode);

  std::string path_;
  std::string part_;  ///< Where rows go: path_ itself for what is no file.
  std::unique_ptr<std::FILE, Close> file_;
};

}  // namespace basin::cli
