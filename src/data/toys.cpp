#include "data/toys.h"

#include <cmath>
#include <numbers>

#include "linalg/portable_trig.h"

namespace basin {
namespace {

constexpr double kReach = 2.5;
constexpr double kPi = std::numbers::pi;

LabelledPoint onCircles(int label, Rng& rng) {
  // Radius, not area, is uniform: the centre is drawn denser, which shows the disc well.
  const double radius =
      label == 1 ? rng.uniform(0, 0.5 * kReach) : rng.uniform(0.7 * kReach, kReach);
  const double angle = rng.uniform(0, 2 * kPi);
  return {radius * portableCos(angle), radius * portableSin(angle), label};
}

LabelledPoint onXor(int label, Rng& rng) {
  constexpr double kGap = 0.15;
  const double x = rng.uniform(kGap, kReach);
  const double y = rng.uniform(kGap, kReach);
  const int side = rng.sign();
  return {side * x, (label == 1 ? side : -side) * y, label};
}

LabelledPoint onGaussians(int label, Rng& rng) {
  constexpr double kDeviation = 0.5, kCut = 3;
  double u = 0, v = 0;
  do {
    u = rng.normal();
    v = rng.normal();
  } while (u * u + v * v > kCut * kCut);
  const double centre = label == 1 ? 0.5 * kReach : -0.5 * kReach;
  return {centre + kDeviation * u, centre + kDeviation * v, label};
}

LabelledPoint onSpiral(int label, double along) {
  const double radius = kReach * along;
  const double angle = 1.75 * kPi * along * 2 + (label == 1 ? 0 : kPi);
  return {radius * portableSin(angle), radius * portableCos(angle), label};
}

LabelledPoint onMoons(int label, Rng& rng) {
  constexpr double kRadius = 1.6;
  const double angle = rng.uniform(0, kPi);
  const double u = portableCos(angle), v = portableSin(angle);
  return label == 1 ? LabelledPoint{kRadius * (u - 0.5), kRadius * (v - 0.25), label}
                    : LabelledPoint{kRadius * (0.5 - u), kRadius * (0.25 - v), label};
}

}  // namespace

std::vector<LabelledPoint> makeToy(Toy toy, int count, double noise, Rng& rng) {
  std::vector<LabelledPoint> points;
  points.reserve(count);
  for (int i = 0; i < count; ++i) {
    const int label = i % 2;
    LabelledPoint point;
    switch (toy) {
      case Toy::Circles: point = onCircles(label, rng); break;
      case Toy::Xor: point = onXor(label, rng); break;
      case Toy::Gaussians: point = onGaussians(label, rng); break;
      case Toy::Spiral:
        // Evenly along the arm and away from the centre, where the two arms meet.
        point = onSpiral(label, (i / 2 + 1.0) / ((count + 1) / 2));
        break;
      case Toy::Moons: point = onMoons(label, rng); break;
    }
    point.x += noise * rng.normal();
    point.y += noise * rng.normal();
    points.push_back(point);
  }
  // The arms are walked outwards; in random order any part of them is a fair sample.
  if (toy == Toy::Spiral) {
    for (int i = count / 2 - 1; i > 0; --i) {
      const int j = rng.below(i + 1);
      std::swap(points[2 * i], points[2 * j]);
      std::swap(points[2 * i + 1], points[2 * j + 1]);
    }
  }
  return points;
}

}  // namespace basin
