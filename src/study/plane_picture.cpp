#include "study/plane_picture.h"

#include <cmath>

namespace basin {

FieldData planeField(const PlaneScan& scan) {
  FieldData field;
  field.nx = field.ny = scan.side();
  field.x0 = -scan.half();
  field.x1 = scan.half();
  field.y0 = -scan.halfV();
  field.y1 = scan.halfV();
  field.values = scan.values();
  return field;
}

std::optional<std::array<double, 2>> placeOn(const PlaneScan& scan, const VectorXd& x) {
  double a = 0, b = 0;
  scan.plane().project(x, a, b);
  if (!(std::abs(a) <= scan.half() && std::abs(b) <= scan.halfV())) return std::nullopt;
  return std::array{a, b};
}

}  // namespace basin
