#include "base/rng.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <vector>

#include "base/portable_math.h"
#include "base/stats.h"

using namespace basin;

TEST_CASE("rng: known answers, computed apart in arbitrary precision") {
  Rng zero(0), fortyTwo(42), seven(7), normals(7);
  for (uint64_t expected : {0x99ec5f36cb75f2b4ull, 0xbf6e1f784956452aull, 0x1a5f849d4933e6e0ull,
                            0x6aa594f1262d2d2cull}) {
    CHECK(zero.next() == expected);
  }
  for (uint64_t expected : {0x15780b2e0c2ec716ull, 0x6104d9866d113a7eull, 0xae17533239e499a1ull,
                            0xecb8ad4703b360a1ull}) {
    CHECK(fortyTwo.next() == expected);
  }
  for (double expected : {0.7005764821796896, 0.2787512294737843, 0.8396274618764198}) {
    CHECK(seven.uniform() == expected);
  }
  for (double expected : {0.96436185272551845534, -1.0637531974798475644, -0.3039301238656566884,
                          -1.0989693210013466412, 0.30479435832638677312, 1.7083194561947418406}) {
    CHECK(std::abs(normals.normal() - expected) <= 4e-16 * std::abs(expected));
  }
  CHECK(Rng(42).split(3).next() == 0x9b256e13573285f1ull);
}

TEST_CASE("rng: the portable logarithm agrees with the library's") {
  Rng rng(3);
  double worst = 0;
  for (int i = 0; i < 100000; ++i) {
    const double x = i % 2 == 0 ? rng.uniform() + 1e-300 : std::exp(rng.uniform(-700, 700));
    const double exact = std::log(x);
    worst = std::max(worst, std::abs(portableLog(x) - exact) / std::abs(exact));
  }
  CHECK(worst < 1e-15);
  CHECK(portableLog(1) == 0);
}

TEST_CASE("rng: uniform numbers fill [0, 1) evenly") {
  Rng rng(11);
  std::array<int, 20> bins{};
  constexpr int n = 200000;
  for (int i = 0; i < n; ++i) {
    const double u = rng.uniform();
    REQUIRE(u >= 0);
    REQUIRE(u < 1);
    ++bins[static_cast<size_t>(u * 20)];
  }
  double chi2 = 0;
  for (int count : bins) chi2 += (count - n / 20.0) * (count - n / 20.0) / (n / 20.0);
  CHECK(chi2 < 43.8);  // 0.999 quantile of 19 degrees of freedom
  CHECK(chi2 > 5.4);   // 0.001 quantile
}

TEST_CASE("rng: normal moments and quantiles") {
  Rng rng(5);
  constexpr int n = 400000;
  std::vector<double> x(n);
  for (double& v : x) v = rng.normal();
  const double m = mean(x);
  double m2 = 0, m3 = 0, m4 = 0;
  for (double v : x) {
    m2 += v * v / n;
    m3 += v * v * v / n;
    m4 += v * v * v * v / n;
  }
  // Four standard errors each.
  CHECK(std::abs(m) < 4 / std::sqrt(double(n)));
  CHECK(std::abs(m2 - 1) < 4 * std::sqrt(2.0 / n));
  CHECK(std::abs(m3) < 4 * std::sqrt(15.0 / n));
  CHECK(std::abs(m4 - 3) < 4 * std::sqrt(96.0 / n));
  const std::array<std::array<double, 2>, 5> quantiles = {{{0.5, 0},
                                                           {0.841344746068543, 1},
                                                           {0.0227501319481792, -2},
                                                           {0.998650101968370, 3},
                                                           {0.25, -0.674489750196082}}};
  for (const auto& [p, z] : quantiles) {
    const double density = std::exp(-z * z / 2) / std::sqrt(2 * M_PI);
    CHECK(std::abs(quantile(x, p) - z) < 4 * std::sqrt(p * (1 - p) / n) / density);
  }
}

TEST_CASE("rng: below is even and in range") {
  Rng rng(9);
  std::array<int, 7> bins{};
  for (int i = 0; i < 70000; ++i) ++bins[static_cast<size_t>(rng.below(7))];
  double chi2 = 0;
  for (int count : bins) chi2 += (count - 1e4) * (count - 1e4) / 1e4;
  CHECK(chi2 < 22.5);  // 0.999 quantile of 6 degrees of freedom
  CHECK(rng.below(1) == 0);
}

TEST_CASE("rng: shuffles are permutations, all equally often") {
  Rng rng(2);
  std::array<int, 6> seen{};
  for (int i = 0; i < 60000; ++i) {
    std::array<int, 3> items = {0, 1, 2};
    rng.shuffle(std::span<int>(items));
    const int code = items[0] * 2 + (items[1] > items[2] ? 1 : 0);
    CHECK_FALSE((items[0] == items[1] || items[1] == items[2] || items[0] == items[2]));
    ++seen[static_cast<size_t>(code)];
  }
  double chi2 = 0;
  for (int count : seen) chi2 += (count - 1e4) * (count - 1e4) / 1e4;
  CHECK(chi2 < 20.5);  // 0.999 quantile of 5 degrees of freedom
}

TEST_CASE("rng: split depends on seed and stream only") {
  Rng a(8), b(8);
  a.next();
  a.normal();
  CHECK(a.split(1).next() == b.split(1).next());
  CHECK(a.split(1).next() != a.split(2).next());
  CHECK(Rng(8).split(1).next() != Rng(9).split(1).next());
}
