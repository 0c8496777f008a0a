#include <doctest/doctest.h>
#include <imgui.h>

#include <cmath>
#include <vector>

#include "app/headless.h"
#include "app/pictures/series_picture.h"

using namespace basin;
using namespace basin::test;

TEST_CASE("a gesture belongs to the panel on which it began") {
  const OutputDef def =
      series("two", "Two", "").x("x", "input").y("y", "output").common().takesPokes();
  const Curve line = curve("line", CurveRole::Measured, 0, {-1, 1}, {-1, 1});
  const SeriesData data{{{"One", {line}}, {"Other", {line}}}, 2};
  Headless page;
  SeriesPicture picture;
  std::vector<Poke> pokes;
  const auto frame = [&] {
    page.draw({800, 400}, false, false, [&](Ui& ui) {
      picture.draw(ui, def, data, {0, 0, 800, 400}, false, 0, pokes, "");
    });
  };
  for (const float x : {220.0f, 620.0f}) {
    CAPTURE(x);
    pokes.clear();
    ImGuiIO& io = ImGui::GetIO();
    io.AddMousePosEvent(x, 150);
    for (int i = 0; i < 3; ++i) frame();
    io.AddMouseButtonEvent(0, true);
    frame();
    io.AddMousePosEvent(x + 20, 170);
    frame();
    io.AddMouseButtonEvent(0, false);
    frame();
    REQUIRE(pokes.size() == 3);
    CHECK(pokes[0].kind == PokeKind::Press);
    CHECK(pokes[1].kind == PokeKind::Drag);
    CHECK(pokes[2].kind == PokeKind::Release);
    for (const Poke& poke : pokes) CHECK(std::abs(poke.x) < 1);
  }
}
