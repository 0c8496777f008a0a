#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "gfx/height_field.h"
#include "gfx/types.h"

namespace basin::gfx {

/// A polyline in data coordinates, not owned. `z` may be empty (2-D, or lying on the surface) or as
/// long as x and y (unscaled values). Points that are not finite break the line.
struct Path {
  std::span<const double> x{}, y{}, z{};
  Rgba color{0, 0, 0, 1};
  float width = 2;        ///< Pixels (times the pixel ratio).
  bool dashed = false;    ///< Theory is dashed, measurement solid.
  float tail = 1;         ///< Opacity at the first point relative to the last one, in [0, 1].
  float halo = 0;         ///< Width of a rim on either side, pixels; keeps paths apart from fields.
  Rgba haloColor{1, 1, 1, 0.9f};
};

/// One vertex of the buffer that lines are drawn from; consecutive vertices span a piece.
struct LineVertex {
  float x = 0, y = 0, z = 0;
  float arc = 0;             ///< Length so far; pieces start where drawn != 0.
  float halfWidth = 0;       ///< Pixels.
  float halo = 0;            ///< Pixels.
  float dash = 0;            ///< 1 for dashed.
  float drawn = 0;           ///< 1 when a piece leads from this vertex to the next.
  std::uint32_t color = 0;   ///< 8-bit RGBA.
  std::uint32_t rim = 0;     ///< Colour of the halo.
};

/// How path coordinates become vertex coordinates.
struct PathMapping {
  /// When set, paths without z lie on this surface and are refined so that they follow it.
  const HeightField* surface = nullptr;
  Scaling scaling{};  ///< Applied to explicit z.
  ValueRange visible{};  ///< Scaled values; lines are cut outside. Empty: no cut.
  /// Lengths of one data unit along x, y, z (scaled) in the unit dashes are measured in.
  Vec3 unit{1, 1, 1};
  /// Points nearer to the one before than this, in that unit, are left out, save a line's last one.
  double least = 0;
  bool operator==(const PathMapping&) const = default;
};

/// Appends a path as vertices, with a copy of each end in front and behind so that every piece
/// knows its neighbours. Repeated points are merged; a path with fewer than two distinct points
/// adds nothing.
void appendPath(const Path& path, const PathMapping& mapping, std::vector<LineVertex>& out);

/// A colour as 8-bit RGBA, red in the lowest byte.
std::uint32_t packColor(Rgba color);

}  // namespace basin::gfx
