#include "app/pictures/ticks.h"

#include <doctest/doctest.h>

#include <numbers>

using namespace basin;

namespace {

std::vector<std::string> texts(const Axis& axis, double lo, double hi, int count) {
  return tickTexts(axis, axisTicks(axis, lo, hi, count));
}

using Texts = std::vector<std::string>;
constexpr Axis kLinear{"x", "x"}, kLog{"x", "x", Scale::Log};

}  // namespace

TEST_CASE("an axis has one notation") {
  CHECK(texts(kLinear, 0, 1, 5) == Texts{"0", "0.2", "0.4", "0.6", "0.8", "1.0"});
  CHECK(texts(kLinear, -1, 1, 3) == Texts{"−1", "0", "1"});
  CHECK(texts(kLinear, 0, 2e6, 4) == Texts{"0", "0.5·10⁶", "1.0·10⁶", "1.5·10⁶", "2.0·10⁶"});
  CHECK(texts(kLinear, 0, 2e-5, 2) == Texts{"0", "1·10⁻⁵", "2·10⁻⁵"});
  CHECK(texts(kLog, 1, 1000, 5) == Texts{"1", "10", "100", "1000"});
  CHECK(texts(kLog, 2, 2560, 2) == Texts{"10", "100", "1000"});
  CHECK(texts(kLog, 1e-8, 1, 4) == Texts{"10⁻⁸", "10⁻⁶", "10⁻⁴", "10⁻²", "10⁰"});
}

TEST_CASE("a logarithmic axis has at least two numbers, however short it is") {
  for (double hi : {1.3, 1.7, 2.6, 4.0, 9.0, 40.0, 1e5}) {
    for (double lo : {0.0123, 0.7, 1.0, 3.1, 95.0}) {
      for (int count : {2, 3, 6}) {
        CAPTURE(lo);
        CAPTURE(hi);
        CHECK(axisTicks(kLog, lo, lo * hi, count).size() >= 2);
      }
    }
  }
}

TEST_CASE("a circle is measured in parts of pi") {
  Axis circle{"θ", "angle"};
  const double pi = std::numbers::pi;
  circle.turn = 2 * pi;
  CHECK(texts(circle, -pi, pi, 5) == Texts{"−π", "−π/2", "0", "π/2", "π"});
  CHECK(texts(circle, 0, 2 * pi, 2) == Texts{"0", "π", "2π"});
  circle.turn = 360;
  CHECK(texts(circle, 0, 350, 4) == Texts{"0", "π/2", "π", "3π/2"});
}

TEST_CASE("axes without a span have no numbers") {
  CHECK(axisTicks(kLinear, 1, 1, 5).empty());
  CHECK(axisTicks(kLog, -1, 1, 5).empty());
}
