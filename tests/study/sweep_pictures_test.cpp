#include "study/sweep_pictures.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <string>
#include <vector>

using namespace basin;

namespace {

const std::vector<double> kWidths{2, 4, 6, 12, 40, 320};

// Lognormal values around 7 / x^0.6; the third setting has none yet.
std::vector<ValuesAt> noisy(std::uint64_t seed) {
  std::vector<ValuesAt> settings;
  Rng rng(seed);
  for (const double m : kWidths) {
    ValuesAt at{m, {}};
    const int runs = m == 6 ? 0 : 1 + rng.below(9);
    for (int r = 0; r < runs; ++r) {
      at.values.push_back(7 * std::pow(m, -0.6) * std::exp(0.3 * rng.normal()));
    }
    settings.push_back(at);
  }
  return settings;
}

void checkSame(const Curve& got, const Curve& wanted) {
  CHECK(got.name == wanted.name);
  CHECK(got.style == wanted.style);
  CHECK(got.role == wanted.role);
  CHECK(got.colour == wanted.colour);
  CHECK(got.x == wanted.x);
  CHECK(got.y == wanted.y);
  CHECK(got.lo == wanted.lo);
  CHECK(got.hi == wanted.hi);
}

// One run of a phase map: solved where x < y, excluded where told so.
struct PhaseJob {
  double x, y;
  bool excluded;
  bool advance() { return true; }
  std::optional<bool> result() const { return excluded ? std::nullopt : std::optional(x < y); }
};

}  // namespace

TEST_CASE("sweep pictures: medians with their quartiles or their range") {
  const auto settings = noisy(1);
  Curve quartiles = curve("gap", CurveRole::Measured, 3, CurveStyle::Scatter), range = quartiles,
        none = quartiles;
  for (const ValuesAt& at : settings) {
    if (at.values.empty()) continue;
    for (Curve* c : {&quartiles, &range, &none}) {
      c->x.push_back(at.x);
      c->y.push_back(median(at.values));
    }
    quartiles.lo.push_back(quantile(at.values, 0.25));
    quartiles.hi.push_back(quantile(at.values, 0.75));
    range.lo.push_back(*std::ranges::min_element(at.values));
    range.hi.push_back(*std::ranges::max_element(at.values));
  }
  const Curve look = curve("gap", CurveRole::Measured, 3, CurveStyle::Scatter);
  checkSame(mediansOver(settings, look), quartiles);
  checkSame(mediansOver(settings, look, Bars::Range), range);
  checkSame(mediansOver(settings, look, Bars::None), none);
  CHECK(quartiles.x.size() == kWidths.size() - 1);
}

TEST_CASE("sweep pictures: every run a point, setting by setting") {
  const std::vector<ValuesAt> settings{{2, {5, 3}}, {4, {}}, {8, {9}}};
  const Curve runs = runsOver(settings, curve("runs", CurveRole::Measured, 0, CurveStyle::Scatter));
  CHECK(runs.x == std::vector<double>{2, 2, 8});
  CHECK(runs.y == std::vector<double>{5, 3, 9});
  CHECK(runs.style == CurveStyle::Scatter);
}

TEST_CASE("sweep pictures: what a logarithmic axis cannot show is left out") {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const std::vector<ValuesAt> settings{{1, {3, 4, 8}}, {2, {0, 0, 1}}, {3, {-1}}, {4, {6}}};
  const Curve look = curve("flips", CurveRole::Measured, 2, CurveStyle::Scatter);
  const Curve bars = positivePart(mediansOver(settings, look));
  CHECK(bars.x == std::vector<double>{1, 4});
  CHECK(bars.y == std::vector<double>{4, 6});
  CHECK(bars.lo == std::vector<double>{3.5, 6});
  CHECK(bars.hi == std::vector<double>{6, 6});
  CHECK(positivePart(mediansOver(settings, look, Bars::None)).lo.empty());
  Curve broken = look;
  broken.x = {1, 2};
  broken.y = {nan, 5};
  CHECK(positivePart(broken).x == std::vector<double>{2});
}

