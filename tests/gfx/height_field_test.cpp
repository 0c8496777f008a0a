#include "gfx/height_field.h"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <vector>

#include "gfx/field_style.h"

using namespace basin::gfx;

namespace {

constexpr Rect kDomain{-2, -1, 2, 3};

template <class F>
std::vector<float> sampled(int nx, int ny, F f) {
  std::vector<float> values;
  for (int j = 0; j < ny; ++j) {
    for (int i = 0; i < nx; ++i) {
      values.push_back(static_cast<float>(f(kDomain.x0 + kDomain.width() * i / (nx - 1),
                                            kDomain.y0 + kDomain.height() * j / (ny - 1))));
    }
  }
  return values;
}

double bowl(double x, double y) {
  return x * x - 0.5 * y * y + 0.3 * x * y + y;
}

}  // namespace

TEST_CASE("interpolation is exact for quadratics away from the border and hits every sample") {
  const auto values = sampled(21, 17, bowl);
  HeightField field;
  REQUIRE(field.assign({values, 21, 17, kDomain, 1}, ValueScale::Linear, {}));
  CHECK(field.at(0.13, 0.77) == doctest::Approx(bowl(0.13, 0.77)).epsilon(1e-5));
  CHECK(field.at(-1.3, 1.9) == doctest::Approx(bowl(-1.3, 1.9)).epsilon(1e-5));
  CHECK(field.at(-2, -1) == doctest::Approx(bowl(-2, -1)).epsilon(1e-6));
  CHECK(field.at(2, 3) == doctest::Approx(bowl(2, 3)).epsilon(1e-6));
  CHECK(field.at(99, 3) == doctest::Approx(bowl(2, 3)).epsilon(1e-6));
}

TEST_CASE("steps do not ring") {
  const auto values = sampled(20, 20, [](double x, double) { return x < 0.1 ? -1.0 : 1.0; });
  HeightField field;
  REQUIRE(field.assign({values, 20, 20, kDomain, 1}, ValueScale::Linear, {}));
  for (double x = -2; x <= 2; x += 0.01) CHECK(std::abs(field.at(x, 0.5)) <= 1.0);
}

TEST_CASE("a field is taken over once for each version") {
  const auto values = sampled(5, 5, bowl);
  HeightField field;
  CHECK(field.assign({values, 5, 5, kDomain, 7}, ValueScale::Linear, {}));
  CHECK_FALSE(field.assign({values, 5, 5, kDomain, 7}, ValueScale::Linear, {}));
  // A new version of the same values changes nothing.
  CHECK_FALSE(field.assign({values, 5, 5, kDomain, 8}, ValueScale::Linear, {}));
  auto other = values;
  other[7] += 1;
  CHECK(field.assign({other, 5, 5, kDomain, 9}, ValueScale::Linear, {}));
  CHECK(field.assign({other, 5, 5, kDomain, 9}, ValueScale::Compressed, {}));
  CHECK(field.assign({other, 5, 5, {0, 0, 1, 1}, 9}, ValueScale::Compressed, {}));
  CHECK(field.revision() == 4);
}

TEST_CASE("missing values are holes, not zeros") {
  auto values = sampled(9, 9, bowl);
  values[4 * 9 + 4] = std::numeric_limits<float>::quiet_NaN();
  values[0] = std::numeric_limits<float>::infinity();
  HeightField field;
  field.assign({values, 9, 9, kDomain, 1}, ValueScale::Linear, {});
  CHECK(std::isnan(field.at(0, 1)));
  CHECK(std::isnan(field.at(-2, -1)));
  CHECK(std::isfinite(field.at(1, 1)));
  CHECK(field.range().hi < 100);
}

