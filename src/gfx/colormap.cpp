#include "gfx/colormap.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace basin::gfx {
namespace {

struct Lab {
  double l = 0, a = 0, b = 0;
};

double linearFromSrgb(double c) {
  return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
}
double srgbFromLinear(double c) {
  return c <= 0.0031308 ? 12.92 * c : 1.055 * std::pow(c, 1 / 2.4) - 0.055;
}

/// Linear sRGB of an OKLab colour; components outside [0, 1] are out of gamut (Ottosson 2020).
std::array<double, 3> linearFromLab(Lab c) {
  const double l = std::pow(c.l + 0.3963377774 * c.a + 0.2158037573 * c.b, 3);
  const double m = std::pow(c.l - 0.1055613458 * c.a - 0.0638541728 * c.b, 3);
  const double s = std::pow(c.l - 0.0894841775 * c.a - 1.2914855480 * c.b, 3);
  return {4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
          -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
          -0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s};
}

Lab labFromRgba(Rgba c) {
  const double r = linearFromSrgb(c.r), g = linearFromSrgb(c.g), b = linearFromSrgb(c.b);
  const double l = std::cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const double m = std::cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const double s = std::cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return {0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s,
          1.9779984951 * l - 2.4285922050 * m + 0.4505937099 * s,
          0.0259040371 * l + 0.7827717662 * m - 0.8086757660 * s};
}

bool inGamut(const std::array<double, 3>& rgb) {
  return std::ranges::all_of(rgb, [](double c) { return c >= -1e-6 && c <= 1 + 1e-6; });
}

/// The displayable colour with the same lightness and hue and the largest chroma up to the given.
Rgba rgbaFromLab(Lab c) {
  std::array<double, 3> rgb = linearFromLab(c);
  if (!inGamut(rgb)) {
    double lo = 0, hi = 1;
    for (int i = 0; i < 16; ++i) {
      const double mid = (lo + hi) / 2;
      (inGamut(linearFromLab({c.l, c.a * mid, c.b * mid})) ? lo : hi) = mid;
    }
    rgb = linearFromLab({c.l, c.a * lo, c.b * lo});
  }
  const auto encode = [](double v) {
    return static_cast<float>(srgbFromLinear(std::clamp(v, 0.0, 1.0)));
  };
  return {encode(rgb[0]), encode(rgb[1]), encode(rgb[2]), 1};
}

Rgba fromPolar(double lightness, double chroma, double hueDegrees) {
  const double hue = hueDegrees * std::numbers::pi / 180;
  return rgbaFromLab({lightness, chroma * std::cos(hue), chroma * std::sin(hue)});
}

/// A smooth curve through evenly spaced control values (Catmull-Rom, straight on at the ends).
template <std::size_t N>
double through(const std::array<double, N>& controls, double t) {
  const double x = t * (N - 1);
  const std::size_t i = std::min(static_cast<std::size_t>(x), N - 2);
  const double f = x - static_cast<double>(i);
  const double p = controls[i], q = controls[i + 1];
  const double before = i > 0 ? controls[i - 1] : 2 * p - q;
  const double after = i + 2 < N ? controls[i + 2] : 2 * q - p;
  const double m0 = (q - before) / 2, m1 = (after - p) / 2;
  const double f2 = f * f, f3 = f2 * f;
  return (2 * f3 - 3 * f2 + 1) * p + (f3 - 2 * f2 + f) * m0 + (3 * f2 - 2 * f3) * q +
         (f3 - f2) * m1;
}

Rgba diverging(double t, Backdrop backdrop) {
  const double side = 2 * t - 1;
  const double far = std::abs(side);
  const bool dark = backdrop == Backdrop::Dark;
  // The neutral middle is close to the page; both ends are equally light, so that neither sign
  // looks bigger.
  const double lightness = dark ? std::lerp(0.25, 0.72, far) : std::lerp(0.97, 0.65, far);
  const double chroma = (dark ? 0.155 : 0.145) * std::pow(far, 0.9);
  return fromPolar(lightness, chroma, side < 0 ? 245 : 57);
}

constexpr std::array<Rgba, 7> kOkabeIto = {{
    {0 / 255.f, 114 / 255.f, 178 / 255.f, 1},
    {230 / 255.f, 159 / 255.f, 0 / 255.f, 1},
    {0 / 255.f, 158 / 255.f, 115 / 255.f, 1},
    {213 / 255.f, 94 / 255.f, 0 / 255.f, 1},
    {86 / 255.f, 180 / 255.f, 233 / 255.f, 1},
    {204 / 255.f, 121 / 255.f, 167 / 255.f, 1},
    {240 / 255.f, 228 / 255.f, 66 / 255.f, 1},
}};

}  // namespace

