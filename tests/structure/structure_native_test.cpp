// The house as the plan draws it: rooms include only what their arrows reach, files stay short, and
// every lab is a folder of its shelf, registered, tested and written about.
#include <doctest/doctest.h>

#include <algorithm>
#include <cctype>
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
    {"study", {"lab", "theory", "train", "nn", "data"}},
    {"labs", {"study", "lab", "theory", "train", "nn", "data"}},
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

// A lab: its folder below src/labs, `shelf/my_lab`.
struct LabFolder {
  std::string shelf, name;
  fs::path path;
};

// Folders whose tables.cpp registers a lab.
std::vector<LabFolder> labFolders() {
  std::vector<LabFolder> folders;
  forEachFile(kRoot / "src/labs", [&](const fs::path& path) {
    if (path.extension() != ".cpp" || textOf(path).find("registerLab(") == std::string::npos)
      return;
    CHECK_MESSAGE(path.filename() == "tables.cpp", path.string(), " registers a lab");
    const fs::path folder = path.parent_path();
    CHECK_MESSAGE(folder.parent_path().parent_path() == kRoot / "src/labs", folder.string());
    folders.push_back(
        {folder.parent_path().filename().string(), folder.filename().string(), folder});
  });
  return folders;
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

std::string shelfOf(basin::Group group) {
  std::string name(basin::groupName(group));
  std::ranges::transform(name, name.begin(), [](unsigned char c) { return std::tolower(c); });
  return name;
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

TEST_CASE("Eigen's decompositions are compiled in linalg alone") {
  // A file that names one takes ten times as long to compile, and each shelf would carry a copy.
  const std::regex solvers("#include <(Eigen/(?!Core>)|unsupported)");
  const auto look = [&](const fs::path& path) {
    if (path.parent_path().filename() == "linalg") return;
    CHECK_FALSE_MESSAGE(std::regex_search(textOf(path), solvers), path.string());
  };
  for (const char* folder : {"src", "tests"}) forEachFile(kRoot / folder, look);
  CHECK(std::regex_search(textOf(kRoot / "src/linalg/decompositions.cpp"), solvers));
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

TEST_CASE("registered labs are exactly the folders of src/labs, each on its own shelf") {
  std::set<std::string> registered, folders;
  for (const basin::LabDef* lab : basin::labs()) {
    if (lab->id.starts_with("test-")) continue;
    registered.insert(shelfOf(lab->group) + "/" + stemOf(std::string(lab->id)));
  }
  for (const LabFolder& lab : labFolders()) folders.insert(lab.shelf + "/" + lab.name);
  CHECK(registered == folders);
  CHECK(registered.size() >= 8);
}

TEST_CASE("file names mean the same in all labs, and no code lies outside a lab's folder") {
  // Every other pair of files is a part with a name of its own: header and source.
  std::set<fs::path> folders;
  for (const LabFolder& lab : labFolders()) folders.insert(lab.path);
  forEachFile(kRoot / "src/labs", [&](const fs::path& path) {
    if (path.extension() == ".md") return;
    CHECK_MESSAGE(folders.contains(path.parent_path()), path.string(), " lies in no lab's folder");
    const std::string text = textOf(path);
    if (path.extension() == ".cpp" && path.stem() != "tables") {
      CHECK_MESSAGE(fs::exists(fs::path(path).replace_extension(".h")), path.string());
    }
    CHECK_MESSAGE(text.find("namespace basin::" + path.parent_path().filename().string()) !=
                      std::string::npos,
                  path.string(), " is not in its lab's namespace");
  });
}

TEST_CASE("a lab includes no other lab's folder, and nothing else names one") {
  const std::regex include("^\\s*#include \"labs/([a-z_]+/[a-z_]+)/", std::regex::multiline);
  int seen = 0;
  forEachFile(kRoot / "src", [&](const fs::path& path) {
    const std::string text = textOf(path);
    const fs::path folder = fs::relative(path.parent_path(), kRoot / "src/labs");
    for (std::sregex_iterator at(text.begin(), text.end(), include), end; at != end; ++at) {
      CHECK_MESSAGE((*at)[1] == folder.generic_string(), path.string(), " includes ",
                    (*at)[1].str());
      ++seen;
    }
  });
  CHECK(seen > 20);
}

TEST_CASE("every lab has its tests and its article") {
  for (const LabFolder& lab : labFolders()) {
    CHECK_MESSAGE(fs::exists(kRoot / "tests/labs" / (lab.name + "_test.cpp")), lab.name);
    std::string id = lab.name;
    std::ranges::replace(id, '_', '-');
    CHECK_MESSAGE(fs::exists(kRoot / "web/theory" / (id + ".md")), lab.name);
  }
}

TEST_CASE("adding a lab touches only new files: no build file names one") {
  forEachFile(kRoot / "cmake", [&](const fs::path& path) {
    const std::string text = textOf(path);
    for (const LabFolder& lab : labFolders()) {
      CHECK_MESSAGE(text.find("labs/" + lab.shelf) == std::string::npos, path.string());
    }
  });
  const std::string build = textOf(kRoot / "CMakeLists.txt");
  for (const LabFolder& lab : labFolders()) CHECK(build.find(lab.name) == std::string::npos);
}

// Two types of one name in one namespace link without a word, and each destroys the other's objects.
TEST_CASE("a type's name stands for one type") {
  const std::regex space("^namespace ([a-z_:]+) \\{", std::regex::multiline);
  const std::regex type("^(struct|class|enum class|enum) (\\w+)[^;\n]*\\{", std::regex::multiline);
  std::map<std::string, std::string> places;
  forEachFile(kRoot / "src", [&](const fs::path& path) {
    if (path.extension() != ".h") return;
    const std::string text = textOf(path);
    std::smatch found;
    const std::string within = std::regex_search(text, found, space) ? found[1].str() : "";
    for (std::sregex_iterator at(text.begin(), text.end(), type), end; at != end; ++at) {
      const std::string name = within + "::" + (*at)[2].str();
      const auto [place, isNew] = places.emplace(name, path.string());
      // A template's specialisations stand beside it.
      CHECK_MESSAGE((isNew || place->second == path.string()), name, " is defined in ", place->second, " and in ", path.string());
    }
  });
  CHECK(places.size() > 200);
}
