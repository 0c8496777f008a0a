#include "cli/row_file.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <system_error>

#include "io/text.h"

namespace basin::cli {

namespace {

namespace fs = std::filesystem;

Failure cannotWrite(const std::string& path) {
  return {"cannot write " + quote(path, 200) + ": " + std::strerror(errno)};
}

Result<std::string> contentOf(const std::string& path) {
  std::ifstream stream(path, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(stream), {}};
  if (!stream) return Failure{"cannot read " + quote(path, 200)};
  return text;
}

bool isFile(const std::string& path) {
  std::error_code ignored;
  return fs::is_regular_file(path, ignored);
}

}  // namespace

RowFile::RowFile(std::string path) : path_(std::move(path)), part_(path_ + ".part") {
  std::error_code ignored;
  if (fs::exists(path_, ignored) && !isFile(path_)) part_ = path_;
}

Result<void> RowFile::open(const char* mode) {
  file_.reset(std::fopen(part_.c_str(), mode));
  if (!file_) return cannotWrite(part_);
  return {};
}

Result<RowFile> RowFile::begin(const std::string& path, const std::string& heading) {
  RowFile file(path);
  if (file.part_ != path && isFile(file.part_)) {
    return Failure{quote(file.part_, 200) +
                   " has the rows of a sweep that was stopped: --resume goes on with it; move or "
                   "delete it to begin again"};
  }
  if (auto opened = file.open("wb"); !opened.ok()) return Failure{opened.error()};
  if (auto added = file.add(heading); !added.ok()) return Failure{added.error()};
  return file;
}

Result<RowFile> RowFile::resume(const std::string& path, const std::string& heading,
                                const RowLength& lengthOf, std::uint64_t& found) {
  RowFile file(path);
  found = 0;
  const std::string source = isFile(file.part_) ? file.part_ : path;
  if (!isFile(source)) return begin(path, heading);
  const auto content = contentOf(source);
  if (!content.ok()) return Failure{content.error()};
  const std::string_view text = content.value();
  // Killed while it wrote its heading, it has nothing to keep.
  std::size_t whole = text.size() < heading.size() && heading.starts_with(text) ? 0 : heading.size();
  const auto another = [&](const std::string& what) {
    return Failure{"resume: " + quote(source, 200) + " is of another sweep: " + what};
  };
  if (whole > 0 && !text.starts_with(heading)) return another("it has other columns");
  while (whole > 0 || heading.empty()) {
    const std::string_view rest = text.substr(whole);
    if (rest.find('\n') == std::string_view::npos) break;
    const auto length = lengthOf(found, rest);
    if (!length) return another("row " + std::to_string(found + 1) + " has other settings");
    if (*length == 0) break;
    whole += *length;
    ++found;
  }
  std::error_code error;
  if (source == path) fs::rename(path, file.part_, error);
  if (!error) fs::resize_file(file.part_, whole, error);
  if (error) return Failure{"cannot write " + quote(file.part_, 200) + ": " + error.message()};
  if (auto opened = file.open("ab"); !opened.ok()) return Failure{opened.error()};
  if (whole == 0) {
    if (auto added = file.add(heading); !added.ok()) return Failure{added.error()};
  }
  return file;
}

Result<void> RowFile::add(std::string_view text) {
  const bool whole = std::fwrite(text.data(), 1, text.size(), file_.get()) == text.size();
  if (std::fflush(file_.get()) != 0 || !whole) return cannotWrite(part_);
  return {};
}

Result<void> RowFile::finish() {
  if (std::fclose(file_.release()) != 0) return cannotWrite(part_);
  if (part_ == path_) return {};
  std::error_code error;
  fs::rename(part_, path_, error);
  if (error) return Failure{"cannot write " + quote(path_, 200) + ": " + error.message()};
  return {};
}

}  // namespace basin::cli