TEST_CASE("sweep pictures: laws through a point, through the middle, and any other") {
  const Curve look = curve("slope −½", CurveRole::Theory, 2);
  const Curve power = powerLaw(kWidths, look, -0.5, 4, 3);
  CHECK(power.x == kWidths);
  for (std::size_t i = 0; i < kWidths.size(); ++i) {
    CHECK(power.y[i] == 3 * std::pow(kWidths[i] / 4, -0.5));
  }
  CHECK(power.y[1] == 3);
  CHECK(power.role == CurveRole::Theory);

  // For sizes that are powers of two, the guide of slope -1 as a quotient, to the bit.
  const std::vector<ValuesAt> settings{{16, {0.3}}, {32, {0.11}}, {64, {0.07}}, {256, {0.013}}};
  const Curve measured = mediansOver(settings, look, Bars::None);
  double logs = 0;
  for (const ValuesAt& at : settings) logs += std::log(at.values[0] * at.x);
  const Curve guide = powerLawThrough(measured, look, -1);
  CHECK(guide.x == measured.x);
  for (std::size_t i = 0; i < guide.x.size(); ++i) {
    CHECK(guide.y[i] == std::exp(logs / 4) / guide.x[i]);
  }
  // The residuals' logarithms sum to nothing for every slope.
  const Curve steep = powerLawThrough(measured, look, -1.7);
  double sum = 0;
  for (std::size_t i = 0; i < steep.y.size(); ++i) sum += std::log(measured.y[i] / steep.y[i]);
  CHECK(std::abs(sum) < 1e-12);
  CHECK(powerLawThrough(look, look, -1).y.empty());

  const Curve law = lawOver(kWidths, look, [](double m) { return 5 * std::sqrt(9 / m); });
  CHECK(law.y[0] == 5 * std::sqrt(9 / 2.0));
  CHECK(law.x == kWidths);
}

TEST_CASE("sweep pictures: shares with Wilson's bars") {
  const std::vector<ValuesAt> settings{{2, {0, 0, 1, 0}}, {4, {}}, {8, {1, 1}}};
  const Curve share =
      sharesOver(settings, curve("zero error", CurveRole::Measured, 0, CurveStyle::Scatter));
  CHECK(share.x == std::vector<double>{2, 8});
  CHECK(share.y == std::vector<double>{0.25, 1});
  CHECK(share.lo == std::vector<double>{wilsonInterval(1, 4).lo, wilsonInterval(2, 2).lo});
  CHECK(share.hi == std::vector<double>{wilsonInterval(1, 4).hi, wilsonInterval(2, 2).hi});
  // A bar stands before its first trial, over all that is possible.
  Curve bar = curve("free weights", CurveRole::Measured, 1, CurveStyle::Bars);
  addShare(bar, 1, {});
  CHECK(bar.y[0] == 0);
  CHECK(bar.lo[0] == 0);
  CHECK(bar.hi[0] == 1);
}

TEST_CASE("sweep pictures: a running share and its band") {
  const std::vector<double> solved{1, 0, 0, 1, 1};
  const auto curves = runningShare(solved, curve("tied", CurveRole::Measured, 4));
  REQUIRE(curves.size() == 2);
  CHECK(curves[0].style == CurveStyle::Band);
  CHECK(curves[1].style == CurveStyle::Line);
  CHECK(curves[1].lo.empty());
  const int counts[] = {1, 1, 1, 2, 3};
  for (int run = 1; run <= 5; ++run) {
    const auto i = static_cast<std::size_t>(run - 1);
    for (const Curve& c : curves) {
      CHECK(c.name == "tied");
      CHECK(c.colour == 4);
      CHECK(c.x[i] == run);
      CHECK(c.y[i] == static_cast<double>(counts[i]) / run);
    }
    CHECK(curves[0].lo[i] == wilsonInterval(counts[i], run).lo);
    CHECK(curves[0].hi[i] == wilsonInterval(counts[i], run).hi);
  }
}

TEST_CASE("sweep pictures: a phase map fills in and keeps holes") {
  const std::vector<double> x{0, 1, 2}, y{0.5, 1.5};
  using Setting = std::pair<double, double>;
  const auto make = [](const Setting& at, int replica, const Rng&) {
    return PhaseJob{at.first, at.second, at.first == 2 || (at.first == 1 && replica == 0)};
  };
  Ensemble<Setting, PhaseJob> sweep(phaseSettings(x, y), 2, Rng(1), make, Streams::Independent,
                                    Making::FirstSlice);
  const auto map = [&] { return phaseMap(x, y, eachSetting(sweep, std::identity{}, mean)); };
  FieldData field = map();
  CHECK(field.nx == 3);
  CHECK(field.ny == 2);
  CHECK(field.x0 == 0);
  CHECK(field.x1 == 2);
  CHECK(field.y0 == 0.5);
  CHECK(field.y1 == 1.5);
  CHECK(field.cells);
  for (const float v : field.values) CHECK(std::isnan(v));
  for (int i = 0; i < 4; ++i) sweep.step();
  field = map();
  // After four runs of the first replica: (0, 0.5) solved, (1, 0.5) and (2, 0.5) excluded.
  CHECK(field.values[0] == 1);
  CHECK(std::isnan(field.values[1]));
  CHECK(std::isnan(field.values[2]));
  CHECK(field.values[3] == 1);
  CHECK(std::isnan(field.values[4]));
  while (!sweep.finished()) sweep.step();
  field = map();
  CHECK(field.values[1] == 0);
  CHECK(std::isnan(field.values[2]));
  CHECK(field.values[4] == 1);
  CHECK(std::isnan(field.values[5]));
  CHECK(sweep.excluded(2) == 2);
}
