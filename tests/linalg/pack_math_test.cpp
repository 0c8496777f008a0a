#include "linalg/pack_math.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "base/rng.h"

using namespace basin;

namespace {

// Largest |f(x) - exact(x)| / (|exact(x)| + floor) over random and special x in [lo, hi]; the exact
// value is computed in long double at the argument as S holds it.
template <class S, class F, class Exact>
double worstError(double lo, double hi, double floor, F f, Exact exact) {
  Rng rng(1);
  double worst = 0;
  for (int i = 0; i < 40000; ++i) {
    double x = rng.uniform(lo, hi);
    if (i % 4 == 1) x *= 1e-3;
    if (i % 4 == 2) x *= 1e-8;
    const S argument = static_cast<S>(std::clamp(x, lo, hi));
    const S got = f(splat(argument))[0];
    const long double want = exact(static_cast<long double>(argument));
    const double error = static_cast<double>(std::abs(static_cast<long double>(got) - want) /
                                             (std::abs(want) + static_cast<long double>(floor)));
    if (!(error <= worst)) worst = error;
  }
  return worst;
}

template <class S>
void checkAccuracy(double few, double absolute) {
  const double expEnd = sizeof(S) == 4 ? 87 : 708;
  CHECK(worstError<S>(-expEnd, expEnd, 0, packExp<S>, [](long double x) { return std::exp(x); }) <
        few);
  CHECK(worstError<S>(-30, 30, 0, packTanh<S>, [](long double x) { return std::tanh(x); }) < few);
  CHECK(worstError<S>(-80, 80, 0, packSigmoid<S>,
                      [](long double x) { return 1 / (1 + std::exp(-x)); }) < few);
  CHECK(worstError<S>(0, 1, 0, packLog1p<S>, [](long double x) { return std::log1p(x); }) < few);
  CHECK(worstError<S>(-80, 80, 0, packSoftplus<S>, [](long double x) {
          return x > 0 ? x + std::log1p(std::exp(-x)) : std::log1p(std::exp(x));
        }) < few);
  CHECK(worstError<S>(-100, 100, 1, packSin<S>, [](long double x) { return std::sin(x); }) <
        absolute);
  CHECK(worstError<S>(-100, 100, 1, packCos<S>, [](long double x) { return std::cos(x); }) <
        absolute);
  CHECK(worstError<S>(-7000, 7000, 1, packSin<S>, [](long double x) { return std::sin(x); }) <
        absolute);
  CHECK(worstError<S>(-1e7, 1e7, 1, packCos<S>, [](long double x) { return std::cos(x); }) <
        absolute);
  // Absolute: the relative error in the left tail grows with x^2.
  CHECK(worstError<S>(-10, 10, 1, packNormalCdf<S>, [](long double x) {
          return std::erfc(-x / std::sqrt(2.0L)) / 2;
        }) < absolute);
  CHECK(worstError<S>(-6, 6, 1, packNormalDensity<S>, [](long double x) {
          return std::exp(-x * x / 2) / std::sqrt(2 * 3.14159265358979323846L);
        }) < absolute);
}

template <class S>
void checkSpecial() {
  const S inf = std::numeric_limits<S>::infinity();
  const S nan = std::numeric_limits<S>::quiet_NaN();
  CHECK(packExp<S>(splat(inf))[0] == inf);
  CHECK(packExp<S>(splat(-inf))[0] == 0);
  CHECK(packExp<S>(splat(S(0)))[0] == 1);
  CHECK(packTanh<S>(splat(inf))[0] == 1);
  CHECK(packTanh<S>(splat(-inf))[0] == -1);
  CHECK(packTanh<S>(splat(S(0)))[0] == 0);
  CHECK(packSigmoid<S>(splat(inf))[0] == 1);
  CHECK(packSigmoid<S>(splat(-inf))[0] == 0);
  CHECK(packSoftplus<S>(splat(inf))[0] == inf);
  CHECK(packSoftplus<S>(splat(-inf))[0] == 0);
  CHECK(packNormalCdf<S>(splat(S(-40)))[0] == 0);
  CHECK(packNormalCdf<S>(splat(S(40)))[0] == 1);
  for (auto f : {packExp<S>, packTanh<S>, packSigmoid<S>, packSoftplus<S>, packSin<S>, packCos<S>,
                 packNormalCdf<S>, packNormalDensity<S>}) {
    CHECK(std::isnan(f(splat(nan))[0]));
  }
}

}  // namespace

TEST_CASE("pack math: float accuracy") { checkAccuracy<float>(2e-7, 2e-7); }
TEST_CASE("pack math: double accuracy") { checkAccuracy<double>(6e-16, 5e-16); }
TEST_CASE("pack math: infinities and NaN") {
  checkSpecial<float>();
  checkSpecial<double>();
}

TEST_CASE("pack math: lanes are independent and summed in a fixed order") {
  const Pack<float> a = {1, 2, 4, 8}, b = {16, 32, 64, 128}, c = {-1, 1, -1, 2}, d = {0, 0, 0, 9};
  const Pack<float> sums = sumLanesEach(a, b, c, d);
  CHECK(sums[0] == 15);
  CHECK(sums[1] == 240);
  CHECK(sums[2] == 1);
  CHECK(sums[3] == 9);
  CHECK(sumLanes(a) == 15);
  const Pack<float> odd = {1e8f, 3.f, -1e8f, 5.f};
  CHECK(sumLanesEach(odd, a, b, c)[0] == sumLanes(odd));
  const Pack<double> e = {3, 4}, f = {-1, 7};
  CHECK(sumLanesEach(e, f)[0] == 7);
  CHECK(sumLanesEach(e, f)[1] == 6);
  const Pack<float> mixed = packTanh<float>(Pack<float>{-1, 0, 0.5f, 20});
  CHECK(mixed[0] == -packTanh<float>(splat(1.f))[2]);
  CHECK(mixed[1] == 0);
  CHECK(mixed[2] == packTanh<float>(splat(0.5f))[0]);
  CHECK(mixed[3] == 1);
}
