#include "gfx/box_axes.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

using namespace basin::gfx;

namespace {

const Box kBox{{-2, 0, 2, 10}, {0, 100}, 0.6, 1};

}  // namespace

TEST_CASE("labels lie inside the picture, at nice values of their axis") {
  std::vector<AxisLabel> labels;
  for (double yaw = -3; yaw < 3; yaw += 0.4) {
    const View3 view({yaw, 0.5, 1, {}}, kBox, {800, 600});
    axisLabels(view, {}, 1, labels);
    CHECK(std::ranges::count_if(labels, [](const AxisLabel& l) { return l.title; }) >= 2);
    for (const AxisLabel& l : labels) {
      CHECK(l.x >= 0);
      CHECK(l.x <= 800);
      CHECK(l.y >= 0);
      CHECK(l.y <= 600);
      CHECK(l.alignX >= 0);
      CHECK(l.alignX <= 1);
      if (l.title) continue;
      if (l.axis == Axis::X) CHECK(std::abs(l.value) <= 2);
      if (l.axis == Axis::Y) CHECK((l.value >= 0 && l.value <= 10));
      if (l.axis == Axis::Value) CHECK((l.value >= 0 && l.value <= 100));
    }
  }
}

TEST_CASE("seen from above the value axis has no labels") {
  std::vector<AxisLabel> labels;
  axisLabels(View3({0.5, 1.55, 1, {}}, kBox, {800, 600}), {}, 1, labels);
  CHECK(std::ranges::none_of(labels, [](const AxisLabel& l) { return l.axis == Axis::Value; }));
}

TEST_CASE("frame lines stay on the floor and the far walls") {
  const View3 view({0.6, 0.5, 1, {}}, kBox, {800, 600});
  std::vector<FrameLine> lines;
  frameLines(view, {}, lines);
  CHECK(lines.size() > 12);
  const Vec3 eye = view.eye();
  const double nearY = eye.y < 0 ? 0 : 10;
  for (const FrameLine& line : lines) {
    const bool aboveFloor = std::max(line.a.z, line.b.z) > 0;
    // What rises on the near side would stand in front of the surface.
    if (aboveFloor) CHECK((line.a.y != nearY || line.b.y != nearY || line.a.x == line.b.x));
  }
}
