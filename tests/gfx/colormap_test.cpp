#include "gfx/colormap.h"

#include <doctest/doctest.h>

#include <array>
#include <cmath>
#include <cstdio>
#include <limits>
#include <sstream>
#include <string>

using namespace basin::gfx;

TEST_CASE("sequential maps get lighter in even steps") {
  for (const ColorMap map : {ColorMap::Lagoon, ColorMap::Dusk, ColorMap::Ember, ColorMap::Grey}) {
    CAPTURE(colorMapName(map));
    constexpr int n = 100;
    const double lo = perceivedLightness(colorAt(map, 0));
    const double hi = perceivedLightness(colorAt(map, 1));
    CHECK(hi - lo > 0.6);
    double before = luminance(colorAt(map, 0));
    for (int i = 1; i <= n; ++i) {
      const double t = static_cast<double>(i) / n;
      const Rgba c = colorAt(map, t);
      CHECK(luminance(c) > before);
      before = luminance(c);
      CHECK(perceivedLightness(c) == doctest::Approx(lo + t * (hi - lo)).epsilon(0.005));
    }
  }
}

TEST_CASE("colours of a map change without jumps") {
  for (int m = 0; m < kColorMapCount; ++m) {
    for (const Backdrop backdrop : {Backdrop::Light, Backdrop::Dark}) {
      const auto map = static_cast<ColorMap>(m);
      for (int i = 0; i < 256; ++i) {
        const Rgba a = colorAt(map, i / 256.0, backdrop);
        const Rgba b = colorAt(map, (i + 1) / 256.0, backdrop);
        CHECK(std::abs(a.r - b.r) + std::abs(a.g - b.g) + std::abs(a.b - b.b) < 0.04f);
      }
    }
  }
}

TEST_CASE("the diverging map is even-handed and its middle is near the page") {
  for (const Backdrop backdrop : {Backdrop::Light, Backdrop::Dark}) {
    const Rgba low = colorAt(ColorMap::Diverging, 0, backdrop);
    const Rgba high = colorAt(ColorMap::Diverging, 1, backdrop);
    const Rgba middle = colorAt(ColorMap::Diverging, 0.5, backdrop);
    CHECK(perceivedLightness(low) == doctest::Approx(perceivedLightness(high)).epsilon(0.01));
    CHECK(low.b > low.r);
    CHECK(high.r > high.b);
    CHECK(std::abs(middle.r - middle.b) < 0.01f);
  }
  CHECK(luminance(colorAt(ColorMap::Diverging, 0.5, Backdrop::Light)) > 0.85);
  CHECK(luminance(colorAt(ColorMap::Diverging, 0.5, Backdrop::Dark)) < 0.05);
}

TEST_CASE("values outside a map's range and no numbers have colours") {
  CHECK(colorAt(ColorMap::Lagoon, -3) == colorAt(ColorMap::Lagoon, 0));
  CHECK(colorAt(ColorMap::Lagoon, 7) == colorAt(ColorMap::Lagoon, 1));
  CHECK(colorAt(ColorMap::Lagoon, std::numeric_limits<double>::quiet_NaN()) ==
        colorAt(ColorMap::Lagoon, 0.5));
}

TEST_CASE("a colour table begins and ends with the map's ends and is opaque") {
  std::array<std::uint32_t, 64> table{};
  fillColorTable(ColorMap::Dusk, Backdrop::Light, table);
  const Rgba first = colorAt(ColorMap::Dusk, 0);
  CHECK((table.front() & 255) == static_cast<std::uint32_t>(first.r * 255 + 0.5f));
  for (const std::uint32_t c : table) CHECK((c >> 24) == 255);
  std::array<std::uint32_t, 1> single{};
  fillColorTable(ColorMap::Dusk, Backdrop::Light, single);
  CHECK(single[0] == table[0]);
}

TEST_CASE("categories repeat and contrast colours stand out") {
  CHECK(categoryColor(0) == categoryColor(7));
  CHECK(categoryColor(-1) == categoryColor(6));
  CHECK(categoryColor(0) == Rgba{0, 114 / 255.f, 178 / 255.f, 1});
  CHECK(contrastColor({1, 1, 1, 1}) == Rgba{0, 0, 0, 1});
  CHECK(contrastColor({0, 0, 0, 1}) == Rgba{1, 1, 1, 1});
}

// Pictures that are text are drawn by scripts: both are held to one table (tests/node/picture.test.mjs).
TEST_CASE("colours are those of the table") {
  constexpr std::array kPlaces = {0.0, 0.1, 0.25, 0.4, 0.5, 0.65, 0.85, 1.0};
  std::istringstream table(
#include "colours.inc"
  );
  const auto hex = [](Rgba c) {
    std::array<char, 8> text{};
    const auto byte = [](float v) { return static_cast<unsigned>(std::lround(v * 255)); };
    std::snprintf(text.data(), text.size(), "#%02x%02x%02x", byte(c.r), byte(c.g), byte(c.b));
    return std::string(text.data());
  };
  int rows = 0;
  for (std::string line, name; std::getline(table, line);) {
    std::istringstream row(line);
    if (!(row >> name)) continue;
    CAPTURE(name);
    const Backdrop backdrop = name.ends_with("dark") ? Backdrop::Dark : Backdrop::Light;
    int i = 0;
    for (std::string expected; row >> expected; ++i) {
      if (name.starts_with("slots")) {
        CHECK(hex(categoryInk(i, backdrop)) == expected);
      } else {
        const ColorMap map = name == "lagoon" ? ColorMap::Lagoon : ColorMap::Diverging;
        REQUIRE(i < static_cast<int>(kPlaces.size()));
        CHECK(hex(colorAt(map, kPlaces[i], backdrop)) == expected);
      }
    }
    CHECK(i >= 7);
    ++rows;
  }
  CHECK(rows == 5);
}

TEST_CASE("mixing begins at one colour and ends at the other") {
  const Rgba a{0.2f, 0.4f, 0.9f, 0}, b{0.9f, 0.6f, 0.1f, 1};
  const Rgba start = mixColors(a, b, 0), end = mixColors(a, b, 1);
  CHECK(start.r == doctest::Approx(a.r).epsilon(1e-4));
  CHECK(end.b == doctest::Approx(b.b).epsilon(1e-4));
  CHECK(mixColors(a, b, 0.5).a == doctest::Approx(0.5));
}
