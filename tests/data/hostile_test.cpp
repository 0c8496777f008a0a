// Formulas and tables that are none: every one is refused with a message, none makes a reader stumble.

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "base/rng.h"
#include "data/formula.h"
#include "data/table.h"

using namespace basin;

namespace {

const std::string kCorpus = std::string(BASIN_SOURCE_DIR) + "/tests/fuzz";

}  // namespace

TEST_CASE("the corpus of bad formulas") {
  std::ifstream stream(kCorpus + "/formulas/bad.txt");
  int lines = 0;
  for (std::string line; std::getline(stream, line); ++lines) {
    CAPTURE(line);
    const auto formula = Formula::parse(line);
    CHECK(!formula.ok());
    CHECK(!formula.error().empty());
  }
  CHECK(lines > 40);
}

TEST_CASE("the corpus of bad tables") {
  int files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(kCorpus + "/tables")) {
    std::ifstream stream(entry.path(), std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(stream), {}};
    CAPTURE(entry.path().string());
    const auto table = readTable(text, TableKind::Either);
    CHECK((!table.ok() || (table.value().points.empty() && table.value().samples.empty())));
    if (!table.ok()) CHECK(!table.error().empty());
    ++files;
  }
  CHECK(files >= 12);
}

TEST_CASE("no table of a hostile alphabet makes the reader stumble") {
  constexpr const char* kParts[] = {"1", "2.5", "1,5", "1.234", ",", ";", "\t", " ", "\n", "\n", "\r", "\"", "a", "NA",
                                    "#", "|", "[", "sep=;", "−3", "\xFF", "x", "label", "'", "e", "-", "index", "\u00A0"};
  Rng rng(5);
  for (int round = 0; round < 20000; ++round) {
    std::string text;
    const int length = static_cast<int>(rng.uniform() * 30);
    for (int i = 0; i < length; ++i) text += kParts[static_cast<std::size_t>(rng.uniform() * std::size(kParts))];
    for (const TableKind kind : {TableKind::Points, TableKind::Samples, TableKind::Either}) {
      const auto table = readTable(text, kind);
      if (!table.ok()) REQUIRE(!table.error().empty());
    }
  }
}