TEST_CASE("tiny and empty grids answer") {
  HeightField field;
  field.assign({}, ValueScale::Linear, {});
  CHECK(field.empty());
  CHECK(std::isnan(field.at(0, 0)));
  CHECK_FALSE(field.intersect({{0, 0, 5}, {0, 0, -1}}));
  const std::vector<float> one{3};
  field.assign({one, 1, 1, kDomain, 1}, ValueScale::Linear, {});
  CHECK(field.at(0.3, 0.2) == doctest::Approx(3));
  const std::vector<float> pair{1, 2};
  field.assign({pair, 2, 1, kDomain, 2}, ValueScale::Linear, {});
  CHECK(field.at(0, 0) == doctest::Approx(1.5));
  const std::vector<float> none(4, std::numeric_limits<float>::quiet_NaN());
  field.assign({none, 2, 2, kDomain, 3}, ValueScale::Log, {});
  CHECK(std::isnan(field.at(0, 0)));
  CHECK_FALSE(field.intersect({{0, 0, 5}, {0, 0, -1}}));
}

TEST_CASE("a click finds the point of the surface that appears there") {
  const auto values = sampled(41, 41, bowl);
  HeightField field;
  field.assign({values, 41, 41, kDomain, 1}, ValueScale::Linear, {});
  const View3 view({0.5, 0.9, 1.3, {}}, surfaceBox({}, field), {700, 500});
  for (const Vec2 p : {Vec2{0.2, 0.4}, Vec2{-0.8, 1.7}, Vec2{1.1, 0.1}}) {
    const auto seen = view.project({p.x, p.y, field.at(p.x, p.y)});
    REQUIRE(seen);
    const auto hit = field.intersect(view.rayAt({seen->x, seen->y}));
    REQUIRE(hit);
    CHECK(std::abs(hit->x - p.x) <= 1e-5 * kDomain.width());
    CHECK(std::abs(hit->y - p.y) <= 1e-5 * kDomain.height());
  }
  CHECK_FALSE(field.intersect(view.rayAt({1, 1})));
}

TEST_CASE("ranges are never empty and can be symmetric") {
  const Scaling linear;
  CHECK_FALSE(scaledRange({}, {}, linear).isAuto());
  CHECK_FALSE(scaledRange({}, {5, 5}, linear).isAuto());
  FieldStyle style;
  style.symmetric = true;
  CHECK(scaledRange(style, {-1, 3}, linear) == ValueRange{-3, 3});
  style.symmetric = false;
  style.range = {0, 10};
  CHECK(scaledRange(style, {-1, 3}, linear) == ValueRange{0, 10});
}

TEST_CASE("slopes are the derivatives of the interpolation") {
  const auto values = sampled(21, 17, [](double x, double y) { return std::sin(x) * std::cos(y); });
  HeightField field;
  REQUIRE(field.assign({values, 21, 17, kDomain, 1}, ValueScale::Linear, {}));
  const double h = 1e-4;
  for (const double u : {0.3, 4.6, 10.0, 19.7}) {
    for (const double v : {0.2, 7.5, 15.6}) {
      const auto p = field.pointAt(u, v);
      const double x = (field.pointAt(u + h, v).value - field.pointAt(u - h, v).value) / (2 * h);
      const double y = (field.pointAt(u, v + h).value - field.pointAt(u, v - h).value) / (2 * h);
      CHECK(p.slope.x == doctest::Approx(x).epsilon(1e-3));
      CHECK(p.slope.y == doctest::Approx(y).epsilon(1e-3));
    }
  }
}

TEST_CASE("a refined field goes through the interpolation, its limits included") {
  const auto values =
      sampled(9, 7, [](double x, double y) { return x < 0.1 ? y : 3 + bowl(x, y); });
  HeightField field;
  REQUIRE(field.assign({values, 9, 7, kDomain, 1}, ValueScale::Linear, {}));
  REQUIRE(field.whole());
  std::vector<float> fine;
  field.refine(3, 4, fine);
  REQUIRE(fine.size() == 25 * 25);
  for (int j = 0; j < 25; ++j) {
    for (int i = 0; i < 25; ++i) {
      CHECK(fine[static_cast<std::size_t>(j * 25 + i)] ==
            doctest::Approx(field.pointAt(i / 3.0, j / 4.0).value).epsilon(1e-5));
    }
  }
  auto holes = values;
  holes[10] = std::numeric_limits<float>::quiet_NaN();
  REQUIRE(field.assign({holes, 9, 7, kDomain, 2}, ValueScale::Linear, {}));
  CHECK_FALSE(field.whole());
}
