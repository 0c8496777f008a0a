#pragma once

#include <cmath>
#include <limits>

#include "linalg/pack.h"

namespace basin {

/// Elementary functions of packets, built from + - * / and bit operations only, so that native and
/// WebAssembly builds return the same bits (packSin and packCos excepted, for huge arguments).
/// Accurate to a few units in the last place unless stated; NaN in, NaN out.

namespace pack_detail {

template <class S>
struct FloatFormat;
template <>
struct FloatFormat<float> {
  using Integer = int32_t;
  static constexpr float magic = 12582912.f;  // 1.5 * 2^23: adding it rounds to an integer
  static constexpr int fractionBits = 23, bias = 127;
  static constexpr float ln2Hi = 0.69287109375f, ln2Lo = 0.00027608680994530943f;
  static constexpr float pi1 = 3.140625f, pi2 = 0.000967502593994140625f;
  static constexpr float pi3 = 1.5099579909783765e-07f;
  static constexpr float expHigh = 88.f, expLow = -87.f;
  static constexpr float tanhEnd = 10.f;  // tanh rounds to 1 beyond
  static constexpr float trigEnd = 8192.f;  // n * pi1 and n * pi2 stay exact up to here
  static constexpr int expTerms = 7, logTerms = 8, sinTerms = 6, erfcTerms = 13;
};
template <>
struct FloatFormat<double> {
  using Integer = int64_t;
  static constexpr double magic = 6755399441055744.;  // 1.5 * 2^52
  static constexpr int fractionBits = 52, bias = 1023;
  static constexpr double ln2Hi = 0.69314718036912381649017333984375;
  static constexpr double ln2Lo = 1.9082149292705877e-10;
  static constexpr double pi1 = 3.1415926516056060791015625;
  static constexpr double pi2 = 1.9841871583270442869206817704252898693084716796875e-9;
  static constexpr double pi3 = 1.034036596358821e-18;
  static constexpr double expHigh = 709., expLow = -708.;
  static constexpr double tanhEnd = 20., trigEnd = 1048576.;
  static constexpr int expTerms = 13, logTerms = 17, sinTerms = 10, erfcTerms = 27;
};

/// x = n ln 2 + r with |r| <= ln(2)/2: returns 2^n and q = e^r - 1. Needs |n| below the exponent's
/// bias.
template <class S>
struct Exponential {
  Pack<S> power, q;
};
template <class S>
inline Exponential<S> exponential(Pack<S> x) {
  using F = FloatFormat<S>;
  const Pack<S> shifted = x * splat(S(1.4426950408889634)) + splat(F::magic);
  const Pack<S> n = shifted - splat(F::magic);
  const Pack<S> r = (x - n * splat(F::ln2Hi)) - n * splat(F::ln2Lo);
  // Taylor polynomial: on this interval its remainder is below half a unit in the last place.
  S factorial = 1;
  for (int k = 2; k <= F::expTerms; ++k) factorial *= S(k);
  Pack<S> sum = splat(S(1) / factorial);
  for (int k = F::expTerms; k > 2; --k) {
    factorial /= S(k);
    sum = sum * r + splat(S(1) / factorial);
  }
  const PackBits<S> bits = (toBits<S>(shifted) << F::fractionBits) +
                           (typename F::Integer{F::bias} << F::fractionBits);
  return {fromBits<S>(bits), r + (r * r) * sum};
}

}  // namespace pack_detail

template <class S>
inline Pack<S> packAbs(Pack<S> x) {
  using Integer = typename pack_detail::FloatFormat<S>::Integer;
  return fromBits<S>(toBits<S>(x) & std::numeric_limits<Integer>::max());
}
/// The magnitude `size` (>= 0) with the sign of `sign`.
template <class S>
inline Pack<S> withSign(Pack<S> size, Pack<S> sign) {
  using Integer = typename pack_detail::FloatFormat<S>::Integer;
  return fromBits<S>(toBits<S>(size) | (toBits<S>(sign) & std::numeric_limits<Integer>::min()));
}

/// e^x; infinity above 88 (float) or 709 (double), 0 below -87 or -708.
template <class S>
inline Pack<S> packExp(Pack<S> x) {
  using F = pack_detail::FloatFormat<S>;
  const auto high = x > splat(F::expHigh);
  const auto low = x < splat(F::expLow);
  const auto e = pack_detail::exponential<S>(select<S>(high | low, splat(S(0)), x));
  const Pack<S> value = e.power + e.power * e.q;
  return select<S>(high, splat(std::numeric_limits<S>::infinity()),
                   select<S>(low, splat(S(0)), value));
}

template <class S>
inline Pack<S> packTanh(Pack<S> x) {
  using F = pack_detail::FloatFormat<S>;
  const Pack<S> size = atMost<S>(splat(F::tanhEnd), packAbs<S>(x));
  // By e^2x - 1 rather than e^2x: small arguments keep their relative accuracy.
  const auto e = pack_detail::exponential<S>(size + size);
  const Pack<S> expm1 = e.power * e.q + (e.power - splat(S(1)));
  return withSign<S>(expm1 / (expm1 + splat(S(2))), x);
}

/// 1 / (1 + e^-x), without overflow.
template <class S>
inline Pack<S> packSigmoid(Pack<S> x) {
  const Pack<S> e = packExp<S>(-packAbs<S>(x));
  const Pack<S> s = splat(S(1)) / (splat(S(1)) + e);
  return select<S>(x < splat(S(0)), e * s, s);
}

/// log(1 + u) for 0 <= u <= 1, by the series of 2 artanh(s), s = u / (2 + u).
template <class S>
inline Pack<S> packLog1p(Pack<S> u) {
  using F = pack_detail::FloatFormat<S>;
  const Pack<S> s = u / (u + splat(S(2)));
  const Pack<S> t = s * s;
  Pack<S> sum = splat(S(1) / S(2 * F::logTerms - 1));
  for (int k = F::logTerms - 2; k >= 1; --k) sum = sum * t + splat(S(1) / S(2 * k + 1));
  // 2s = u - us keeps the leading term exact.
  return u - s * (u - (t + t) * sum);
}

/// log(1 + e^x), without overflow.
template <class S>
inline Pack<S> packSoftplus(Pack<S> x) {
  return select<S>(x < splat(S(0)), splat(S(0)), x) +
         packLog1p<S>(packExp<S>(-packAbs<S>(x)));
}

namespace pack_detail {

/// sin(x - shift * pi) up to the sign (-1)^n, n the integer nearest to x / pi - shift.
template <class S>
inline Pack<S> sinReduced(Pack<S> x, S shift) {
  using F = FloatFormat<S>;
  const Pack<S> turned = x * splat(S(0.31830988618379067)) - splat(shift);
  const Pack<S> marked = turned + splat(F::magic);
  const Pack<S> n = (marked - splat(F::magic)) + splat(shift);
  const Pack<S> r =
      ((x - n * splat(F::pi1)) - n * splat(F::pi2)) - n * splat(F::pi3);
  const Pack<S> t = r * r;
  S factorial = 1;
  for (int k = 2; k <= 2 * F::sinTerms + 1; ++k) factorial *= S(k);
  const auto signOf = [](int k) { return k % 2 == 0 ? S(1) : S(-1); };
  Pack<S> sum = splat(signOf(F::sinTerms) / factorial);
  for (int k = F::sinTerms; k > 1; --k) {
    factorial /= S(2 * k) * S(2 * k + 1);
    sum = sum * t + splat(signOf(k - 1) / factorial);
  }
  // An odd n flips the sign.
  const Pack<S> value = r + (r * t) * sum;
  return fromBits<S>(toBits<S>(value) ^ (toBits<S>(marked) << (8 * int{sizeof(S)} - 1)));
}

template <class S, class Scalar>
inline Pack<S> eachLane(Pack<S> x, Scalar function) {
  for (int lane = 0; lane < kLanes<S>; ++lane) x[lane] = function(x[lane]);
  return x;
}
template <class S>
inline bool beyondReduction(Pack<S> x) {
  for (int lane = 0; lane < kLanes<S>; ++lane) {
    if (!(std::abs(x[lane]) < FloatFormat<S>::trigEnd)) return true;
  }
  return false;
}

}  // namespace pack_detail

template <class S>
inline Pack<S> packSin(Pack<S> x) {
  if (pack_detail::beyondReduction<S>(x)) {
    return pack_detail::eachLane<S>(x, [](S v) { return std::sin(v); });
  }
  return pack_detail::sinReduced<S>(x, S(0));
}
template <class S>
inline Pack<S> packCos(Pack<S> x) {
  if (pack_detail::beyondReduction<S>(x)) {
    return pack_detail::eachLane<S>(x, [](S v) { return std::cos(v); });
  }
  // cos x = -sin(x - pi/2), and x - pi/2 is reduced in one go with half-integer multiples of pi.
  return -pack_detail::sinReduced<S>(x, S(0.5));
}

/// Standard normal density.
template <class S>
inline Pack<S> packNormalDensity(Pack<S> x) {
  return packExp<S>(x * x * splat(S(-0.5))) * splat(S(0.3989422804014327));
}

/// Standard normal distribution function Phi(x) = erfc(-x / sqrt 2) / 2.
template <class S>
inline Pack<S> packNormalCdf(Pack<S> x) {
  // For u >= 0, erfc(u) = t exp(-u^2 + P(2t - 1)), t = 2 / (2 + u); these are the coefficients of
  // the Chebyshev series of P, computed by interpolation at 120 nodes in 50 digits.
  constexpr double chebyshev[27] = {
      -1.30265371978170943,     0.64196979235649026,      0.0194764732041858363,
      -0.00956151478680863164,  -0.000946595344482036866, 0.000366839497852761452,
      0.0000425233248069077716, -0.0000202785781125342432, -1.62429000464702551e-6,
      1.3036558355805232e-6,    1.56264417220661432e-8,   -8.52380959149265425e-8,
      6.5290544390988515e-9,    5.05934349555146895e-9,   -9.91364156493033101e-10,
      -2.27365122293183564e-10, 9.64679110201552428e-11,  2.39403808303914058e-12,
      -6.88602752649757618e-12, 8.94487927309089108e-13,  3.13092139934287824e-13,
      -1.12708223613674193e-13, 3.81090525529982269e-16,  7.10609761359037047e-15,
      -1.5230282014331076e-15,  -9.45749457386474934e-17, 1.21023718946275103e-16};
  const Pack<S> u = packAbs<S>(x) * splat(S(0.70710678118654752));
  const Pack<S> t = splat(S(2)) / (splat(S(2)) + u);
  const Pack<S> twice = splat(S(4)) * t - splat(S(2));
  Pack<S> b1 = splat(S(0)), b2 = b1;
  for (int k = pack_detail::FloatFormat<S>::erfcTerms - 1; k > 0; --k) {
    const Pack<S> b0 = twice * b1 - b2 + splat(S(chebyshev[k]));
    b2 = b1;
    b1 = b0;
  }
  const Pack<S> p = splat(S(0.5)) * (twice * b1 + splat(S(chebyshev[0]))) - b2;
  const Pack<S> tail = splat(S(0.5)) * t * packExp<S>(p - splat(S(0.5)) * x * x);
  return select<S>(x < splat(S(0)), tail, splat(S(1)) - tail);
}

}  // namespace basin
