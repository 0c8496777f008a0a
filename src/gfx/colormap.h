#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "gfx/types.h"

namespace basin::gfx {

/// Lagoon: dark violet, teal, yellow (the default for fields). Dusk: dark blue, grey, yellow, safe
/// for every kind of colour blindness. Ember: black, red, pale yellow. Grey: dark to light.
/// Diverging: blue, neutral, orange, for signed values.
enum class ColorMap { Lagoon, Dusk, Ember, Grey, Diverging };
inline constexpr int kColorMapCount = 5;

/// Light or dark surroundings; decides the neutral middle of a diverging map and contrast colours.
enum class Backdrop { Light, Dark };

/// Colour of a map at t in [0, 1] (clamped; NaN gives the middle). Sequential maps are straight in
/// OKLab lightness (Ottosson 2020), so equal steps in t look equally large.
Rgba colorAt(ColorMap map, double t, Backdrop backdrop = Backdrop::Light);

/// Fills `out` with evenly spaced colours of a map as 8-bit RGBA, first entry at t = 0.
void fillColorTable(ColorMap map, Backdrop backdrop, std::span<std::uint32_t> out);

/// Colour `index` (any integer, wraps) of the palette of Okabe and Ito (2008), told apart under all
/// common kinds of colour blindness. Order: blue, orange, green, vermillion, sky, purple, yellow.
Rgba categoryColor(int index);

/// The least contrast of a curve or mark with its paper (WCAG 2.2, 1.4.11 asks for 3), with a little
/// to spare for rounding to bytes.
inline constexpr double kLeastContrast = 3.1;

/// categoryColor() as it is drawn: on dark paper the deep tones are lifted, on white the pale ones
/// deepened to kLeastContrast, both without changing their order or hue.
Rgba categoryInk(int index, Backdrop backdrop);

/// WCAG contrast of two colours, 1 to 21.
double contrast(Rgba a, Rgba b);

/// The colour, deepened (on dark paper lifted) as little as it needs for a contrast of `least`.
Rgba readable(Rgba colour, Rgba paper, double least);

/// The colour, as near to the paper as a contrast of `least` lets it be.
Rgba paled(Rgba colour, Rgba paper, double least);

/// WCAG relative luminance of a colour, in [0, 1].
double luminance(Rgba color);

/// OKLab lightness of a colour, in [0, 1]: perceived brightness.
double perceivedLightness(Rgba color);

/// Black or white, whichever stands out on `color`.
Rgba contrastColor(Rgba color);

/// Colour between a and b, mixed in OKLab; t in [0, 1].
Rgba mixColors(Rgba a, Rgba b, double t);

/// Name of a map for menus and files ("lagoon").
std::string_view colorMapName(ColorMap map);

}  // namespace basin::gfx
