#include "base/portable_math.h"

#include <bit>
#include <cstdint>
#include <limits>

namespace basin {

double portableLog(double x) {
  // x = m 2^e with m in [1/sqrt 2, sqrt 2); log m = 2 artanh((m - 1) / (m + 1)).
  constexpr uint64_t kFraction = (uint64_t{1} << 52) - 1;
  constexpr double kSqrt2 = 1.4142135623730951;
  constexpr double kLn2Hi = 0.69314718036912381649017333984375, kLn2Lo = 1.9082149292705877e-10;
  if (!(x <= std::numeric_limits<double>::max())) return x;
  const auto bits = std::bit_cast<uint64_t>(x);
  int exponent = static_cast<int>(bits >> 52) - 1023;
  double m = std::bit_cast<double>((bits & kFraction) | (uint64_t{1023} << 52));
  if (m > kSqrt2) {
    m *= 0.5;
    ++exponent;
  }
  const double s = (m - 1) / (m + 1);
  const double t = s * s;
  double sum = 0;
  for (int k = 21; k >= 3; k -= 2) sum = (sum + 1.0 / k) * t;
  return exponent * kLn2Hi + (2 * s + (2 * s * sum + exponent * kLn2Lo));
}

}  // namespace basin
