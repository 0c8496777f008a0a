#include "gfx/polyline.h"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <vector>

using namespace basin::gfx;

namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

int pieces(const std::vector<LineVertex>& vertices) {
  int count = 0;
  for (const LineVertex& v : vertices) count += v.drawn > 0 ? 1 : 0;
  return count;
}

}  // namespace

TEST_CASE("a path has a copied vertex at either end and one piece fewer than points") {
  const std::vector<double> x{0, 3, 3}, y{0, 4, 10};
  std::vector<LineVertex> out;
  appendPath({.x = x, .y = y, .tail = 0.5f}, {}, out);
  REQUIRE(out.size() == 5);
  CHECK(pieces(out) == 2);
  CHECK(out[0].drawn == 0);
  CHECK(out[0].x == out[1].x);
  CHECK(out[4].y == out[3].y);
  CHECK(out[2].arc == doctest::Approx(5));
  CHECK(out[3].arc == doctest::Approx(11));
  CHECK((out[1].color >> 24) == 128);
  CHECK((out[3].color >> 24) == 255);
}

TEST_CASE("arcs are measured in the mapping's unit") {
  const std::vector<double> x{0, 1}, y{0, 1};
  std::vector<LineVertex> out;
  appendPath({.x = x, .y = y}, {.unit = {30, 40, 0}}, out);
  CHECK(out[2].arc == doctest::Approx(50));
}

TEST_CASE("points that are not finite break a path; lone points vanish") {
  const std::vector<double> x{0, 1, kNaN, 2, kNaN, 3, 4, 4, 5}, y(9, 0.0);
  std::vector<LineVertex> out;
  appendPath({.x = x, .y = y}, {}, out);
  CHECK(pieces(out) == 3);
  CHECK(out.size() == 4 + 5);
  out.clear();
  appendPath({}, {}, out);
  const std::vector<double> same(5, 1.0);
  appendPath({.x = same, .y = same}, {}, out);
  CHECK(out.empty());
}

TEST_CASE("invisibly small steps are left out but the end stays") {
  std::vector<double> x, y;
  for (int i = 0; i <= 1000; ++i) {
    x.push_back(i * 1e-4);
    y.push_back(0);
  }
  std::vector<LineVertex> out;
  appendPath({.x = x, .y = y}, {.least = 0.03}, out);
  CHECK(pieces(out) <= 5);
  CHECK(out.back().x == doctest::Approx(0.1));
  out.clear();
  appendPath({.x = x, .y = y}, {.least = 1}, out);
  CHECK(pieces(out) == 1);
}

TEST_CASE("no piece leads from one path to the next") {
  const std::vector<double> x{0, 1}, y{0, 1}, u{5, 6};
  std::vector<LineVertex> out;
  appendPath({.x = x, .y = y}, {}, out);
  appendPath({.x = u, .y = y}, {}, out);
  for (std::size_t i = 0; i + 1 < out.size(); ++i) {
    if (out[i].drawn > 0) CHECK(std::abs(out[i + 1].x - out[i].x) <= 1);
  }
}

TEST_CASE("a path on a surface follows it between its points and stops at the domain's edge") {
  constexpr int n = 41;
  std::vector<float> values;
  for (int j = 0; j < n; ++j) {
    for (int i = 0; i < n; ++i) {
      const double x = -1 + 2.0 * i / (n - 1);
      values.push_back(static_cast<float>(x * x));
    }
  }
  HeightField field;
  field.assign({values, n, n, {-1, -1, 1, 1}, 1}, ValueScale::Linear, {});
  const std::vector<double> x{-1, 1}, y{0, 0}, beyond{0, 3};
  std::vector<LineVertex> out;
  appendPath({.x = x, .y = y}, {.surface = &field}, out);
  CHECK(pieces(out) >= 40);
  for (const LineVertex& v : out) CHECK(v.z == doctest::Approx(v.x * v.x).epsilon(1e-3));
  out.clear();
  appendPath({.x = beyond, .y = y}, {.surface = &field}, out);
  REQUIRE_FALSE(out.empty());
  for (const LineVertex& v : out) CHECK(v.x <= 1.0f);
}

TEST_CASE("explicit heights are scaled and cut at the visible range") {
  const std::vector<double> x{0, 1, 2, 3}, y(4, 0.0), z{1, 10, 100, 1000};
  std::vector<LineVertex> out;
  appendPath({.x = x, .y = y, .z = z},
             {.scaling = fitScaling(ValueScale::Log, {}), .visible = {-0.5, 2.5}}, out);
  CHECK(pieces(out) == 2);
  CHECK(out[2].z == doctest::Approx(1));
}

TEST_CASE("colours are packed red first") {
  CHECK(packColor({1, 0, 0, 1}) == 0xff0000ffu);
  CHECK(packColor({0, 0.5f, 2, 0}) == 0x00ff8000u);
}
