#pragma once

#include <array>
#include <optional>

#include "lab/output_data.h"
#include "theory/landscape_plane.h"

namespace basin {

/// A scan of a loss landscape as a field over the plane's coordinates, without values before its
/// first slice.
FieldData planeField(const PlaneScan& scan);

/// Coordinates (a, b) of the point of the scanned plane next to x; nothing where that is outside of
/// the scan.
std::optional<std::array<double, 2>> placeOn(const PlaneScan& scan, const VectorXd& x);

}  // namespace basin
