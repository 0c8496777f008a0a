#include "app/pictures/ticks.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <span>

namespace basin {

namespace {

constexpr double kSlack = 1e-9;
constexpr std::array<double, 1> kDecades{1};
constexpr std::array<double, 2> kHalves{1, 3};
constexpr std::array<double, 3> kThirds{1, 2, 5};
constexpr std::array<double, 9> kDigits{1, 2, 3, 4, 5, 6, 7, 8, 9};

std::vector<double> multiples(double step, double lo, double hi) {
  std::vector<double> found;
  const auto last = static_cast<long long>(std::floor(hi / step + kSlack));
  for (auto i = static_cast<long long>(std::ceil(lo / step - kSlack)); i <= last; ++i) {
    found.push_back(static_cast<double>(i) * step);
  }
  return found;
}

std::vector<double> linearTicks(double lo, double hi, int count) {
  const double raw = (hi - lo) / count, power = std::pow(10, std::floor(std::log10(raw)));
  if (!(raw > 0) || !std::isfinite(power)) return {};
  std::vector<double> found;
  // One or two ticks tell little of a scale: then the next finer step that has more.
  for (double factor : {10.0, 5.0, 2.0, 1.0, 0.5, 0.2}) {
    std::vector<double> finer = multiples(factor * power, lo, hi);
    if (static_cast<int>(finer.size()) > count + 1 && found.size() >= 2) break;
    found = std::move(finer);
    if (found.size() >= 3 && factor * power < raw * 2) break;
  }
  return found;
}

std::vector<double> logTicks(double lo, double hi, int count) {
  const double a = std::log10(lo), b = std::log10(hi);
  auto stride = std::max(1LL, static_cast<long long>(std::ceil((b - a) / count)));
  const auto within = [&](std::span<const double> factors) {
    std::vector<double> found;
    for (auto power = static_cast<long long>(std::floor(a)); power <= std::floor(b); ++power) {
      if (power % stride != 0) continue;
      for (double factor : factors) {
        const double value = factor * std::pow(10, static_cast<double>(power));
        if (value >= lo * (1 - kSlack) && value <= hi * (1 + kSlack)) found.push_back(value);
      }
    }
    return found;
  };
  // Decades are unevenly divided: what fits by its number may still stand too close.
  const auto crowded = [&](const std::vector<double>& values) {
    for (std::size_t i = 1; i < values.size(); ++i) {
      if (std::log10(values[i] / values[i - 1]) < 0.6 * (b - a) / count) return true;
    }
    return false;
  };
  std::vector<double> best;
  for (std::span<const double> factors : {std::span<const double>(kDecades),
                                          std::span<const double>(kHalves),
                                          std::span<const double>(kThirds),
                                          std::span<const double>(kDigits)}) {
    std::vector<double> finer = within(factors);
    if (best.size() >= 2 && (static_cast<int>(finer.size()) > count + 1 || crowded(finer))) break;
    best = std::move(finer);
    if (best.size() >= 3 || stride > 1) break;
  }
  // Every second decade may be one only.
  while (best.size() < 2 && stride > 1) {
    --stride;
    best = within(kDecades);
  }
  return best.size() >= 2 ? best : linearTicks(lo, hi, count);
}

std::vector<double> circleTicks(double lo, double hi, int count, double turn) {
  double step = turn / 8;
  while ((hi - lo) / step > count) step *= 2;
  return multiples(step, lo, hi);
}

std::string raised(int power) {
  static constexpr const char* kRaised[] = {"⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"};
  std::string text = power < 0 ? "⁻" : "";
  for (char digit : std::to_string(std::abs(power))) text += kRaised[digit - '0'];
  return "10" + text;
}

std::string fixedNumber(double value, int decimals) {
  char text[64];
  std::snprintf(text, sizeof text, "%.*f", decimals, std::abs(value));
  const bool zero = std::strtod(text, nullptr) == 0;
  return zero ? "0" : (value < 0 ? "−" : "") + std::string(text);
}

// Decimals that tell all values apart and say each to six digits of the largest.
int decimalsOf(const std::vector<double>& values, double unit) {
  const auto fits = [&](double value, int decimals) {
    const double scaled = value / unit * std::pow(10, decimals);
    return std::abs(scaled - std::round(scaled)) < 1e-6 * std::max(1.0, std::abs(scaled));
  };
  int decimals = 0;
  for (double value : values) {
    while (decimals < 6 && !fits(value, decimals)) ++decimals;
  }
  return decimals;
}

std::string circleText(double value, double turn) {
  const auto quarters = std::lround(value / turn * 8);
  if (quarters == 0) return "0";
  long top = std::abs(quarters), bottom = 4;
  while (top % 2 == 0 && bottom > 1) {
    top /= 2;
    bottom /= 2;
  }
  return (quarters < 0 ? "−" : "") + (top == 1 ? std::string() : std::to_string(top)) + "π" +
         (bottom == 1 ? std::string() : "/" + std::to_string(bottom));
}

}  // namespace

std::vector<double> axisTicks(const Axis& axis, double lo, double hi, int count) {
  count = std::max(2, count);
  if (!(lo < hi) || !std::isfinite(hi - lo)) return {};
  if (axis.turn > 0) return circleTicks(lo, hi, count, axis.turn);
  if (axis.scale == Scale::Log) return lo > 0 ? logTicks(lo, hi, count) : std::vector<double>();
  return linearTicks(lo, hi, count);
}

std::vector<std::string> tickTexts(const Axis& axis, const std::vector<double>& values) {
  std::vector<std::string> texts;
  if (axis.turn > 0) {
    for (double value : values) texts.push_back(circleText(value, axis.turn));
    return texts;
  }
  double most = 0, least = INFINITY;
  for (double value : values) {
    most = std::max(most, std::abs(value));
    if (value != 0) least = std::min(least, std::abs(value));
  }
  const bool log = axis.scale == Scale::Log;
  const bool plain = most < 1e6 && (log ? least >= 1e-3 && most <= least * 1e5 : most >= 1e-3);
  if (log) {
    for (double value : values) {
      if (plain) {
        texts.push_back(fixedNumber(value, decimalsOf({value}, 1)));
        continue;
      }
      const int power = static_cast<int>(std::floor(std::log10(value) + kSlack));
      const double unit = std::pow(10, power);
      const std::string factor = fixedNumber(value / unit, decimalsOf({value}, unit));
      texts.push_back(factor == "1" ? raised(power) : factor + "·" + raised(power));
    }
    return texts;
  }
  const int power = plain || most == 0 ? 0 : static_cast<int>(std::floor(std::log10(most) + kSlack));
  const double unit = std::pow(10, power);
  const int decimals = decimalsOf(values, unit);
  for (double value : values) {
    const std::string number = fixedNumber(value / unit, decimals);
    texts.push_back(power == 0 || number == "0" ? number : number + "·" + raised(power));
  }
  return texts;
}

}  // namespace basin
