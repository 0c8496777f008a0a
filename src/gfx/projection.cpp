#include "gfx/projection.h"

namespace basin::gfx {
namespace {

void setAffine(const Program& program, Vec3 scale, Vec3 shift) {
  const auto f = [](double v) { return static_cast<float>(v); };
  program.set("uScale", f(scale.x), f(scale.y), f(scale.z));
  program.set("uShift", f(shift.x), f(shift.y), f(shift.z));
}

}  // namespace

void setPlaneProjection(const Program& program, const Rect& window) {
  const double sx = window.width() != 0 ? 2 / window.width() : 0;
  const double sy = window.height() != 0 ? 2 / window.height() : 0;
  setAffine(program, {sx, sy, 0}, {-sx * window.x0 - 1, -sy * window.y0 - 1, 0});
  program.setMatrix("uMatrix", Mat4{}.toFloat());
  program.set("uEye", 0.0f, 0.0f, 0.0f);
  program.set("uLift", 0.0f);
}

void setBoxProjection(const Program& program, const View3& view, float lift) {
  // The map from data to box is affine: two points determine it.
  const Vec3 origin = view.toBox({0, 0, 0});
  const Vec3 one = view.toBox({1, 1, 1});
  setAffine(program, {one.x - origin.x, one.y - origin.y, one.z - origin.z}, origin);
  program.setMatrix("uMatrix", view.matrix().toFloat());
  const Vec3 eye = view.eye();
  program.set("uEye", static_cast<float>(eye.x), static_cast<float>(eye.y),
              static_cast<float>(eye.z));
  program.set("uLift", lift);
}

}  // namespace basin::gfx
