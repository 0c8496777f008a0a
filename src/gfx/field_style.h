#pragma once

#include <vector>

#include "gfx/camera.h"
#include "gfx/colormap.h"
#include "gfx/height_field.h"
#include "gfx/types.h"

namespace basin::gfx {

/// How values between samples are found. Smooth is cubic; Blocky shows each sample as a cell.
enum class Sampling { Smooth, Bilinear, Blocky };

/// Isolines of a field.
struct ContourStyle {
  int count = 0;                     ///< About so many, at nice values; 0 for none.
  std::vector<double> levels;        ///< If any: exactly these (unscaled) values, at most 32.
  float width = 1;                   ///< Pixels.
  float opacity = 0.35f;
  bool emphasise = false;            ///< One strong level: a decision boundary, the zero set.
  double emphasis = 0;               ///< That level (unscaled).
  float emphasisWidth = 2;
  bool operator==(const ContourStyle&) const = default;
};

/// How a field is coloured.
struct FieldStyle {
  ColorMap map = ColorMap::Lagoon;
  Backdrop backdrop = Backdrop::Light;
  ValueScale scale = ValueScale::Linear;
  ValueRange range;             ///< Unscaled values at the ends of the map; empty: from the data.
  bool symmetric = false;       ///< Widen the range so that 0 has the map's middle colour.
  int bands = 0;                ///< Number of flat colour bands; 0 is continuous.
  Sampling sampling = Sampling::Smooth;
  bool classes = false;         ///< Values are class numbers: flat Okabe-Ito regions with borders.
  float strength = 1;           ///< 1 full colour, towards 0 fades into the background.
  Rgba background{1, 1, 1, 1};  ///< Behind the picture and between hatching.
  ContourStyle contours;
  bool operator==(const FieldStyle&) const = default;
};

/// The scaled values at the ends of a style's map, for a field whose scaled values run over `data`.
/// Never empty.
ValueRange scaledRange(const FieldStyle& style, ValueRange data, const Scaling& scaling);

/// How a surface stands in its box.
struct SurfaceStyle {
  FieldStyle field;
  double height = 0.6;       ///< Of the box relative to its longer horizontal side.
  bool equalAspect = false;  ///< One data unit along y as long as one along x.
  ValueRange clip;           ///< Unscaled values; the surface is cut off outside. Empty: no cut.
  int mesh = 0;              ///< Grid lines on the surface along each side; 0 for none.
  bool floor = true;         ///< Project colours and contours onto the floor of the box, faintly.
  bool frame = true;         ///< Draw the edges and tick lines of the box.
  float behind = 0.25f;      ///< Opacity of paths and points that the surface hides.
  Rgba ink{0.2f, 0.2f, 0.2f, 1};  ///< Colour of the frame.
  bool operator==(const SurfaceStyle&) const = default;
};

/// The box a style gives a field.
Box surfaceBox(const SurfaceStyle& style, const HeightField& field);

}  // namespace basin::gfx
