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
using Arrows = std::map<std::string, Rooms>;

const fs::path kRoot = BASIN_SOURCE_DIR;

// What a room may include directly; everything those reach is allowed as well.
const Arrows kArrows = {
    {"base", {}},
    {"linalg", {"base"}},
    {"data", {"linalg"}},
    {"nn", {"linalg"}},
    {"train", {"nn", "data"}},
    {"theory", {"train", "nn", "data"}},
    {"lab", {"base"}},
    {"labs", {"lab", "theory", "train", "nn", "data"}},
    {"io", {"lab"}},
    {"host", {"io", "theory"}},
    {"gfx", {"base"}},
    {"cli", {"io", "theory"}},
    {"app", {"io", "host", "gfx"}},
};

// The same inside the app. (The rooms of the page are in tests/node/structure.test.mjs.)
const Arrows kAppArrows = {
    {"ui", {}},
    {"model", {}},
    {"pictures", {"ui"}},
    {"panes", {"pictures", "model"}},
    {"window", {"panes"}},
    {"shell", {"window"}},
};

Rooms reachable(const std::string& room, const Arrows& arrows) {
  Rooms all{room};
  for (const std::string& next : arrows.at(room)) all.merge(reachable(next, arrows));
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

// Checks the files of the rooms in `folder`, which include each other as PREFIX ROOM/file.h;
// returns how many such includes.
int checkIncludes(const fs::path& folder, const std::string& prefix, const Arrows& arrows) {
  const std::regex include("^\\s*#include \"" + prefix + "([a-z_]+)/", std::regex::multiline);
  int seen = 0;
  forEachFile(folder, [&](const fs::path& path) {
    if (path.extension() != ".h" && path.extension() != ".cpp") return;
    const std::string room = fs::relative(path, folder).begin()->string();
    REQUIRE_MESSAGE(arrows.contains(room), "a room the plan does not know: ", path.string());
    const Rooms allowed = reachable(room, arrows);
    const std::string text = textOf(path);
    for (std::sregex_iterator at(text.begin(), text.end(), include), end; at != end; ++at) {
      const std::string target = (*at)[1];
      CHECK_MESSAGE(allowed.contains(target), path.string(), " includes ", prefix, target);
      ++seen;
    }
  });
  return seen;
}

std::string stemOf(std::string id) {
  std::ranges::replace(id, '-', '_');
  return id;
}

}  // namespace

TEST_CASE("rooms include only what their arrows reach") {
  // A test that finds nothing to look at would hold for ever.
  CHECK(checkIncludes(kRoot / "src", "", kArrows) > 200);
  CHECK(checkIncludes(kRoot / "src/app", "app/", kAppArrows) > 50);
}

TEST_CASE("the arrows have no circle") {
  for (const Arrows& arrows : {kArrows, kAppArrows}) {
    for (const auto& [room, next] : arrows) {
      for (const std::string& other : next) CHECK_FALSE(reachable(other, arrows).contains(room));
    }
  }
}

TEST_CASE("no file is longer than 600 lines, headers begin with #pragma once") {
  const std::set<std::string> kinds{".h",   ".cpp",  ".mjs",  ".js",   ".ts",
                                    ".css", ".html", ".frag", ".vert", ".glsl"};
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
