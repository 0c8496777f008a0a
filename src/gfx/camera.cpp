#include "gfx/camera.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>

namespace basin::gfx {

std::array<double, 4> Mat4::apply(double x, double y, double z, double w) const {
  std::array<double, 4> out{};
  for (std::size_t r = 0; r < 4; ++r) {
    out[r] = m[r] * x + m[4 + r] * y + m[8 + r] * z + m[12 + r] * w;
  }
  return out;
}

std::array<float, 16> Mat4::toFloat() const {
  std::array<float, 16> out{};
  std::ranges::transform(m, out.begin(), [](double v) { return static_cast<float>(v); });
  return out;
}

Mat4 operator*(const Mat4& a, const Mat4& b) {
  Mat4 out;
  for (std::size_t c = 0; c < 4; ++c) {
    const auto column = a.apply(b.m[4 * c], b.m[4 * c + 1], b.m[4 * c + 2], b.m[4 * c + 3]);
    std::ranges::copy(column, out.m.begin() + static_cast<std::ptrdiff_t>(4 * c));
  }
  return out;
}

std::optional<Mat4> inverse(const Mat4& a) {
  // Gauss-Jordan with partial pivoting on rows of [A | I].
  double rows[4][8] = {};
  for (std::size_t r = 0; r < 4; ++r) {
    for (std::size_t c = 0; c < 4; ++c) rows[r][c] = a.m[4 * c + r];
    rows[r][4 + r] = 1;
  }
  for (int c = 0; c < 4; ++c) {
    int pivot = c;
    for (int r = c + 1; r < 4; ++r) {
      if (std::abs(rows[r][c]) > std::abs(rows[pivot][c])) pivot = r;
    }
    if (!(std::abs(rows[pivot][c]) > 1e-300)) return std::nullopt;
    std::swap(rows[c], rows[pivot]);
    const double scale = 1 / rows[c][c];
    for (double& v : rows[c]) v *= scale;
    for (int r = 0; r < 4; ++r) {
      const double factor = rows[r][c];
      if (r == c || factor == 0) continue;
      for (int k = 0; k < 8; ++k) rows[r][k] -= factor * rows[c][k];
    }
  }
  Mat4 out;
  for (std::size_t r = 0; r < 4; ++r) {
    for (std::size_t c = 0; c < 4; ++c) out.m[4 * c + r] = rows[r][4 + c];
  }
  return out;
}

void Camera::orbit(double dx, double dy) {
  constexpr double kTurn = std::numbers::pi;
  yaw = std::remainder(yaw - dx * kTurn, 2 * std::numbers::pi);
  pitch = std::clamp(pitch + dy * kTurn, -0.2, 1.55);
}

void Camera::zoomBy(double factor) { zoom = std::clamp(zoom * factor, 0.3, 8.0); }

namespace {

/// The eye's distance from the middle in units of the box's radius: a mild perspective.
constexpr double kDistance = 4.2;
/// Room for numbers and titles around the box, in pixels (times the pixel ratio) and at most this
/// share of the picture's shorter side.
constexpr double kLabelRoom = 46, kLabelShare = 0.11;

}  // namespace

View3::View3(const Camera& camera, const Box& box, const Viewport& viewport)
    : box_(box), width_(std::max(viewport.width, 1)), height_(std::max(viewport.height, 1)) {
  const double aspect = box.aspect > 0 ? box.aspect : 1;
  half_ = {aspect > 1 ? 1 / aspect : 1, aspect > 1 ? 1 : aspect, box.height};
  const double across = std::hypot(half_.x, half_.y);
  const double radius = std::hypot(across, half_.z);
  const double distance = kDistance * radius;

  const double sy = std::sin(camera.yaw), cy = std::cos(camera.yaw);
  const double sp = std::sin(camera.pitch), cp = std::cos(camera.pitch);
  const Vec3 right{cy, sy, 0}, up{-sy * sp, cy * sp, cp}, back{sy * cp, -cy * cp, sp};
  eye_ = {back.x * distance, back.y * distance, back.z * distance};

  Mat4 look;
  look.m = {right.x, up.x, back.x, 0, right.y, up.y, back.y, 0,
            right.z, up.z, back.z, 0, 0,       0,    -distance, 1};

  // How far a cylinder around the box reaches up and down: the fit is the same for every yaw, so
  // that turning does not make the picture breathe.
  double reachUp = 0, reachDown = 0;
  for (const double toEye : {across, -across}) {
    for (const double z : {half_.z, -half_.z}) {
      const double shown = (z * cp - toEye * sp) * distance / (distance - toEye * cp - z * sp);
      reachUp = std::max(reachUp, shown);
      reachDown = std::max(reachDown, -shown);
    }
  }
  const double shorter = std::min(width_, height_);
  const double labels = std::min(kLabelRoom * viewport.pixelRatio, kLabelShare * shorter);
  const double air = labels / 4;
  const double tall = height_ - labels - air, wide = width_ - 2 * labels;
  const double fit = std::min(wide / (2 * across), tall / (reachUp + reachDown));
  const double pixels = std::max(fit, 1e-3) * camera.zoom;
  // The labels are below: the middle of what is shown goes up by their share.
  const double shiftX = camera.pan.x * shorter;
  const double shiftY = camera.pan.y * shorter + (labels - air) / 2 +
                        (reachDown - reachUp) / 2 * pixels;

  pixelsPerBoxUnit_ = pixels;
  const double near = distance - 1.5 * radius, far = distance + 1.5 * radius;
  Mat4 lens;
  lens.m.fill(0);
  lens.m[0] = 2 * pixels * distance / width_;
  lens.m[5] = 2 * pixels * distance / height_;
  lens.m[8] = -2 * shiftX / width_;
  lens.m[9] = -2 * shiftY / height_;
  lens.m[10] = -(far + near) / (far - near);
  lens.m[14] = -2 * far * near / (far - near);
  lens.m[11] = -1;
  boxToClip_ = lens * look;
  clipToBox_ = inverse(boxToClip_).value_or(Mat4{});
}

namespace {

double toUnit(double v, double lo, double hi) {
  return hi > lo ? 2 * (v - lo) / (hi - lo) - 1 : 0;
}
double fromUnit(double u, double lo, double hi) { return lo + (u + 1) / 2 * (hi - lo); }

}  // namespace

Vec3 View3::toBox(Vec3 p) const {
  return {half_.x * toUnit(p.x, box_.domain.x0, box_.domain.x1),
          half_.y * toUnit(p.y, box_.domain.y0, box_.domain.y1),
          half_.z * toUnit(p.z, box_.values.lo, box_.values.hi)};
}

Vec3 View3::fromBox(Vec3 p) const {
  return {fromUnit(p.x / half_.x, box_.domain.x0, box_.domain.x1),
          fromUnit(p.y / half_.y, box_.domain.y0, box_.domain.y1),
          fromUnit(half_.z > 0 ? p.z / half_.z : 0, box_.values.lo, box_.values.hi)};
}

std::optional<Vec3> View3::project(Vec3 data) const {
  const Vec3 p = toBox(data);
  const auto clip = boxToClip_.apply(p.x, p.y, p.z, 1);
  if (!(clip[3] > 0)) return std::nullopt;
  return Vec3{(clip[0] / clip[3] + 1) / 2 * width_, (1 - clip[1] / clip[3]) / 2 * height_,
              clip[2] / clip[3]};
}

Vec3 View3::unproject(Vec3 p) const {
  const auto q =
      clipToBox_.apply(2 * p.x / width_ - 1, 1 - 2 * p.y / height_, p.z, 1);
  return fromBox({q[0] / q[3], q[1] / q[3], q[2] / q[3]});
}

Ray View3::rayAt(Vec2 pixel) const {
  const Vec3 a = unproject({pixel.x, pixel.y, -1});
  const Vec3 b = unproject({pixel.x, pixel.y, 1});
  return {a, {b.x - a.x, b.y - a.y, b.z - a.z}};
}

}  // namespace basin::gfx
