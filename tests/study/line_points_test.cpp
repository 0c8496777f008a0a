#include "study/line_points.h"

#include <doctest/doctest.h>

#include <limits>

using namespace basin;

namespace {

std::vector<Sample> read(const std::string& text) {
  const auto points = readLinePoints(text, {});
  REQUIRE_MESSAGE(points.ok(), text);
  return points.value();
}

std::string refused(const std::string& text) {
  const auto points = readLinePoints(text, {});
  REQUIRE_FALSE(points.ok());
  return points.error();
}

std::string drag(PokeKind kind, double x, double y) {
  return dragLinePoint(read("-0.9,0.2; -0.5,0.8; 0,-0.3"),
                       {.output = "", .kind = kind, .x = x, .y = y}, {});
}

}  // namespace

TEST_CASE("line points: in order of x, to thousandths, one for each x") {
  const std::vector<Sample> points = read("0.5,1; -0.25004,0.1234; 0.5,1");
  REQUIRE(points.size() == 2);
  CHECK(points[0].x == -0.25);
  CHECK(points[0].y == 0.123);
  CHECK(points[1].x == 0.5);
}

TEST_CASE("line points: what is refused, and why") {
  CHECK(refused("0,1; 0,-1").starts_with("two of them have x = 0 and different y"));
  CHECK(refused("0,1; 2,1") == "x is not from −1 to 1");
  CHECK(refused("0,1; 1,2") == "y is not from −1.5 to 1.5");
  CHECK(refused("0,1") == "there are fewer than 2");
  CHECK(refused("") == "there are fewer than 2");
  CHECK(refused("0,0;.1,0;.2,0;.3,0;.4,0;.5,0;.6,0;.7,0;.8,0") == "there are more than 8");
  CHECK_FALSE(refused("a straight line").empty());
}

TEST_CASE("line points: a press takes the point near it, a drag pushes it up to its neighbours") {
  CHECK(drag(PokeKind::Press, -0.52, 0.3) == "-0.9,0.2;-0.52,0.3;0,-0.3");
  CHECK(drag(PokeKind::Press, -0.7, 0.3).empty());
  CHECK(drag(PokeKind::Drag, -0.7, 0.3) != "");
  CHECK(drag(PokeKind::Drag, -0.02, 9) == "-0.9,0.2;-0.5,0.8;-0.02,1.5");
  CHECK(drag(PokeKind::Drag, 9, -9) == "-0.9,0.2;-0.5,0.8;1,-1.5");
  CHECK(drag(PokeKind::Release, 0, 0).empty());
  CHECK(drag(PokeKind::Drag, std::numeric_limits<double>::quiet_NaN(), 0).empty());
  // Never past a neighbour.
  const std::string close =
      dragLinePoint(read("0,0; 0.03,1"), {.output = "", .kind = PokeKind::Drag, .x = 0.014}, {});
  CHECK(close == "0.01,0;0.03,1");
}
