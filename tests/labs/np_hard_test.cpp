#include <doctest/doctest.h>

#include <cmath>
#include <map>
#include <string>
#include <string_view>

#include "lab/param_text.h"
#include "lab/registry.h"
#include "labs/optimisation/np_hard/pictures.h"
#include "support/lab_frames.h"

using namespace basin;
using namespace basin::test;
using namespace basin::np_hard;

namespace {

Frame own(const char* subsets) {
  return finished(
      "np-hard", {{"dataset", "own"}, {"subsets", subsets}, {"step-limit", "500"}, {"runs", "20"}});
}

std::string noteOf(const Frame& frame) {
  return output<NoteData>(frame, "now").text;
}

void run(Study& study) {
  while (!study.finished()) study.step();
}

}  // namespace

TEST_CASE("np-hard: every preset ends with the checks that apply to it [statistics]") {
  const std::string exact =
      "none-below as-many-as-colours colouring-fits one-colour-lost every-division ";
  const std::map<std::string_view, std::string> holding = {
      {"one-line-less", exact + "most-miss-it wide-helps "},
      {"xor", "none-below every-division "},
      {"contradiction", "none-below as-many-as-colours one-colour-lost every-division "}};
  for (const Preset& preset : findLab("np-hard")->presets) {
    INFO(preset.id);
    const Frame frame = finished("np-hard", preset.settings, 3);
    CHECK(frame.status == Status::Done);
    CHECK(undecided(frame) == "");
    const auto expected = holding.find(preset.id);
    CHECK(checksIn(frame, CheckState::Holds) ==
          (expected == holding.end() ? exact : expected->second));
  }
}

TEST_CASE("np-hard: the theory is there before the first step, and a share soon after") {
  Study study({}, 1);
  const SeriesData first = sharePicture(study);
  CHECK(first.panels[0].curves.size() == 3);
  CHECK(first.panels[0].curves[1].role == CurveRole::Theory);
  // Below two half-spaces it is impossible.
  CHECK(first.panels[0].curves[1].x.back() == 1.5);
  for (int k = 0; k < 40; ++k) study.step();
  CHECK(sharePicture(study).panels[0].curves[0].x.size() == 6);
}

TEST_CASE("np-hard: the width shown has a place in the sweep, and changes no other run") {
  const Frame five = finished("np-hard", {{"width", "5"}, {"step-limit", "1000"}});
  const Frame two = finished("np-hard", {{"step-limit", "1000"}});
  for (const char* id : {"share-two", "share-three", "share-eight"}) {
    CHECK(scalarOf(five, id) == scalarOf(two, id));
  }
  const auto bars = output<SeriesData>(five, "success-share").panels[0].curves[0];
  CHECK(bars.x == std::vector<double>{1, 2, 3, 4, 5, 6, 8});
}

TEST_CASE("np-hard: the network shown is the first run of its width") {
  Study study({.stepLimit = 500, .runs = 20}, 4);
  run(study);
  CHECK(study.sweep().result(study.placeOf(2), 0)->losses == study.shown().losses());
  CHECK(study.sweep().result(study.placeOf(2), 1)->losses != study.shown().losses());
}

TEST_CASE("np-hard: every element has a colour or none, and what is lost is drawn in one") {
  for (const Dataset dataset : {Dataset::Fano, Dataset::FanoLess, Dataset::Own}) {
    Study study({.dataset = dataset, .stepLimit = 500, .runs = 20}, 2);
    run(study);
    const PointsData picture = colouringPicture(study);
    std::size_t elements = 0;
    for (const Marks& marks : picture.marks) elements += marks.x.size();
    CHECK(elements == 1 + static_cast<std::size_t>(study.system()->elements));
    CHECK(picture.paths.size() == study.system()->subsets.size());
    Index lost = 0;
    for (const Path& path : picture.paths) lost += path.role == CurveRole::Measured;
    CHECK(lost <= study.wrong());
    if (dataset == Dataset::Fano) CHECK(study.wrong() > 0);
  }
  Study plane({.dataset = Dataset::ExclusiveOr, .stepLimit = 500, .runs = 20}, 2);
  run(plane);
  const PointsData picture = colouringPicture(plane);
  CHECK(picture.paths.size() == 2);
  // Each line on its half-space's edge.
  for (std::size_t i = 0; i < 2; ++i) {
    const VectorXd w = plane.shown().net().weights().col(static_cast<Index>(i));
    for (std::size_t k = 0; k < 2; ++k) {
      CHECK(std::abs(w[0] * picture.paths[i].x[k] + w[1] * picture.paths[i].y[k] + w[2]) < 1e-9);
    }
  }
}

TEST_CASE("np-hard: subsets in one colour are met in random networks, and never kept") {
  for (const Dataset dataset : {Dataset::Fano, Dataset::FanoLess, Dataset::Own}) {
    const Study study({.dataset = dataset}, 5);
    CHECK(study.oneColour().cases > 50);
    CHECK(study.oneColour().broken == 0);
  }
}

TEST_CASE("np-hard: own subsets, down to none, and what cannot be read") {
  CHECK(scalarOf(own("12 23 13"), "least-width") == 3);
  CHECK(scalarOf(own("123"), "least-width") == 2);
  const Frame none = own("");
  CHECK(undecided(none) == "");
  CHECK(stateOf(none, "none-below") == CheckState::NotApplicable);
  CHECK(noteOf(none).find("only the origin is left") != std::string::npos);
  const Frame contradiction = own("1 12");
  CHECK(scalarOf(contradiction, "least-width") == 0);
  CHECK(scalarOf(contradiction, "share-eight") == 0);
  CHECK(stateOf(contradiction, "none-below") == CheckState::Holds);
  const Frame bad = own("12 19");
  CHECK(noteOf(bad).starts_with("Your subsets cannot be read: \"19\" is no subset"));
  CHECK(undecided(bad) == "");
  CHECK(undecided(own("12345678 12 23 34 45 56 67 78 13 14 15 16 17 18 24 25")) == "");
}

TEST_CASE("np-hard: an element alone has its circle, and one subset of all its polygon") {
  Study study({.dataset = Dataset::Own, .subsets = "1 12 1234", .stepLimit = 500, .runs = 20}, 1);
  const PointsData picture = colouringPicture(study);
  CHECK(picture.paths.size() == 3);
  for (const Path& path : picture.paths) {
    for (const auto* values : {&path.x, &path.y}) {
      for (const double v : *values) CHECK(std::abs(v) <= 1.25);
    }
  }
}

TEST_CASE("np-hard: equal seeds give equal frames, whatever the slices") {
  checkSlices("np-hard", 60, 20);
}

TEST_CASE("np-hard: observations hold over seeds, and theorems always [statistics]") {
  double two = 0, eight = 0;
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    const Frame frame = finished("np-hard", {}, seed);
    CHECK(undecided(frame) == "");
    two += scalarOf(frame, "share-two") / 10;
    eight += scalarOf(frame, "share-eight") / 10;
    const Frame fano = finished("np-hard", {{"dataset", "fano"}}, seed);
    CHECK(scalarOf(fano, "share-two") == 0);
    CHECK(undecided(fano) == "");
  }
  // The page's 0.425 and 0.995 of 200 runs, and four standard errors.
  CHECK(std::abs(two - 0.425) < 0.17);
  CHECK(eight > 0.96);
}
