#include "gfx/camera.h"

#include <doctest/doctest.h>

#include <cmath>
#include <numbers>

using namespace basin::gfx;

namespace {

const Box kBox{{-3, 10, 5, 40}, {-1, 200}, 0.6, 1};

}  // namespace

TEST_CASE("unproject undoes project") {
  for (const double yaw : {-2.0, -0.65, 0.0, 1.3, 3.0}) {
    for (const double pitch : {-0.2, 0.3, 1.0, 1.55}) {
      for (const double zoom : {0.5, 1.0, 4.0}) {
        const View3 view({yaw, pitch, zoom, {0.1, -0.2}}, kBox, {800, 500, 1.5f});
        for (const Vec3 p : {Vec3{-3, 10, -1}, Vec3{5, 40, 200}, Vec3{0.7, 21, 64}}) {
          const auto seen = view.project(p);
          REQUIRE(seen);
          const Vec3 back = view.unproject(*seen);
          CHECK(std::abs(back.x - p.x) <= 1e-5 * 8);
          CHECK(std::abs(back.y - p.y) <= 1e-5 * 30);
          CHECK(std::abs(back.z - p.z) <= 1e-5 * 201);
        }
      }
    }
  }
}

TEST_CASE("the ray at a pixel passes through every point that appears there") {
  const View3 view({0.4, 0.7, 1.2, {}}, kBox, {640, 480});
  const Vec3 p{1.5, 33, 20};
  const auto seen = view.project(p);
  REQUIRE(seen);
  const Ray ray = view.rayAt({seen->x, seen->y});
  const double t = (p.x - ray.origin.x) / ray.direction.x;
  CHECK(t > 0);
  CHECK(ray.origin.y + t * ray.direction.y == doctest::Approx(p.y).epsilon(1e-9));
  CHECK(ray.origin.z + t * ray.direction.z == doctest::Approx(p.z).epsilon(1e-9));
}

TEST_CASE("at zoom 1 the whole box is inside the picture from every side") {
  for (const Viewport size : {Viewport{900, 500}, Viewport{390, 500}, Viewport{120, 90}}) {
    for (double yaw = -3; yaw < 3.2; yaw += 0.37) {
      for (double pitch = -0.2; pitch <= 1.55; pitch += 0.25) {
        const View3 view({yaw, pitch, 1, {}}, kBox, size);
        for (int corner = 0; corner < 8; ++corner) {
          const Vec3 p{corner & 1 ? 5.0 : -3.0, corner & 2 ? 40.0 : 10.0,
                       corner & 4 ? 200.0 : -1.0};
          const auto seen = view.project(p);
          REQUIRE(seen);
          CHECK(seen->x >= 0);
          CHECK(seen->x <= size.width);
          CHECK(seen->y >= 0);
          CHECK(seen->y <= size.height);
          CHECK(std::abs(seen->z) <= 1);
        }
      }
    }
  }
}

TEST_CASE("up is up and the near side is nearer") {
  const View3 view({0, 0.5, 1, {}}, kBox, {400, 400});
  const Vec3 low{1, 25, 0}, high{1, 25, 100}, near{1, 10, 0}, far{1, 40, 0};
  CHECK(view.project(high)->y < view.project(low)->y);
  CHECK(view.project(near)->z < view.project(far)->z);
  CHECK(view.project(near)->y > view.project(far)->y);
}

TEST_CASE("degenerate boxes and pictures give finite places") {
  const View3 flat({0, 0.5, 1, {}}, {{1, 1, 1, 1}, {2, 2}, 0.6, 0}, {0, 0});
  const auto seen = flat.project({1, 1, 2});
  REQUIRE(seen);
  CHECK(std::isfinite(seen->x));
  CHECK(std::isfinite(seen->y));
}

TEST_CASE("orbit and zoom stay in their limits") {
  Camera camera;
  camera.orbit(0, 100);
  CHECK(camera.pitch == doctest::Approx(1.55));
  camera.orbit(0, -100);
  CHECK(camera.pitch == doctest::Approx(-0.2));
  camera.orbit(1000.25, 0);
  CHECK(std::abs(camera.yaw) <= std::numbers::pi + 1e-9);
  camera.zoomBy(1e9);
  CHECK(camera.zoom == 8);
  camera.zoomBy(0);
  CHECK(camera.zoom == 0.3);
}

TEST_CASE("a matrix times its inverse is the identity") {
  Mat4 a;
  a.m = {2, 0, 1, 0, -1, 3, 0, 0.5, 0, 4, 1, 0, 1, 2, 3, 4};
  const auto b = inverse(a);
  REQUIRE(b);
  const Mat4 one = a * *b;
  for (std::size_t k = 0; k < 16; ++k) {
    CHECK(one.m[k] == doctest::Approx(k % 5 == 0 ? 1.0 : 0.0).epsilon(1e-12));
  }
  Mat4 singular;
  singular.m.fill(1);
  CHECK_FALSE(inverse(singular));
}