Rgba colorAt(ColorMap map, double t, Backdrop backdrop) {
  t = std::isnan(t) ? 0.5 : std::clamp(t, 0.0, 1.0);
  switch (map) {
    case ColorMap::Lagoon:
      return fromPolar(std::lerp(0.27, 0.93, t),
                       through(std::array{0.125, 0.148, 0.094, 0.108, 0.145, 0.165}, t),
                       through(std::array{305.0, 270.0, 225.0, 178.0, 145.0, 105.0}, t));
    case ColorMap::Dusk:
      return rgbaFromLab({std::lerp(0.25, 0.9, t),
                          through(std::array{-0.005, -0.005, 0.0, 0.005, 0.0}, t),
                          through(std::array{-0.11, -0.055, 0.005, 0.07, 0.112}, t)});
    case ColorMap::Ember:
      return fromPolar(std::lerp(0.14, 0.95, t),
                       through(std::array{0.045, 0.11, 0.165, 0.165, 0.152, 0.08}, t),
                       through(std::array{320.0, 355.0, 385.0, 405.0, 440.0, 465.0}, t));
    case ColorMap::Grey:
      return fromPolar(std::lerp(0.2, 0.97, t), 0, 0);
    case ColorMap::Diverging:
      return diverging(t, backdrop);
  }
  return {};
}

void fillColorTable(ColorMap map, Backdrop backdrop, std::span<std::uint32_t> out) {
  const auto byte = [](float c) { return static_cast<std::uint32_t>(c * 255 + 0.5f); };
  const double last = std::max<double>(static_cast<double>(out.size()) - 1, 1);
  for (std::size_t i = 0; i < out.size(); ++i) {
    const Rgba c = colorAt(map, static_cast<double>(i) / last, backdrop);
    out[i] = byte(c.r) | byte(c.g) << 8 | byte(c.b) << 16 | 0xff000000u;
  }
}

Rgba categoryColor(int index) {
  constexpr int n = static_cast<int>(kOkabeIto.size());
  return kOkabeIto[static_cast<std::size_t>((index % n + n) % n)];
}

Rgba categoryInk(int index, Backdrop backdrop) {
  const Rgba c = categoryColor(index);
  const bool dark = backdrop == Backdrop::Dark;
  if (!dark) return readable(c, {1, 1, 1, 1}, kLeastContrast);
  const auto t = static_cast<float>(std::max((0.62 - perceivedLightness(c)) * 1.3, 0.0));
  return {std::lerp(c.r, 1.0f, t), std::lerp(c.g, 1.0f, t), std::lerp(c.b, 1.0f, t), 1};
}

double contrast(Rgba a, Rgba b) {
  const double x = luminance(a), y = luminance(b);
  return (std::max(x, y) + 0.05) / (std::min(x, y) + 0.05);
}

Rgba readable(Rgba colour, Rgba paper, double least) {
  const float end = luminance(paper) > 0.18 ? 0.0f : 1.0f;
  const auto moved = [&](float t) {
    return Rgba{std::lerp(colour.r, end, t), std::lerp(colour.g, end, t),
                std::lerp(colour.b, end, t), 1};
  };
  // In hundredths, as the page's pictures do (web/picture/colours.mjs).
  int share = 0;
  while (share < 100 && contrast(moved(static_cast<float>(share) / 100), paper) < least) ++share;
  return moved(static_cast<float>(share) / 100);
}

Rgba paled(Rgba colour, Rgba paper, double least) {
  const auto moved = [&](int share) {
    const float t = static_cast<float>(share) / 100;
    return Rgba{std::lerp(colour.r, paper.r, t), std::lerp(colour.g, paper.g, t),
                std::lerp(colour.b, paper.b, t), 1};
  };
  int share = 0;
  while (share < 100 && contrast(moved(share + 1), paper) >= least) ++share;
  return moved(share);
}

double luminance(Rgba c) {
  return 0.2126 * linearFromSrgb(c.r) + 0.7152 * linearFromSrgb(c.g) +
         0.0722 * linearFromSrgb(c.b);
}

double perceivedLightness(Rgba color) { return labFromRgba(color).l; }

Rgba contrastColor(Rgba color) {
  return perceivedLightness(color) > 0.62 ? Rgba{0, 0, 0, 1} : Rgba{1, 1, 1, 1};
}

Rgba mixColors(Rgba a, Rgba b, double t) {
  const Lab p = labFromRgba(a), q = labFromRgba(b);
  Rgba mixed = rgbaFromLab(
      {std::lerp(p.l, q.l, t), std::lerp(p.a, q.a, t), std::lerp(p.b, q.b, t)});
  mixed.a = std::lerp(a.a, b.a, static_cast<float>(t));
  return mixed;
}

std::string_view colorMapName(ColorMap map) {
  switch (map) {
    case ColorMap::Lagoon: return "lagoon";
    case ColorMap::Dusk: return "dusk";
    case ColorMap::Ember: return "ember";
    case ColorMap::Grey: return "grey";
    case ColorMap::Diverging: return "diverging";
  }
  return "";
}

}  // namespace basin::gfx
