// The house as the plan draws it: rooms include only what their arrows reach, files stay short, and
// every lab is its own pair of files, registered, tested and written about.
#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "lab/registry.h"

namespace fs = std::filesystem;

namespace {

using Rooms = std::set<std::string>;

const fs::path kRoot = BASIN_SOURCE_DIR;

// What a room may include directly; everything those reach is allowed as well.
const std::map<std::string, Rooms> kArrows = {
    {"base", {}},
    {"linalg", {"base"}},
    {"data", {"linalg"}},
    {"nn", {"linalg"}},
    {"train", {"nn", "data"}},
    {"theory", {"train", "nn", "data"}},
    {"lab", {"base"}},
    {"study", {"lab", "theory", "train", "nn", "data"}},
    {"labs", {"study", "lab", "theory", "train", "nn", "data"}},
    {"io", {"lab"}},
    {"host", {"io", "theory"}},
    {"gfx", {"base"}},
    {"cli", {"io", "theory"}},
    {"app", {"io", "host", "gfx"}},
};

Rooms reachable(const std::string& room) {
  Rooms all{room};
  for (const std::string& next : kArrows.at(room)) all.merge(reachable(next));
  return all;
}

std::string textOf(const fs::path& path) {
  std::ifstream file(path);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

void forEachFile(const fs::path& folder, const std::function<void(const fs::path&)>& visit) {
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file()) visit(entry.path());
  }
}

// The files which alone make up a lab: those that register one.
std::set<std::string> labStems() {
  std::set<std::string> stems;
  forEachFile(kRoot / "src/labs", [&](const fs::path& path) {
    if (path.extension() == ".cpp" && textOf(path).find("registerLab(") != std::string::npos) {
      stems.insert(path.stem().string());
    }
  });
  return stems;
}

std::string stemOf(std::string id) {
  std::ranges::replace(id, '-', '_');
  return id;
}

}  // namespace

TEST_CASE("rooms include only what their arrows reach") {
  const std::regex include("^\\s*#include \"([a-z_]+)/", std::regex::multiline);
  int seen = 0;
  forEachFile(kRoot / "src", [&](const fs::path& path) {
    if (path.extension() != ".h" && path.extension() != ".cpp") return;
    const std::string room = fs::relative(path, kRoot / "src").begin()->string();
    REQUIRE_MESSAGE(kArrows.contains(room), "a room the plan does not know: ", room);
    const Rooms allowed = reachable(room);
    const std::string text = textOf(path);
    for (std::sregex_iterator at(text.begin(), text.end(), include), end; at != end; ++at) {
      const std::string target = (*at)[1];
      CHECK_MESSAGE(allowed.contains(target), path.string(), " includes ", target);
      ++seen;
    }
  });
  // A test that finds nothing to look at would hold for ever.
  CHECK(seen > 200);
}

TEST_CASE("the arrows have no circle") {
  for (const auto& [room, next] : kArrows) {
    for (const std::string& other : next) CHECK_FALSE(reachable(other).contains(room));
  }
}

TEST_CASE("no file is longer than 600 lines, headers begin with #pragma once") {
  const std::set<std::string> kinds{".h",    ".cpp",  ".mjs",  ".js", ".ts",
                                    ".css",  ".html", ".frag", ".vert", ".glsl"};
  for (const char* folder : {"src", "web", "shaders", "tests"}) {
    forEachFile(kRoot / folder, [&](const fs::path& path) {
      if (!kinds.contains(path.extension().string())) return;
      const std::string text = textOf(path);
      CHECK_MESSAGE(std::ranges::count(text, '\n') <= 600, path.string());
      if (path.extension() == ".h") {
        CHECK_MESSAGE(text.find("#pragma once") != std::string::npos, path.string());
      }
    });
  }
}

TEST_CASE("registered labs are exactly the files that register one") {
  std::set<std::string> registered;
  for (const basin::LabDef* lab : basin::labs()) {
    if (lab->id.starts_with("test-")) continue;
    registered.insert(stemOf(std::string(lab->id)));
  }
  CHECK(registered == labStems());
  CHECK(registered.size() >= 3);
}

TEST_CASE("every lab has its header, its tests and its article") {
  for (const std::string& stem : labStems()) {
    CHECK_MESSAGE(fs::exists(kRoot / "src/labs" / (stem + ".h")), stem);
    CHECK_MESSAGE(fs::exists(kRoot / "tests/labs" / (stem + "_test.cpp")), stem);
    std::string id = stem;
    std::ranges::replace(id, '_', '-');
    CHECK_MESSAGE(fs::exists(kRoot / "web/theory" / (id + ".md")), stem);
  }
}

TEST_CASE("adding a lab touches only new files: no other file names one") {
  // Only a lab's own files, its tests and its article may name it; a list of labs elsewhere would
  // have to be edited for every new one.
  std::vector<std::string> names;
  for (const std::string& stem : labStems()) names.push_back("labs/" + stem);
  forEachFile(kRoot / "src", [&](const fs::path& path) {
    if (path.parent_path().filename() == "labs") return;
    const std::string text = textOf(path);
    for (const std::string& name : names) {
      CHECK_MESSAGE(text.find("\"" + name) == std::string::npos, path.string(), " names ", name);
    }
  });
  const std::string build = textOf(kRoot / "CMakeLists.txt");
  for (const std::string& stem : labStems()) CHECK(build.find(stem) == std::string::npos);
}
