#include "io/csv.h"

#include <doctest/doctest.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "io/recipe.h"
#include "support/bowl_lab.h"

using namespace basin;
namespace fs = std::filesystem;

namespace {

// A folder of its own, gone at the end.
struct Scratch {
  fs::path path = fs::temp_directory_path() / ("basin-csv-" + std::to_string(getpid()));
  Scratch() { fs::create_directories(path); }
  ~Scratch() { fs::remove_all(path); }
};

std::string read(const fs::path& path) {
  std::ifstream stream(path);
  return {std::istreambuf_iterator<char>(stream), {}};
}

Frame finished() {
  const LabDef& lab = tests::bowlLab();
  Session session(lab, firstParams(lab), 1);
  session.advance(1000);
  return session.frame();
}

std::size_t fileCount(const fs::path& folder) {
  return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder), {}));
}

}  // namespace

TEST_CASE("cells are quoted where they must be") {
  CHECK(csvCell("plain text") == "plain text");
  CHECK(csvCell("a,b") == "\"a,b\"");
  CHECK(csvCell("say \"x\"") == "\"say \"\"x\"\"\"");
  CHECK(csvNumber(0.1) == "0.1");
  CHECK(csvNumber(-std::numeric_limits<double>::quiet_NaN()) == "nan");
}

TEST_CASE("a frame becomes one table an output") {
  const Scratch scratch;
  const fs::path folder = scratch.path / "new" / "deep";
  const auto written = writeFiles(folder.string(), frameCsv(finished()));
  REQUIRE_MESSAGE(written.ok(), written.error());
  for (const char* name :
       {"run.csv", "scalars.csv", "checks.csv", "surface.csv", "surface-paths.csv",
        "surface-marks.csv", "loss.csv", "cloud.csv", "network-nodes.csv", "network-edges.csv"}) {
    CAPTURE(name);
    CHECK(fs::file_size(folder / name) > 0);
  }
  CHECK(fileCount(folder) == 10);
  const std::string surface = read(folder / "surface.csv");
  CHECK(std::ranges::count(surface, '\n') == 21);
  CHECK(surface.starts_with("x,y,value\n-2,0,4\n"));
  CHECK(read(folder / "cloud.csv").find("\"a, \"\"b\"\"\",0,0,") != std::string::npos);
  CHECK(read(folder / "run.csv").find("widths,\"4,2\"\n") != std::string::npos);
}

TEST_CASE("what is drawn together has names of its own in a table") {
  Frame frame = finished();
  Curve loss, unnamed;
  loss.name = "loss";
  loss.x = {1};
  loss.y = {2};
  unnamed.x = {3};
  unnamed.y = {4};
  frame.outputs[1] = SeriesData{{{"", {loss, unnamed, loss, unnamed}}, {"", {loss}}}, 2};
  std::string table;
  for (const TextFile& file : frameCsv(frame)) {
    if (file.name == "loss.csv") table = file.content;
  }
  CHECK(table ==
        "panel,curve,role,x,y,lo,hi\n"
        "panel 1,loss,measured,1,2,,\npanel 1,curve 2,measured,3,4,,\n"
        "panel 1,loss 2,measured,1,2,,\npanel 1,curve 4,measured,3,4,,\n"
        "panel 2,loss,measured,1,2,,\n");
}

TEST_CASE("what cannot be written leaves everything as it was") {
  const Scratch scratch;
  const auto files = frameCsv(finished());
  std::ofstream(scratch.path / "file") << "content";
  auto result = writeFiles((scratch.path / "file").string(), files);
  REQUIRE(!result.ok());
  CHECK(result.error().find("cannot write '") == 0);
  CHECK(!mayWriteFiles((scratch.path / "file").string()).ok());
  CHECK(!mayWriteFiles((scratch.path / "file" / "below").string()).ok());
  CHECK(mayWriteFiles((scratch.path / "a" / "b").string()).ok());
  CHECK(read(scratch.path / "file") == "content");

  // One of the names is taken by a folder: none of the others may appear.
  const fs::path folder = scratch.path / "out";
  fs::create_directories(folder / "scalars.csv");
  result = writeFiles(folder.string(), files);
  REQUIRE(!result.ok());
  CHECK(fileCount(folder) == 1);

  CHECK(!writeFile((scratch.path / "no" / "such" / "x.json").string(), "x").ok());
  CHECK(!writeFile(scratch.path.string(), "x").ok());
  CHECK(!writeFile("", "x").ok());
  CHECK(!writeFile("/dev/full", "x").ok());
  REQUIRE(writeFile((scratch.path / "x.json").string(), "{}").ok());
  CHECK(read(scratch.path / "x.json") == "{}");
}
